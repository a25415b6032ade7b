"""What `curbside doctor` looks at of the web chat: settings, origins, the key's file, the bundle."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.findings import Finding, fine, off, unsure, wrong

if TYPE_CHECKING:
    from bot.channels.web.settings import WebSettings
    from bot.commands.places import Places

PAGE = "docs/web.md"
# Pages that no network carries may do without a certificate.
_LOCAL = ("http://localhost", "http://127.0.0.1", "http://[::1]")
_BUNDLE = "curbside-chat.js"
# What vite.config.js notes of its sources, and the sources beside demo/ and src/.
_SOURCES = "sources.sha256"
_FILES = ("package-lock.json", "package.json", "tsconfig.json", "vite.config.js")
_BUILD = "run `npm ci && npm run build` in bot/widget, or take the committed bundle back with git"


def web(places: Places) -> Iterator[Finding]:
    """Whether the settings can be meant, who may use the chat, and whether its files are there."""
    from bot.channels.errors import BadSettings
    from bot.channels.web.settings import WebSettings
    from bot.commands.channels import Channels

    given = Channels.read(places).of("web")
    if given is None:
        yield off(f"not set up: {PAGE} says how")
        return
    try:
        settings = WebSettings.read(given)
    except BadSettings as error:
        yield wrong(str(error), f"mend it; {PAGE} lists the settings")
        return
    yield from _origins(settings)
    yield from _key(settings, places)
    yield from _bundle(settings, places)


def _origins(settings: WebSettings) -> Iterator[Finding]:
    open_ = [origin for origin in settings.origins if _travels_openly(origin)]
    for origin in open_:
        yield wrong(
            f"{origin} is not https: what people write could be read and changed on the way",
            f"write https{origin.removeprefix('http')}",
        )
    if not settings.origins:
        yield fine("only pages of this server itself may use the chat")
    elif not open_:
        yield fine(f"pages of {', '.join(settings.origins)} may use the chat")


def _travels_openly(origin: str) -> bool:
    is_local = any(origin == local or origin.startswith(f"{local}:") for local in _LOCAL)
    return not origin.startswith("https://") and not is_local


def _key(settings: WebSettings, places: Places) -> Iterator[Finding]:
    if settings.key:
        yield fine("the key that signs is given in credentials.yml")
        return
    file = places.root / settings.key_path
    if not file.exists():
        yield off(f"{settings.key_file} comes into being at the first start")
        return
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        cure = (
            f"chmod 600 {settings.key_file}; if somebody may have read it, delete it: open chats begin anew"
        )
        yield wrong(f"{settings.key_file} has the mode {mode:o}: others on this machine can read it", cure)
    else:
        yield fine(f"{settings.key_file} can be read by its owner only")


def _bundle(settings: WebSettings, places: Places) -> Iterator[Finding]:
    bundle = places.root / settings.bundle / _BUNDLE
    if not bundle.is_file() or not bundle.stat().st_size:
        yield wrong(f"{settings.bundle}/{_BUNDLE} is missing: pages show no chat", _BUILD)
        return
    noted, present = _noted(bundle.parent / _SOURCES), _present(bundle.parent.parent)
    if not present:
        yield fine(f"{settings.bundle}/{_BUNDLE} is there; its sources are not")
    elif not noted:
        yield unsure(
            f"{settings.bundle}/{_SOURCES} is missing: nobody can tell what the bundle is made of", _BUILD
        )
    elif changed := sorted(name for name in {*noted, *present} if noted.get(name) != present.get(name)):
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        yield wrong(
            f"the bundle is not made of the present sources: {changed[0]}{more} changed since", _BUILD
        )
    else:
        yield fine(f"{settings.bundle}/{_BUNDLE} is made of the present sources")


def _noted(file: Path) -> dict[str, str]:
    """The hashes of the sources that a bundle was made of, by their names, as `sha256sum` writes them."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _present(folder: Path) -> dict[str, str]:
    """The hashes of the sources as they are now; none where only the bundle is here."""
    if not (folder / "src").is_dir():
        return {}
    files = [folder / name for name in _FILES]
    files += [path for name in ("demo", "src") for path in (folder / name).rglob("*")]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.is_file()
    }
