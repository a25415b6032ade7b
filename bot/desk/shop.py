"""What the shop says about itself: shop.yml, read strictly, so that nothing about it is ever guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

import yaml

from bot.desk.errors import ShopProblems
from bot.library.errors import Findings

SHOP_FILE = "shop.yml"
_DIALLED = re.compile(r"[+(]?[0-9][0-9 ()./-]*((ext\.?|x) ?[0-9]+)?")
_DAYS = re.compile(r"[1-9][0-9]{0,4}")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Retention:
    """Days that personal data are kept."""

    transcripts: int = 180
    tickets: int = 730
    unanswered: int = 90
    conversations: int = 30


@dataclass(frozen=True)
class Shop:
    """The shop's own facts; an empty one was not filled in and is not spoken of."""

    name: str = ""
    phone: str = ""
    hours: str = ""
    address: str = ""
    emergency_number: str = ""
    towing: str = ""
    prices: Mapping[str, str] = field(default_factory=dict)
    retention: Retention = Retention()

    def filled(self, name: str) -> bool:
        """Whether shop.yml says something under this key; AttributeError for a key that does not exist."""
        return bool(getattr(self, name))


TEXTS = tuple(f.name for f in fields(Shop) if f.name not in ("prices", "retention"))
NUMBERS = ("phone", "emergency_number")


def read_shop(path: Path) -> Shop:
    """Reads a shop file, an absent one as a shop with nothing filled in; raises ShopProblems."""
    return _Reader(path).read() if path.exists() else Shop()


class _Reader:
    """One pass over the file's YAML nodes, which know their lines and hold numbers as they were written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._findings = Findings(path.name)

    def read(self) -> Shop:
        root = self._compose()
        values = self._entries(root, SHOP_FILE, tuple(f.name for f in fields(Shop))) if root else {}
        readers = {key: self._number if key in NUMBERS else self._text for key in TEXTS}
        shop = Shop(
            **{key: read(key, values[key]) for key, read in readers.items() if key in values},
            prices=self._prices(values["prices"]) if "prices" in values else {},
            retention=self._retention(values["retention"]) if "retention" in values else Retention(),
        )
        if self._findings.problems:
            raise ShopProblems(self._findings.problems)
        return shop

    def _compose(self) -> yaml.Node | None:
        try:
            return yaml.compose(self._path.read_text(encoding="utf-8-sig"), Loader=_LOADER)
        except OSError as error:
            self._findings.add(1, f"cannot be read: {error.strerror}", "check the file's permissions")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self._findings.add(line, "is not UTF-8 text", "save the file with the encoding UTF-8")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", None) or "cannot be read as YAML"
            line = mark.line + 1 if mark else 1
            self._findings.add(
                line, str(what), "write `key: value`, quoting a value that holds a colon or a #"
            )
        return None

    def _entries(self, node: yaml.Node, place: str, known: tuple[str, ...] = ()) -> dict[str, yaml.Node]:
        if _is_empty(node):
            return {}
        if not isinstance(node, yaml.MappingNode):
            self._findings.add(
                _line(node), f"{place} is not a list of `key: value`", "write key, colon, space, value"
            )
            return {}
        entries: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in entries:
                self._findings.add(_line(key), f"{name!r} is there twice", "keep one of the two")
            elif known and name not in known:
                self._findings.unknown(_line(key), f"key in {place}:", name, known)
            else:
                entries[name] = value
        return entries

    def _text(self, key: str, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self._findings.add(_line(node), f"{key!r} is not one text", f'write it in one line: {key}: "…"')
            return ""
        return "" if _is_empty(node) else " ".join(str(node.value).split())

    def _number(self, key: str, node: yaml.Node) -> str:
        text = self._text(key, node)
        if text and not _DIALLED.fullmatch(text):
            cure = f"write the number that people dial, or leave {key} out"
            self._findings.add(_line(node), f"{key!r} is no telephone number: {text!r}", cure)
        return text

    def _prices(self, node: yaml.Node) -> dict[str, str]:
        entries = self._entries(node, "prices")
        prices = {item: self._text(item, price) for item, price in entries.items()}
        return {item: price for item, price in prices.items() if price}

    def _retention(self, node: yaml.Node) -> Retention:
        known = tuple(f.name for f in fields(Retention))
        days = {key: self._days(key, value) for key, value in self._entries(node, "retention", known).items()}
        return Retention(**{key: count for key, count in days.items() if count is not None})

    def _days(self, key: str, node: yaml.Node) -> int | None:
        if _is_empty(node):
            return None
        if isinstance(node, yaml.ScalarNode) and _DAYS.fullmatch(str(node.value)):
            return int(node.value)
        what = f"{key!r} in retention is no number of days"
        self._findings.add(_line(node), what, "write a whole number from 1 to 99999")
        return None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"
