"""The cursor under any sequence of moves: where it may stand, what is never proposed, how failure ends."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.guide import cursor
from bot.guide.case import Case, Job, Known
from bot.guide.cursor import Move
from bot.guide.diagnosis import show_plan
from bot.guide.outcome import Ask, HandOff, ShowStep, Talk
from bot.guide.triage import reason_to_skip
from tests.cars import LIBRARY

TOOLS = sorted({n for s in LIBRARY.sections for t in s.tools for n in (t.name, *t.instead)})
MOST_METHODS = max(len(d.sections) for d in LIBRARY.documents)
FEW = settings(max_examples=150, deadline=None)
GOING_ON = ("forward", "failed", "skipped")


@dataclass(frozen=True)
class Op:
    """One move of a person; `pick` and `step` choose among what there is."""

    name: str
    pick: int = 0
    step: int = 0

    def on(self, case: Case) -> Move:
        """Makes the move."""
        if self.name in ("forward", "backward", "worked", "hand_off"):
            names = {
                "forward": cursor.forward,
                "backward": cursor.backward,
                "worked": cursor.worked,
                "hand_off": cursor.hand_off,
            }
            return names[self.name](case, LIBRARY)
        if self.name in ("failed", "skipped"):
            return cursor.failed(case, LIBRARY, outcome=self.name)
        if self.name == "done":
            return self._done(case)
        names = {
            "again": cursor.again,
            "take_back": cursor.take_back,
            "stop": cursor.stop,
            "restart": cursor.restart,
        }
        return names[self.name](case)

    def _done(self, case: Case) -> Move:
        if case.vehicle is None:
            return case, Talk("next")
        mine = [s for s in LIBRARY.document(case.vehicle).sections if s.kind == "procedure"]
        section = LIBRARY.section(case.job.section) if case.job.section else mine[self.pick % len(mine)]
        return cursor.done(case, LIBRARY, section.id, 1 + self.step % cursor.step_count(section))


@dataclass(frozen=True)
class Learn:
    """Something is told or asked between two moves."""

    body: str | None
    seats: str | None
    cabin: str | None
    missing: tuple[str, ...]
    topic: int | None

    def on(self, case: Case) -> Case:
        """Takes it in, as an answered question and a told fact do."""
        if case.vehicle is None:
            return case
        case = case.with_known(body=self.body, seats=self.seats, cabin=self.cabin, missing=self.missing)
        sections = LIBRARY.document(case.vehicle).sections
        if self.topic is None or case.job.section:
            return case
        return case.with_job(topic=sections[self.topic % len(sections)].id)


bodies = st.sampled_from([None, "sedan", "wagon", "coupe", "convertible"])
yes_no = st.sampled_from([None, "yes", "no"])
missing = st.lists(st.sampled_from(TOOLS), max_size=8, unique=True).map(tuple)
names = ["backward", "again", "worked", "take_back", "stop", "restart", "done", "hand_off", *GOING_ON]
ops = st.builds(Op, st.sampled_from([*names, *GOING_ON]), st.integers(0, 20), st.integers(0, 20))
ways = st.lists(ops, max_size=20)
told = st.builds(Learn, bodies, yes_no, yes_no, missing, st.none() | st.integers(0, 20))
knowns = st.builds(
    Known,
    body=bodies,
    power=st.sampled_from([None, "none", "good"]),
    cabin=yes_no,
    seats=yes_no,
    missing=missing,
)
starts = st.builds(
    lambda document, known: show_plan(Case(vehicle=document, job=Job(known=known)), LIBRARY)[0],
    st.sampled_from([d.id for d in LIBRARY.documents]),
    knowns,
)


def walk(case: Case, way: list[Op]) -> Case:
    """The case after some moves."""
    for op in way:
        case, _ = op.on(case)
    return case


def check_place(case: Case, move: Move) -> None:
    """The cursor stands on a step of a section of the case's own car, and that step is what is shown."""
    after, outcome = move
    job = after.job
    assert after.vehicle in (case.vehicle, None)
    if job.section is None:
        assert job.step == 0
    else:
        section = LIBRARY.section(job.section)
        assert section.document == after.vehicle
        assert 1 <= job.step <= cursor.step_count(section)
    if isinstance(outcome, ShowStep):
        assert (outcome.section, outcome.step) == (job.section, job.step)
        assert after.pending is None
    if isinstance(outcome, HandOff):
        assert outcome.section is None or LIBRARY.section(outcome.section).document == after.vehicle


def proposed(case: Case, move: Move) -> str | None:
    """The section that a move newly opens or asks about, None where it stays in what is open."""
    after, outcome = move
    if isinstance(outcome, ShowStep) and outcome.section != case.job.section:
        return outcome.section
    if isinstance(outcome, Ask) and after.pending and after.pending.then == "open":
        return after.pending.section
    return None


