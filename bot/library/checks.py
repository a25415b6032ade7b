"""Checks across a document and across the library: names that must exist, ids that must be single."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.library.errors import Findings, Problem, did_you_mean
from bot.library.frontmatter import Front, Named
from bot.library.model import Document, Plan, Section

# Python, editors and Markdown disagree whether these end a line; a wrong line number would be served.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ue000-\ue07f\ufffe\uffff]")


def check_characters(lines: Sequence[str], findings: Findings) -> None:
    """Note control characters and unseen line breaks; `lines` begin with line 1."""
    for number, text in enumerate(lines, 1):
        match = UNSEEN.search(text)
        if match:
            findings.add(
                number, f"an unseen character (U+{ord(match[0]):04X})", "delete it and type the line again"
            )


def check_section_ids(sections: Sequence[Section], findings: Findings) -> None:
    """Note section ids that are there twice."""
    first: dict[str, int] = {}
    for section in sections:
        name = section.id.partition("/")[2]
        if name and name in first:
            findings.add(
                section.line,
                f"section id {name!r} is there twice (first on line {first[name]})",
                "give one of the two sections another id",
            )
        first.setdefault(name, section.line)


def check_front(front: Front, sections: Sequence[Section], findings: Findings) -> None:
    """Note plans without methods, repeated causes, and names of sections that are not there."""
    names = {section.id.partition("/")[2] for section in sections}
    causes: set[str] = set()
    for plan in front.plans:
        if plan.cause and plan.cause in causes:
            findings.add(
                plan.line, f"cause {plan.cause!r} has two plans", "keep one, or name the causes apart"
            )
        causes.add(plan.cause)
        methods = [name for group in plan.methods for name in group]
        _check_names(methods, f"plan {plan.cause!r}", names, findings)
        if not methods:
            findings.add(
                plan.line, f"plan {plan.cause!r} has no methods", "list section ids, as in [manual-release]"
            )
    _check_names(front.afterwards, "afterwards", names, findings)
    _check_names(front.once_open, "once_open", names, findings)


def _check_names(named: Sequence[Named], where: str, known: set[str], findings: Findings) -> None:
    seen: set[str] = set()
    for name in named:
        if name.text in seen:
            findings.add(name.line, f"{where} names section {name.text!r} twice", "name it once")
        elif name.text not in known:
            near = did_you_mean(name.text, known).lstrip("; ")
            findings.add(
                name.line,
                f"{where} names section {name.text!r}, which is not in this document",
                near or f"add a section {{#{name.text}}} or take the name out",
            )
        seen.add(name.text)


def plans_of(front: Front) -> tuple[Plan, ...]:
    """Return the plans with full section ids."""
    return tuple(
        Plan(
            cause=draft.cause,
            title=draft.title,
            power=draft.power,
            symptoms=draft.symptoms,
            signs=draft.signs,
            methods=tuple(full_ids(front.id, group) for group in draft.methods),
        )
        for draft in front.plans
    )


def full_ids(document: str, names: Sequence[Named]) -> tuple[str, ...]:
    """Return ids as `document/section`."""
    return tuple(f"{document}/{name.text}" for name in names)


def split_duplicates(documents: Sequence[Document]) -> tuple[tuple[Document, ...], list[Problem]]:
    """Return the documents whose id is single (the first of equals) and a problem for each other one."""
    kept: dict[str, Document] = {}
    problems = []
    for document in documents:
        if document.id in kept:
            other = kept[document.id].file
            problems.append(
                Problem(
                    document.file,
                    document.line,
                    f"document id {document.id!r} is also that of {other}",
                    "give one of the two documents another id",
                )
            )
        else:
            kept[document.id] = document
    return tuple(kept.values()), problems
