"""What can be said about the training data without Rasa: enough examples, and none in two places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.commands.places import Places
from bot.library.errors import Problem

EXAMPLES_WANTED = 60
NEVER_TYPED = {
    "nlu_fallback",
    "session_start",
    "choose",
    "explain_step",
    "old_button",
    "attachment",
}  # come from Rasa or by button
RASAS_OWN = {"restart", "back"}  # in every domain, named or not
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PUNCTUATION = re.compile(r"[^\w\s]")
_ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Example:
    """One training message and where it stands."""

    intent: str
    text: str
    file: str
    line: int


def check_training_data(places: Places) -> list[Problem]:
    """Problems of the examples below data/nlu and of the domain's intents."""
    examples, problems = read_training_data(places)
    return problems + doubles(examples) + shortages(examples, intents_of(places.root / "domain.yml"))


def read_training_data(places: Places) -> tuple[list[Example], list[Problem]]:
    """All examples below data/nlu, and why a file cannot be read."""
    examples: list[Example] = []
    problems: list[Problem] = []
    for path in sorted((places.data / "nlu").rglob("*.yml")):
        try:
            examples += read_examples(path, places.shown(path))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            mark = getattr(error, "problem_mark", None)
            what = str(getattr(error, "problem", None) or error).splitlines()[0]
            problems.append(Problem(places.shown(path), mark.line + 1 if mark else 1, what, "mend the YAML"))
    return examples, problems


def read_examples(path: Path, shown: str) -> Iterator[Example]:
    """The examples of one training file, without entity marks."""
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    for block in _entries(_value(root, "nlu")):
        intent, examples = _value(block, "intent"), _value(block, "examples")
        if not isinstance(intent, yaml.ScalarNode) or not isinstance(examples, yaml.ScalarNode):
            continue
        first = examples.start_mark.line + 2  # the line after the `|`, counted from 1
        for offset, line in enumerate(examples.value.splitlines()):
            if line.startswith("- "):
                yield Example(
                    str(intent.value), _ANNOTATION.sub(r"\1", line[2:]).strip(), shown, first + offset
                )


def doubles(examples: list[Example]) -> list[Problem]:
    """Examples that stand twice, letter case and spacing aside; in two intents, punctuation aside too."""
    first: dict[str, Example] = {}
    bare: dict[str, Example] = {}
    problems = []
    for example in examples:
        text = " ".join(example.text.casefold().split())
        earlier = first.setdefault(text, example)
        alike = bare.setdefault(" ".join(_PUNCTUATION.sub("", text).split()) or text, example)
        if earlier is example and alike.intent != example.intent:
            earlier = alike
        if earlier is not example:
            place = f"{earlier.file}:{earlier.line} too ({earlier.intent})"
            what = f"{example.text!r} ({example.intent}) stands in {place}"
            problems.append(Problem(example.file, example.line, what, "keep it in one place"))
    return problems


def shortages(examples: list[Example], intents: set[str]) -> list[Problem]:
    """Intents with too few examples, and those that only one of domain and data knows."""
    counts: dict[str, int] = defaultdict(int)
    where: dict[str, Example] = {}
    for example in examples:
        counts[example.intent] += 1
        where.setdefault(example.intent, example)
    problems = []
    for intent in sorted(set(counts) | intents):
        place = where.get(intent)
        file, line = (place.file, place.line) if place else ("domain.yml", 1)
        if counts[intent] < EXAMPLES_WANTED:
            cure = f"write {EXAMPLES_WANTED - counts[intent]} more, in other words"
            problems.append(Problem(file, line, f"intent {intent} has {counts[intent]} examples", cure))
        if intent not in intents | RASAS_OWN:
            problems.append(Problem(file, line, f"domain.yml has no intent {intent}", "add it under intents"))
    return problems


def intents_of(domain: Path) -> set[str]:
    """The intents that a domain file names and that people type."""
    content = yaml.load(domain.read_text(encoding="utf-8"), Loader=_LOADER) or {}
    named = content.get("intents") or []
    return {next(iter(name)) if isinstance(name, dict) else str(name) for name in named} - NEVER_TYPED


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _entries(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []
