"""What people may call a guide's matter and how they may ask for it, proposed from its title and its words."""

from __future__ import annotations

import re

from bot.intake.draft import Draft, DraftSection

# What is done, as the end of a title says it, and as somebody asks for it.
DEEDS = {
    "replacement": "replace", "removal": "remove", "installation": "install", "change": "change", "repair": "repair",
    "adjustment": "adjust", "cleaning": "clean", "disassembly": "take apart", "assembly": "assemble",
    "reassembly": "put together again", "inspection": "check", "maintenance": "look after", "lubrication": "lubricate",
    "bleeding": "bleed", "test": "test", "upgrade": "upgrade", "refill": "refill", "flush": "flush", "teardown": "take apart",
}  # fmt: skip
GERUND = re.compile(r"[a-z-]{3,}ing .+", re.IGNORECASE)
HOW_TO = re.compile(r"how (?:to|do you|do i|can i) (?P<what>.+?)\??$", re.IGNORECASE)
SIGN = re.compile(
    r"(?:(?:use|follow|read) this guide (?:to|if|when) (?P<use>[^.;]{10,120})|if your (?P<sign>[^,.;]{8,100}),.*)[.]?.*",
    re.IGNORECASE,
)


def propose(draft: Draft) -> None:
    """Adds proposals to the procedures of a draft."""
    for section in draft.sections:
        if section.kind == "procedure":
            matter = without_vehicle(section.title, draft)
            section.called = _called(matter)
            section.asks = list(dict.fromkeys(_asks(matter) + _signs(draft, section)))


def without_vehicle(title: str, draft: Draft) -> str:
    """A title without the vehicle's name, years and make."""
    vehicle = draft.vehicle
    names = [vehicle.name, f"{vehicle.make} {' '.join(vehicle.models)}", *vehicle.models, vehicle.make]
    for name in filter(None, (" ".join(name.split()) for name in names)):
        title = re.sub(
            rf"(?<!\w)(?:(?:on|in|of|for|from) )?(?:(?:a|an|the|your) )?{re.escape(name)}(?!\w)",
            " ",
            title,
            flags=re.IGNORECASE,
        )
    return " ".join(title.split()).strip(" -–:,")


def _called(matter: str) -> list[str]:
    """The short name of what is done, where the title has one."""
    name = matter.lower()
    return [name.replace(",", " ")] if 1 < len(name.split()) <= 5 and not HOW_TO.fullmatch(name) else []


def _asks(matter: str) -> list[str]:
    """The title as a question."""
    if how := HOW_TO.fullmatch(matter):
        return [f"how do I {_small(how['what'])}"]
    words = matter.split()
    deed = DEEDS.get(words[-1].lower()) if words else None
    if deed and len(words) > 1:
        return [f"how do I {deed} the {_small(' '.join(words[:-1]))}"]
    return [_small(matter)] if GERUND.fullmatch(matter) else []


def _signs(draft: Draft, section: DraftSection) -> list[str]:
    """What the guide is good for, as its first words say it."""
    intro = [s for s in draft.sections if s.kind == "explanation"][:1]
    lines = [line.text for part in intro for passage in part.passages for line in passage.lines]
    found = [match for line in lines[:8] if (match := SIGN.fullmatch(line))]
    return [re.sub(r"\byour\b", "my", match["use"] or f"your {match['sign']}") for match in found][:2]


def _small(text: str) -> str:
    """Words with small beginnings, but for names with more capitals or figures."""
    return " ".join(w.lower() if re.fullmatch(r"[A-Z]?[a-z'’-]+", w) else w for w in text.split())