def check_proposal(case: Case, move: Move) -> None:
    """What is newly opened applies to what is known, and was neither tried nor left."""
    section = proposed(case, move)
    if section is not None:
        after = move[0]
        assert reason_to_skip(LIBRARY.section(section), after.job) is None
        assert after.job.outcome(section) is None
        plans = LIBRARY.document(after.vehicle or "").plans
        is_method = any(section in group for plan in plans for group in plan.methods)
        assert is_method or LIBRARY.section(section).kind == "procedure"


# --- where the cursor may stand ------------------------------------------------------------------------


@FEW
@given(starts, ways)
def test_the_cursor_stays_inside_the_sections_of_its_car(case: Case, way: list[Op]) -> None:
    for op in way:
        move = op.on(case)
        check_place(case, move)
        case = move[0]


@FEW
@given(starts, ways)
def test_going_on_never_proposes_what_was_left_out_or_tried(case: Case, way: list[Op]) -> None:
    for op in way:
        move = op.on(case)
        if op.name in GOING_ON:
            check_proposal(case, move)
        case = move[0]


@FEW
@given(starts, st.lists(st.tuples(told, ops), max_size=12))
def test_nor_after_facts_and_questions_on_the_way(case: Case, way: list[tuple[Learn, Op]]) -> None:
    """The plan was made before the fact was told; what is proposed afterwards heeds the fact."""
    for fact, op in way:
        case = fact.on(case)
        move = op.on(case)
        check_place(case, move)
        if op.name in GOING_ON:
            check_proposal(case, move)
        case = move[0]


@FEW
@given(starts, ways)
def test_a_person_of_the_shop_is_no_method_that_failed(case: Case, way: list[Op]) -> None:
    case = walk(case, way)
    assert [t.section for t in case.job.tried if LIBRARY.section(t.section).kind == "help"] == []


# --- how failure ends ----------------------------------------------------------------------------------


@FEW
@given(starts, st.sampled_from(["failed", "skipped"]), st.booleans())
def test_failure_ends_with_a_person(case: Case, outcome: str, body_is_told: bool) -> None:
    """Every failure closes one method for good, and after the last one a person takes over."""
    move: Move = (case, Talk("it-failed"))
    for _ in range(MOST_METHODS):
        tried = {t.section for t in move[0].job.tried}
        left = cursor.next_method(move[0], LIBRARY)
        move = cursor.failed(move[0], LIBRARY, outcome=outcome)
        assert len({t.section for t in move[0].job.tried} - tried) == (left is not None)
        if isinstance(move[1], HandOff):
            break
        if isinstance(move[1], Ask) and body_is_told:
            move = cursor.open_section(move[0].with_known(body="sedan"), LIBRARY, move[0].pending.section)  # type: ignore[union-attr, arg-type]
    assert isinstance(move[1], HandOff)
    assert move[1].lead == "all_tried"
    assert cursor.next_method(move[0], LIBRARY) is None


@FEW
@given(starts, ways)
def test_failure_ends_with_a_person_from_anywhere(case: Case, way: list[Op]) -> None:
    case = walk(case, way)
    outcomes = []
    for _ in range(MOST_METHODS):
        case, outcome = cursor.failed(case, LIBRARY)
        outcomes.append(outcome)
    if case.vehicle:
        assert isinstance(outcomes[-1], HandOff)


# --- taking back ---------------------------------------------------------------------------------------


@FEW
@given(starts, ways, ops)
def test_taking_back_restores(case: Case, way: list[Op], last: Op) -> None:
    """Whatever a move changed of the work on the car, taking it back brings it back."""
    case = walk(case, way)
    if last.name in ("take_back", "restart", "hand_off"):
        return
    moved, _ = last.on(case)
    if moved.job == case.job:
        return
    restored, outcome = cursor.take_back(moved)
    assert (restored.job, restored.vehicle, restored.parked) == (case.job, case.vehicle, case.parked)
    if case.job.section:
        assert outcome == ShowStep(case.job.section, case.job.step, "taken_back")
        assert restored.pending is None
    else:
        assert isinstance(outcome, Talk)


@FEW
@given(starts, ways)
def test_only_one_move_can_be_taken_back(case: Case, way: list[Op]) -> None:
    back, _ = cursor.take_back(walk(case, way))
    assert cursor.take_back(back) == (back, Talk("back"))


@FEW
@given(starts, ways)
def test_a_ticket_and_the_clock_stand(case: Case, way: list[Op]) -> None:
    """What the shop has been given, and when the person was last there, no move takes back."""
    for now, op in enumerate(way, 1):
        before = replace(case, at=float(now))
        case, outcome = op.on(before)
        assert (case.ticket, case.at) == (before.ticket, before.at)
        if isinstance(outcome, HandOff):
            case = replace(case, ticket=case.ticket or 4)
