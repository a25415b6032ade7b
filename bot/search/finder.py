"""Finds sections and passages: the intent's topics and the document's own words, weighed together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.language.clauses import clauses, is_question
from bot.library.model import Library, Line, Section
from bot.search.conditions import is_conditional, least_for
from bot.search.index import Encoder, Index, Normaliser, Vectors
from bot.search.lines import LineScores, Standing
from bot.search.passages import fill, length
from bot.search.reports import Reports
from bot.search.words import DENIALS, DETAIL_STEMS, FUNCTION_STEMS

ANSWER_LIMIT = 600
# Of what stands around a procedure so many lines explain a step; more would bury it.
MOST_AROUND = 4
# A section's later topics count a little less: the first is what it is about.
TOPIC_DECAY = 0.9
WORDS_WEIGHT = 1.5
# What a section gains by being what the conversation is about.
CONTEXT_WEIGHT = 0.3
# Likeness below this is chance.
CHANCE = 0.25
NEAR_IN_CONTEXT = 0.1
# How much the lesser of a line's words and its ways of asking counts.
BOTH_SHARE = 0.5
# What stands around a line counts this much.
PASSAGE_SHARE = 0.3
# A word in at most this share of a section's lines asks for something in particular.
RARE_SHARE = 0.25
# A line that states a gap answers only where it is clearly what was asked.
GAP_LIKENESS, GAP_LEAD = 0.45, 0.08
# A question this like one that is tied to a line asks for that line.
ASKED_FOR_LINE = 0.7
# "Do I turn the key" wants a yes or a no; "can I use the slot" may want to be led.
YES_OR_NO = re.compile(
    r"(?:(?:so|and|but|ok|hi|hey|wait) )*(?:do|must|may|have|has|am|was|were) (?!you\b)", re.IGNORECASE
)


@dataclass(frozen=True)
class Hit:
    """A section that may answer, its certainty (0..1), and what spoke for it."""

    section: str
    score: float
    topics: float
    words: float


class Finder:
    """Search over one state of the library."""

    def __init__(self, library: Library, encoder: Encoder, words: Normaliser) -> None:
        """Builds the index of the library."""
        self.library = library
        self._index = Index(library, encoder, words)
        self.reports = Reports(self._index)
        self._lines = LineScores(self._index)

    def sections(
        self,
        text: str,
        topics: Mapping[str, float],
        document: str | None = None,
        context: Iterable[str] = (),
        gain: float = CONTEXT_WEIGHT,
    ) -> list[Hit]:
        """Sections best first, of one document or of all; those of the `context` count `gain` more.

        `topics` are the intents' probabilities.
        """
        close = self._index.closeness(self._index.query(text))
        chosen = self.library.document(document).sections if document else self.library.sections
        about = frozenset(context)
        hits = [self._hit(s, close, topics, gain if s.id in about else 0.0) for s in chosen]
        return sorted(hits, key=lambda h: h.score, reverse=True)

    def passage(
        self,
        section: Section,
        text: str,
        beside: Iterable[Section] = (),
        topics: Mapping[str, float] | None = None,
        limit: int = ANSWER_LIMIT,
        first: Iterable[Line] = (),
    ) -> tuple[Line, ...]:
        """The lines that answer best, at most `limit` characters: the section's in the document's order, then others'.

        Lines of the sections `beside` come where they are about as close to the question as the section's best.
        """
        query = self._index.query(text)
        close = self._index.closeness(query)
        pool = [section, *(other for other in beside if other is not section)]
        gains = (CONTEXT_WEIGHT, *[0.0] * len(pool))
        hits = (self._hit(one, close, topics or {}, gain) for one, gain in zip(pool, gains, strict=False))
        scores = self._lines.of(query, {hit.section: Standing(hit.topics, hit.words) for hit in hits})
        chosen = fill(section, pool, scores, limit, self._lines.alike, first)
        return tuple(line for one in _in_order(section, pool) for line in one.lines if line in chosen)

    def around(
        self, section: Section, beside: Sequence[Line], step: Sequence[Line], limit: int = ANSWER_LIMIT
    ) -> tuple[Line, ...]:
        """Of a section's lines `beside` its steps the warnings and those nearest to one step's, in the document's order."""
        close = self._index.closeness(self._index.query(" ".join(line.text for line in step)))
        scores = self._line_scores(section, close, both_share=0.0)
        chosen: list[Line] = []
        for line in sorted(beside, key=lambda one: (one.role != "warning", -scores[one])):
            if length([*chosen, line]) <= limit:
                chosen.append(line)
        return tuple(line for line in beside if line in chosen[:MOST_AROUND])

    def signs(self, text: str) -> tuple[str, ...]:
        """The signs of the library's plans that a message tells of, in any order of words and not denied."""
        told = [
            set(self._index.query_stems(part)) for part in {text, *clauses(text)} if not is_question(part)
        ]
        plans = (plan for document in self.library.documents for plan in document.plans)
        signs = {sign: set(self._index.query_stems(sign)) for plan in plans for sign in plan.signs}
        return tuple(
            sign
            for sign, words in signs.items()
            if any(words <= said and not (said - words) & DENIALS for said in told)
        )

    def asks_for_gap(self, section: Section, text: str) -> bool:
        """Whether a question is clearly for what the section says that it lacks."""
        scores = self._line_scores(section, self._index.closeness(self._index.query(text)), both_share=0.0)
        gaps = max((score for line, score in scores.items() if line.role == "gap"), default=0.0)
        said = max((score for line, score in scores.items() if line.role != "gap"), default=0.0)
        return gaps >= GAP_LIKENESS and gaps >= said + GAP_LEAD

    def gap(self, sections: Iterable[Section], text: str) -> tuple[Section, Line] | None:
        """The line of the sections that says most likely that just this is missing, None where none does."""
        close = self._index.closeness(self._index.query(text))
        units = [(s, self._index.units[r], float(close[r])) for s in sections for r in self._index.rows[s.id]]
        gaps = [(score, s, u.line) for s, u, score in units if u.line is not None and u.line.role == "gap"]
        score, section, line = max(gaps, key=lambda g: g[0], default=(0.0, None, None))
        return (section, line) if section and line and score >= GAP_LIKENESS else None

    def is_general(self, section: Section, text: str) -> bool:
        """Whether a question names a section but nothing that only some of its lines speak of."""
        if DETAIL_STEMS & set(self._index.query_stems(text)) or YES_OR_NO.match(text.strip()):
            return False
        named = self._names_of(section)
        close = self._index.closeness(self._index.query(text))
        rows = self._index.rows[section.id]
        asked_for = max((float(close[r]) for r in rows if self._index.units[r].is_asked), default=0.0)
        whole = max(float(close[r]) for r in rows if self._index.units[r].passage < 0)
        if asked_for >= max(ASKED_FOR_LINE, whole):
            return False
        lines = self._lines.words(section.id)
        asked = set(self._index.query_stems(text)) - named - FUNCTION_STEMS
        rare = max(1, round(RARE_SHARE * len(lines)))
        return not any(0 < sum(stem in line for line in lines) <= rare for stem in asked)

    def _line_scores(
        self, section: Section, close: Vectors, both_share: float = BOTH_SHARE
    ) -> dict[Line, float]:
        """Likeness of each line: its words with the passage around them, and the ways of asking for it."""
        units = [(float(close[r]), self._index.units[r]) for r in self._index.rows[section.id]]
        passages = {u.passage: score for score, u in units if u.line is None and u.passage >= 0}
        said = {u.line: (score, u.passage) for score, u in units if u.line is not None and not u.is_asked}
        asked: dict[Line, float] = {}
        for score, unit in units:
            if unit.line is not None and unit.is_asked:
                asked[unit.line] = max(asked.get(unit.line, -1.0), score)
        scores: dict[Line, float] = {}
        for line, (score, passage) in said.items():
            words = (1 - PASSAGE_SHARE) * score + PASSAGE_SHARE * passages[passage]
            ask = asked.get(line, words)
            scores[line] = (1 - both_share) * max(words, ask) + both_share * (words + ask) / 2
        return scores

    def best_line(self, section: Section, text: str) -> tuple[Line | None, float]:
        """The section's line closest to the text and its likeness."""
        close = self._index.closeness(self._index.query(text))
        rows = [r for r in self._index.rows[section.id] if self._index.units[r].line]
        if not rows:
            return None, 0.0
        best = max(rows, key=lambda r: close[r])
        return self._index.units[best].line, float(close[best])

    def lines(self, section: Section, text: str) -> list[tuple[Line, float]]:
        """Every line of a section with its likeness to a text."""
        return list(self._line_scores(section, self._index.closeness(self._index.query(text))).items())

    def nearest(
        self, sections: Iterable[Section], text: str, context: Collection[str] = ()
    ) -> tuple[Section | None, float]:
        """The section that holds the line closest to a text, and the line's likeness.

        Of lines that are about as close, one of the sections that the conversation is about (`context`) is taken.
        """
        found = [(self.best_line(section, text)[1], section) for section in sections]
        return max(
            ((section, likeness) for likeness, section in found),
            key=lambda one: one[1] + (NEAR_IN_CONTEXT if one[0].id in context else 0.0),
            default=(None, 0.0),
        )

    def trouble(self, section: Section, text: str) -> Line | None:
        """The section's line for a trouble that is told ("If the seatback is stuck ..."), None where none is like it.

        That a method failed says nothing of why: a word besides its names must be shared.
        """
        said = set(self._index.query_stems(text)) - self._names_of(section) - FUNCTION_STEMS
        rows = [
            r
            for r in self._index.rows[section.id]
            if is_conditional(self._index.units[r].line) and self._index.units[r].stems & said
        ]
        found = [
            (float(close[r]), r)
            for close in self._close_parts(text)
            for r in rows
            if close[r] >= least_for(self._index.units[r].line)
        ]
        _, row = max(found, default=(0.0, -1))
        return self._index.units[row].line if row >= 0 else None

    def _names_of(self, section: Section) -> set[str]:
        """The words of a section's names."""
        return {stem for name in (section.title, *section.called) for stem in self._index.query_stems(name)}

    def _close_parts(self, text: str) -> list[Vectors]:
        """Closeness to the text and to each of its clauses."""
        return [
            self._index.closeness(self._index.query(part)) for part in dict.fromkeys([text, *clauses(text)])
        ]

    def has_matter(self, text: str) -> bool:
        """Whether a text has any word that the library's lines know, besides those that say nothing by themselves."""
        words = set(self._index.query_stems(text)) - FUNCTION_STEMS - DETAIL_STEMS
        return any(self._index.rarity.weight(word) > 0.0 for word in words)

    def mentions(self, section: Section, name: str) -> bool:
        """Whether a section's lines speak of a thing."""
        words = set(self._index.query_stems(name))
        units = (self._index.units[r] for r in self._index.rows[section.id])
        return bool(words) and any(u.line is not None and not u.is_asked and words <= u.stems for u in units)

    def named_by(self, section: Section, text: str) -> frozenset[str]:
        """The words of the longest of a section's names that a message holds, none where it names the section not."""
        query = set(self._index.query_stems(text))
        called = (frozenset(self._index.query_stems(name)) for name in section.called)
        return max((name for name in called if name <= query), key=len, default=frozenset())

    def hinted(self, sections: Iterable[Section], text: str) -> Section | None:
        """The section of which a message has words that stand in no other one's names and tools; None if several."""
        query = set(self._index.query_stems(text)) - FUNCTION_STEMS
        words = {
            section: {
                stem
                for name in (*section.called, *(tool.name for tool in section.tools))
                for stem in self._index.query_stems(name)
            }
            & query
            for section in sections
        }
        own = [
            s for s, has in words.items() if has - set().union(*(w for o, w in words.items() if o is not s))
        ]
        return own[0] if len(own) == 1 else None

    def _hit(self, section: Section, close: Vectors, topics: Mapping[str, float], gain: float) -> Hit:
        topic = _topic_share(section.topics, topics) + gain
        rows = self._index.rows[section.id]
        rows = [r for r in rows if self._index.units[r].line is not None or self._index.units[r].passage < 0]
        best = sorted((float(close[r]) for r in rows), reverse=True)[:2]
        words = max(0.0, (0.8 * best[0] + 0.2 * best[-1] - CHANCE) / (1 - CHANCE)) if best else 0.0
        return Hit(
            section.id, min(1.0, (topic + WORDS_WEIGHT * words) / (1 + 0.5 * WORDS_WEIGHT)), topic, words
        )


def _topic_share(declared: Iterable[str], topics: Mapping[str, float]) -> float:
    return sum(topics.get(topic, 0.0) * TOPIC_DECAY**rank for rank, topic in enumerate(declared))


def _in_order(section: Section, pool: Iterable[Section]) -> list[Section]:
    """A section, then the others in the document's order."""
    return [section, *sorted((one for one in pool if one is not section), key=lambda one: one.line)]
