"""The front matter of a document: YAML between two `---` lines, read with the line of every value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from bot.library.errors import Findings
from bot.library.model import BODIES, POWERS, Vehicle
from bot.library.nodes import compose, first_unused

TOP_KEYS = ("id", "title", "vehicle", "source", "plans", "afterwards", "once_open")
VEHICLE_KEYS = ("make", "models", "years", "bodies", "names", "chassis", "only_model", "not_models", "name")
ANY_VEHICLE = "any"
PLAN_KEYS = ("cause", "title", "power", "symptoms", "signs", "methods")
TRUTH = {"yes": True, "true": True, "no": False, "false": False}
OTHER_BODY_WORDS = {
    "saloon": "sedan",
    "estate": "wagon",
    "touring": "wagon",
    "cabriolet": "convertible",
    "cabrio": "convertible",
    "roadster": "convertible",
    "hatch": "hatchback",
    "coupé": "coupe",
    "limousine": "sedan",
}
IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
YEARS = re.compile(r"(\d{4})?\s*([-\u2013])?\s*(\d{4})?")


@dataclass(frozen=True)
class Named:
    """A name written in the front matter and its line, e.g. a section a plan points at."""

    text: str
    line: int


@dataclass(frozen=True)
class PlanDraft:
    """A plan whose section names are not looked up yet."""

    cause: str
    title: str
    power: str | None
    symptoms: tuple[str, ...]
    signs: tuple[str, ...]
    methods: tuple[tuple[Named, ...], ...]
    line: int


@dataclass(frozen=True)
class Front:
    """The front matter, with section names still as written."""

    id: str
    title: str
    vehicle: Vehicle
    source: str
    plans: tuple[PlanDraft, ...]
    afterwards: tuple[Named, ...]
    once_open: tuple[Named, ...]
    line: int  # where the id stands


def read_front(text: str, findings: Findings, first_line: int = 2) -> Front:
    """Read the YAML text whose first line is `first_line` of the file; what is wrong goes to `findings`."""
    reader = _FrontReader(findings, first_line)
    return reader.front(reader.compose(text))


def check_body(name: str, line: int, findings: Findings, bodies: Sequence[str] = ()) -> None:
    """Note a body type that is unknown, or that the vehicle (when its bodies are given) does not have."""
    if name in OTHER_BODY_WORDS:
        findings.add(line, f"unknown body {name!r}", f"did you mean {OTHER_BODY_WORDS[name]!r}?")
    elif name not in BODIES:
        findings.unknown(line, "body", name, BODIES)
    elif bodies and name not in bodies:
        findings.add(
            line, f"the vehicle has no body {name!r}", "add it to `bodies` of the vehicle or take it out here"
        )


class _FrontReader:
    def __init__(self, findings: Findings, first_line: int) -> None:
        self.findings = findings
        self.first_line = first_line

    def compose(self, text: str) -> yaml.Node | None:
        """Parse the YAML into nodes; values stay text, so that `no` or `2007` mean what is written."""
        try:
            unused = first_unused(text)
            if unused is None:
                return compose(text)
            cure = "write the value out, or put it in quotes"
            self._add(unused, "anchors, aliases and tags (&, *, !) are not used here", cure)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            reason = " ".join(part for part in (error.context, error.problem) if part)
            self._add(
                mark.line if mark else 0,
                f"bad YAML: {reason}",
                "check brackets, quotes, indents and the space after each colon",
            )
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            self._add(0, f"bad YAML: {reason}", "write plain `key: value` lines")
        return None

    def front(self, node: yaml.Node | None) -> Front:
        """Build the front matter from the root node."""
        root: dict[str, yaml.Node] = {}
        if node is not None:
            root = self._map(
                node, "the front matter", TOP_KEYS, required=("id", "title", "vehicle", "source")
            )
        elif not self.findings.problems:
            self._add(-1, "the front matter is empty", "write at least id, title, vehicle and source")
        return Front(
            id=self._identifier(root.get("id")),
            title=self._text(root.get("title")),
            vehicle=self._vehicle(root.get("vehicle")),
            source=self._text(root.get("source")),
            plans=self._plans(root.get("plans")),
            afterwards=self._names(root.get("afterwards")),
            once_open=self._names(root.get("once_open")),
            line=self._line(root["id"]) if "id" in root else self.first_line,
        )

    def _vehicle(self, node: yaml.Node | None) -> Vehicle:
        if node is None:
            return Vehicle(make="")
        if isinstance(node, yaml.ScalarNode) and node.value == ANY_VEHICLE:
            return Vehicle(make="")
        keys = self._map(node, "vehicle", VEHICLE_KEYS)
        if isinstance(node, yaml.MappingNode) and not keys.keys() & {"make", "name"}:
            cure = "add a line `make: ...`, or write `vehicle: any` where it is about any vehicle"
            self._add_at(node, "vehicle has no 'make'", cure)
        models = self._texts(keys.get("models"))
        bodies = self._names(keys.get("bodies"))
        for body in bodies:
            check_body(body.text, body.line, self.findings)
        known = tuple(body.text for body in bodies)
        return Vehicle(
            make=self._text(keys.get("make")),
            models=models,
            years=self._years(keys.get("years")),
            bodies=known,
            names=self._texts(keys.get("names")),
            chassis=self._chassis(keys.get("chassis"), known),
            only_model=self._truth(keys.get("only_model"), bool(models)),
            not_models=self._texts(keys.get("not_models")),
            name=self._text(keys.get("name")),
        )

    def _years(self, node: yaml.Node | None) -> tuple[int | None, int | None]:
        text = self._text(node) if node is not None else ""
        match = YEARS.fullmatch(text)
        if node is None or match is None or not (match[1] or match[3]):
            if text:
                self._add_at(
                    node, f"years {text!r} are not readable", "write 2007-, 2007-2013, -2013 or 2007"
                )
            return None, None
        first, dash, last = match.groups()
        if first and last and not dash:
            self._add_at(node, f"years {text!r} are not readable", "put a hyphen between the years")
        if first and last and int(first) > int(last):
            self._add_at(node, f"years {text!r} run backwards", "write the earlier year first")
        return (int(first) if first else None), (int(last) if last else None if dash else int(first or 0))

    def _chassis(self, node: yaml.Node | None, bodies: Sequence[str]) -> dict[str, str | None]:
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            return dict.fromkeys(self._texts(node))
        found = {}
        for key, value in self._map(node, "chassis").items():
            body = self._optional_text(value)
            if body is not None:
                check_body(body, self._line(value), self.findings, bodies)
            found[key] = body
        return found

    def _plans(self, node: yaml.Node | None) -> tuple[PlanDraft, ...]:
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self._add_at(node, "plans is not a list", "begin each plan with `- {cause: ...`")
            return ()
        return tuple(self._plan(entry) for entry in node.value)

    def _plan(self, node: yaml.Node) -> PlanDraft:
        keys = self._map(node, "a plan", PLAN_KEYS, required=("cause", "methods"))
        power = self._optional_text(keys.get("power"))
        if power is not None and power not in POWERS:
            self.findings.unknown(self._line(keys["power"]), "power", power, POWERS)
        cause = self._text(keys.get("cause"))
        return PlanDraft(
            cause=cause,
            title=self._text(keys.get("title")) if "title" in keys else cause,
            power=power,
            symptoms=self._texts(keys.get("symptoms")),
            signs=self._texts(keys.get("signs")),
            methods=tuple(
                tuple(Named(part.strip(), entry.line) for part in entry.text.split("|"))
                for entry in self._names(keys.get("methods"))
            ),
            line=self._line(node),
        )

    def _map(
        self, node: yaml.Node, what: str, known: Sequence[str] = (), required: Sequence[str] = ()
    ) -> dict[str, yaml.Node]:
        """Return the keys of a mapping; unknown, repeated and missing ones are noted."""
        if not isinstance(node, yaml.MappingNode):
            self._add_at(node, f"{what} is not a list of `key: value`", "write key, colon, space, value")
            return {}
        found: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = self._text(key_node)
            if known and key not in known:
                self.findings.unknown(self._line(key_node), f"key in {what}:", key, known)
            elif key in found:
                self._add_at(key_node, f"{key!r} is there twice", "keep one of the two")
            else:
                found[key] = value
        for key in required:
            if key not in found:
                self._add_at(node, f"{what} has no {key!r}", f"add a line `{key}: ...`")
        return found

    def _identifier(self, node: yaml.Node | None) -> str:
        text = self._text(node) if node is not None else ""
        if text and not IDENTIFIER.fullmatch(text):
            self._add_at(
                node, f"id {text!r} is not an id", "use small letters, digits and hyphens, as in bmw-328i"
            )
        return text

    def _truth(self, node: yaml.Node | None, default: bool) -> bool:
        if node is None:
            return default
        text = self._text(node).lower()
        if text and text not in TRUTH:
            self._add_at(node, f"{text!r} is neither yes nor no", "write yes or no")
        return TRUTH.get(text, default)

    def _texts(self, node: yaml.Node | None) -> tuple[str, ...]:
        return tuple(name.text for name in self._names(node))

    def _names(self, node: yaml.Node | None) -> tuple[Named, ...]:
        """Return a list's texts with their lines; a single value counts as a list of one."""
        if node is None or self._is_null(node):
            return ()
        entries = node.value if isinstance(node, yaml.SequenceNode) else [node]
        names = [Named(self._text(entry), self._line(entry)) for entry in entries]
        return tuple(name for name in names if name.text)

    def _optional_text(self, node: yaml.Node | None) -> str | None:
        return None if node is None or self._is_null(node) else self._text(node)

    def _text(self, node: yaml.Node | None) -> str:
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self._add_at(
                node, "a list or map stands where one text is wanted", "write one value, in quotes if need be"
            )
            return ""
        text = " ".join(str(node.value).split())
        if not text:
            self._add_at(node, "an empty value", "fill it in or take the key out")
        return text

    def _is_null(self, node: yaml.Node) -> bool:
        return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self.first_line

    def _add_at(self, node: yaml.Node | None, what: str, cure: str) -> None:
        self.findings.add(self._line(node) if node is not None else self.first_line, what, cure)

    def _add(self, offset: int, what: str, cure: str) -> None:
        self.findings.add(offset + self.first_line, what, cure)
