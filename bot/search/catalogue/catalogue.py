"""The catalogue: brings an index to a library's documents, and finds what answers a question."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence

import numpy as np

from bot.library.model import Document
from bot.search.catalogue.content import Entry
from bot.search.catalogue.decision import Candidate, decide
from bot.search.catalogue.details import details
from bot.search.catalogue.features import UNKNOWN, Features, Prepared, Question, features, weights_of
from bot.search.catalogue.naming import Naming
from bot.search.catalogue.parts import all_parts, sides
from bot.search.catalogue.phrases import Encoder, Phrases
from bot.search.catalogue.ranking import certainties, rough, table
from bot.search.catalogue.snapshot import Numbers, Snapshot
from bot.search.catalogue.store import Store
from bot.search.catalogue.syncing import change, index_form, synchronise
from bot.search.catalogue.vectors import unpacked
from bot.search.catalogue.verdicts import Verdict
from bot.search.catalogue.words import readable, stems_of, words_of

CLAUSES = re.compile(
    r"[,.;:?!()\n]+| (?:and|but|so|because|cause|when|since|then|want|how|what|which|where|while|if|after|with"
    r"|do i|does|need) ",
    re.I,
)
LEAST_CLAUSE, MOST_CLAUSES = 2, 2
MOST_BY_WORDS, MOST_BY_VECTOR = 16, 24
MOST_OF_VEHICLES = 40  # sections of the vehicles meant that are all looked at
MOST_COMPARED = 14  # sections, the likeliest by a first idea
MOST_HELD = 400  # sections that are taken for one word
MOST_WORDS = 5
NEAR_SHARE = 2.0  # how much more a word counts in title or ways of asking
PREPARED_KEPT = 4000


class Catalogue:
    """Search over the published documents of one library; safe to use from several threads."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        """Takes the index as it is; nothing is read before the first question."""
        self._store = store
        self._encoder = encoder
        self._snapshot: Snapshot | None = None
        self._lock = threading.RLock()
        self._prepared: OrderedDict[int, Prepared] = OrderedDict()
        self._known_phrases: Phrases | None = None

    def sync(self, documents: Iterable[Document]) -> None:
        """Brings the index to exactly these documents in one transaction; what is unchanged is left alone."""
        synchronise(self._store, self._encoder, documents)

    def change(self, added: Sequence[Document], removed: Iterable[str] = ()) -> None:
        """Puts documents in, or in their new state, and takes others out, in one transaction; the rest stays.

        Quicker than `sync` for a large library: nothing else is looked at.
        """
        change(self._store, self._encoder, added, removed)

    def is_current(self, documents: Iterable[Document]) -> bool:
        """Whether the index holds exactly these documents."""
        from bot.search.catalogue.content import content_hash

        if self._store.form() != index_form(self._encoder):
            return False
        return self._store.hashes() == {document.id: content_hash(document) for document in documents}

    def find(self, question: str, vehicle: str | None = None) -> Verdict:
        """What the library has for a question; `vehicle` names the vehicle that is talked about ("1999 Honda Accord").

        A vehicle that the question itself names counts before it.
        """
        with self._lock:
            snapshot, text, naming = self._read(question, vehicle)
            if naming.status == "foreign":
                return Verdict("not-covered", vehicle="foreign")
            if not text:
                return Verdict("not-covered")
            return decide(self.candidates(snapshot, text, naming), naming, snapshot)

    def naming(self, question: str) -> Naming:
        """Which of the library's vehicles a question names."""
        with self._lock:
            return self._read(question, None)[2]

    def compared(self, question: str, vehicle: str | None = None) -> list[Candidate]:
        """The sections that were compared for a question, the surest first, whatever the verdict."""
        with self._lock:
            snapshot, text, naming = self._read(question, vehicle)
            return self.candidates(snapshot, text, naming) if text and naming.status != "foreign" else []

    def _read(self, question: str, vehicle: str | None) -> tuple[Snapshot, str, Naming]:
        """The index as it stands, the question as it is read (empty for one without words), the vehicle meant."""
        snapshot, text = self._fresh(), readable(question)
        if not words_of(text) or not len(snapshot.numbers):
            return snapshot, "", Naming("unnamed")
        naming = snapshot.vehicles.name(text)
        if naming.status == "unnamed" and vehicle:
            naming = snapshot.vehicles.named_elsewhere(vehicle, text)
        return snapshot, text, naming

    def candidates(self, snapshot: Snapshot, text: str, naming: Naming) -> list[Candidate]:
        """The sections that may answer, the surest first."""
        asked = self._question(snapshot, text, naming)
        rows = self._rows(snapshot, asked, naming)
        prepared = self._contents([int(snapshot.numbers[row]) for row in rows])
        compared = []
        for row in rows:
            section = prepared.get(int(snapshot.numbers[row]))
            if section is not None and _has_body(section.entry, naming.body):
                owner = int(snapshot.vehicle[row])
                told = features(asked, section, naming.fitting.get(owner, 0.0))
                compared.append((rough(told), section, owner, told))
        return _ranked(compared, asked)

    def close(self) -> None:
        """Lets go of the index."""
        self._store.close()

    @property
    def _phrases(self) -> Phrases:
        self._known_phrases = self._known_phrases or Phrases(self._encoder)
        return self._known_phrases

    def _fresh(self) -> Snapshot:
        """The index as it stands now."""
        if self._snapshot is None or self._snapshot.version != self._store.version():
            self._snapshot = Snapshot(self._store, self._phrases.basis, self._snapshot)
        return self._snapshot

    def _question(self, snapshot: Snapshot, text: str, naming: Naming) -> Question:
        rest = naming.rest or text
        words = words_of(rest)
        clauses = [clause for clause in CLAUSES.split(rest) if len(clause.split()) >= LEAST_CLAUSE]
        clauses = sorted(clauses, key=len)[-MOST_CLAUSES:] if len(clauses) > 1 else []
        vectors = self._encoder.encode([" ".join(words), text, *clauses])
        stems = stems_of(words)
        counts = self._store.counts(stems)
        return Question(
            text=text,
            rest=rest,
            words=words,
            stems=stems,
            parts=all_parts().named(words),
            sides=sides(words),
            vector=vectors[0],
            whole=vectors[1],
            details=details(text),
            clauses=vectors[2:] if clauses else vectors[:1],
            part_likeness=self._phrases.parts(vectors[0]),
            elsewhere=self._phrases.elsewhere(vectors[:2]),
            nearest=snapshot.closest(vectors[0]),
            weights=weights_of(stems, counts, len(snapshot.numbers)),
        )

    def _rows(self, snapshot: Snapshot, asked: Question, naming: Naming) -> list[int]:
        """The sections worth a closer look: all of the vehicles meant where they are few, else the likeliest."""
        allowed = snapshot.of_vehicles(naming.fitting) if naming.fitting else None
        if allowed is not None and len(allowed) <= MOST_OF_VEHICLES:
            return [int(row) for row in allowed]
        near = snapshot.nearest(asked.vector, allowed, MOST_BY_VECTOR)
        held = np.asarray(self._by_words(asked), np.int64)
        by_words = np.flatnonzero(np.isin(snapshot.numbers, held))
        if allowed is not None:
            by_words = by_words[np.isin(by_words, allowed)]
        rows: Numbers = np.union1d(near, by_words)
        return [int(row) for row in rows]

    def _by_words(self, asked: Question) -> list[int]:
        """The sections that hold the rarest words of a question, those that hold most of them first."""
        scores: dict[int, float] = {}
        for stem, weight in _rare(asked):
            for near, share in ((True, NEAR_SHARE), (False, 1.0)):
                for number in self._store.holding(stem, near, MOST_HELD):
                    scores[number] = scores.get(number, 0.0) + share * weight
        return sorted(scores, key=lambda number: (-scores[number], number))[:MOST_BY_WORDS]

    def _contents(self, numbers: Sequence[int]) -> dict[int, Prepared]:
        missing = [number for number in numbers if number not in self._prepared]
        for number, (content, vectors) in self._store.contents(missing).items():
            entry, stems = Entry.from_json(content)
            self._prepared[number] = Prepared.of(
                entry, stems, unpacked(vectors, self._encoder.width), all_parts()
            )
        found = {number: self._prepared[number] for number in numbers if number in self._prepared}
        while len(self._prepared) > PREPARED_KEPT:
            self._prepared.popitem(last=False)
        return found


def _ranked(compared: list[tuple[float, Prepared, int, Features]], asked: Question) -> list[Candidate]:
    compared.sort(key=lambda one: (-one[0], one[1].entry.section))
    kept = compared[:MOST_COMPARED]
    if not kept:
        return []
    rows = table([told for *_, told in kept], [section.entry.document for _, section, *_ in kept])
    found = [
        Candidate(section, owner, float(score), row, asked)
        for (_, section, owner, _), row, score in zip(kept, rows, certainties(rows), strict=True)
    ]
    return sorted(found, key=lambda one: (-one.score, one.section.entry.section))


def _rare(asked: Question) -> list[tuple[str, float]]:
    """The rarest words of a question that some section holds, with their weights, as many as are quickly looked up."""
    known = sorted((-weight, stem) for stem, weight in asked.weights.items() if weight < UNKNOWN)
    return [(stem, -weight) for weight, stem in known[:MOST_WORDS]]


def _has_body(entry: Entry, body: str | None) -> bool:
    return body is None or not entry.bodies or body in entry.bodies
