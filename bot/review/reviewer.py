"""All findings of a set of documents, seen beside those that are live."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.library.model import Document
from bot.review.advice import contradicting_advice
from bot.review.conversions import contradicting_conversions
from bot.review.dangers import without_warnings
from bot.review.duplicates import duplicates
from bot.review.figures import contradicting_figures
from bot.review.finding import Finding, by_weight
from bot.review.power import claims_of_power
from bot.review.structure import numbering, without_steps, without_vehicle

WITHIN: tuple[Callable[[Document], Iterator[Finding]], ...] = (
    without_vehicle,
    without_steps,
    numbering,
    without_warnings,
    claims_of_power,
    contradicting_conversions,
)
BETWEEN: tuple[Callable[[Sequence[Document]], Iterator[Finding]], ...] = (
    contradicting_figures,
    contradicting_advice,
    duplicates,
)


def review(documents: Sequence[Document], live: Sequence[Document] = ()) -> dict[str, list[Finding]]:
    """The findings of each of these documents by its id, what weighs most first.

    `live` are the library's documents; one with the id of a reviewed document would be replaced, and is left out.
    """
    found: dict[str, list[Finding]] = {document.id: [] for document in documents}
    beside = [*documents, *(document for document in live if document.id not in found)]
    for document in documents:
        for look in WITHIN:
            found[document.id] += look(document)
    for compare in BETWEEN:
        for finding in compare(beside):
            if finding.document in found:
                found[finding.document].append(finding)
    return {name: sorted(set(findings), key=by_weight) for name, findings in found.items()}
