"""What one conversation knows: the car, what works, the plan, the position in it, and what was tried."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

POWER_NONE, POWER_SOME, POWER_GOOD = "none", "some", "good"
YES, NO = "yes", "no"
MOST_PARKED = 6  # works on other vehicles that are remembered


@dataclass(frozen=True)
class Known:
    """Facts about one car and the person beside it; None where nothing was said."""

    body: str | None = None
    year: int | None = None
    power: str | None = None
    cabin: str | None = None
    seats: str | None = None
    have: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Try:
    """A method that was walked, how far, and how it ended ("failed", "skipped", "worked")."""

    section: str
    outcome: str
    step: int | None = None


@dataclass(frozen=True)
class Pending:
    """The question that the last turn asked, and what its answer is for."""

    about: str
    then: str = "plan"
    section: str | None = None
    text: str = ""
    topics: tuple[tuple[str, float], ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Job:
    """The work on one car: what is known of it, its plan, the cursor, and what was tried."""

    known: Known = Known()
    symptoms: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    cause: str | None = None
    plan: tuple[str, ...] = ()
    section: str | None = None
    step: int = 0
    topic: str | None = None
    tried: tuple[Try, ...] = ()
    hints: tuple[int, ...] = ()
    solved: bool = False
    offered: tuple[str, ...] = ()

    @property
    def is_walking(self) -> bool:
        """Whether a step of a procedure is open."""
        return self.section is not None

    def outcome(self, section: str) -> str | None:
        """How the section's last try ended, None where it was not tried."""
        return next((t.outcome for t in reversed(self.tried) if t.section == section), None)

    def with_try(self, section: str, outcome: str) -> Job:
        """Notes how a method ended; a later outcome replaces an earlier one."""
        step = self.step if section == self.section else None
        rest = tuple(t for t in self.tried if t.section != section)
        return replace(self, tried=(*rest, Try(section, outcome, step or None)))

    def closed(self) -> Job:
        """Ends the open step and keeps all else."""
        return replace(self, section=None, step=0)


@dataclass(frozen=True)
class Question:
    """What was asked and answered last, and of which car."""

    vehicle: str
    text: str
    topics: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Case:
    """A conversation's whole state, small enough to travel in one slot.

    `foreign` says why the car that was named last is not covered; `near` is the document that would cover it
    in another year. `said` are the words in which a vehicle was named last that no document with plans treats.
    """

    vehicle: str | None = None
    foreign: str | None = None
    near: str | None = None
    said: str | None = None
    refused: bool = False
    job: Job = Job()
    parked: tuple[tuple[str, Job], ...] = ()
    pending: Pending | None = None
    question: Question | None = None
    danger: str | None = None
    ticket: int | None = None
    asked: tuple[str, ...] = ()
    before: dict[str, Any] | None = field(default=None, compare=False)
    at: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """The state as plain JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Any) -> Case:
        """Reads a state written by `to_dict`; what is not understood (an older version's) starts afresh."""
        if not isinstance(data, dict):
            return cls()
        try:
            values = _only_known(cls, data)
            values["job"] = _job(data.get("job"))
            values["parked"] = tuple((str(k), _job(v)) for k, v in data.get("parked") or ())
            values["pending"] = _pending(data.get("pending"))
            values["question"] = _question(data.get("question"))
            values["asked"] = tuple(data.get("asked") or ())
            return cls(**values) if _is_sound(values) else cls()
        except (AttributeError, TypeError, ValueError, KeyError):
            return cls()

    def with_job(self, **changes: Any) -> Case:
        """Changes the work on the present car."""
        return replace(self, job=replace(self.job, **changes))

    def with_known(self, **changes: Any) -> Case:
        """Changes what is known of the present car."""
        return self.with_job(known=replace(self.job.known, **changes))

    def remembering(self) -> Case:
        """Keeps the present position so that the next move can be taken back."""
        snapshot = asdict(replace(self, before=None))
        return replace(self, before=snapshot)

    def taken_back(self) -> Case | None:
        """The state before the last move, None where there is nothing to take back."""
        return Case.from_dict(self.before) if self.before else None

    def for_vehicle(self, document: str) -> Case:
        """Turns to another car: the present work is parked, an earlier work on that car is taken up."""
        if document == self.vehicle:
            return replace(self, foreign=None, near=None)
        parked = dict(self.parked)
        if self.vehicle:
            parked[self.vehicle] = self.job
        job = parked.pop(document, self.job if self.vehicle is None else Job())
        job = replace(job, known=replace(job.known, have=self.job.known.have, missing=self.job.known.missing))
        asked = self.asked if self.vehicle is None else ()
        return replace(
            self,
            vehicle=document,
            foreign=None,
            near=None,
            job=job,
            parked=tuple(parked.items())[-MOST_PARKED:],
            asked=asked,
        )

    def aside(self) -> Case:
        """Turns to a vehicle that is not known yet: the present work is parked."""
        if self.vehicle is None:
            return self
        parked = {**dict(self.parked), self.vehicle: self.job}
        known = Known(have=self.job.known.have, missing=self.job.known.missing)
        return replace(
            self,
            vehicle=None,
            job=Job(known=known),
            pending=None,
            asked=(),
            parked=tuple(parked.items())[-MOST_PARKED:],
        )


def _is_sound(values: dict[str, Any]) -> bool:
    """Whether the plain fields have the types that the guide relies on."""
    job: Job = values["job"]
    texts = (
        values.get("vehicle"),
        values.get("foreign"),
        values.get("near"),
        values.get("said"),
        values.get("danger"),
        job.section,
        job.topic,
    )
    numbers = (values.get("at", 0.0), job.step, values.get("ticket") or 0)
    return (
        all(text is None or isinstance(text, str) for text in texts)
        and all(isinstance(number, (int, float)) for number in numbers)
        and isinstance(values.get("before") or {}, dict)
        and (values["pending"] is None or isinstance(values["pending"].about, str))
    )


def _only_known(cls: type, data: dict[str, Any]) -> dict[str, Any]:
    names = {f.name for f in fields(cls)}
    return {k: v for k, v in data.items() if k in names}


def _job(data: Any) -> Job:
    if not isinstance(data, dict):
        return Job()
    values = _only_known(Job, data)
    known = _only_known(Known, values.get("known") or {})
    for name in ("have", "missing"):
        known[name] = tuple(known.get(name) or ())
    values["known"] = Known(**known)
    values["tried"] = tuple(Try(**t) for t in values.get("tried") or ())
    for name in ("symptoms", "signs", "plan", "hints", "offered"):
        values[name] = tuple(values.get(name) or ())
    return Job(**values)


def _pending(data: Any) -> Pending | None:
    if not isinstance(data, dict):
        return None
    values = _only_known(Pending, data)
    values["topics"] = tuple((str(t), float(p)) for t, p in values.get("topics") or ())
    values["options"] = tuple(values.get("options") or ())
    return Pending(**values)


def _question(data: Any) -> Question | None:
    if not isinstance(data, dict):
        return None
    topics = tuple((str(t), float(p)) for t, p in data["topics"])
    return Question(str(data["vehicle"]), str(data["text"]), topics)
