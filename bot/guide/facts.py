"""Takes in everything that one message says of the car, its power, its doors and the tools at hand."""

from __future__ import annotations

from dataclasses import replace

from bot.guide.case import NO, POWER_GOOD, POWER_NONE, POWER_SOME, YES, Case, Job
from bot.guide.turn import Turn
from bot.library.model import Library

# What a described trouble says of the car's electrics. A dead fob or a silent sensor says nothing of them.
POWER_BY_INTENT = {
    "symptom_no_power": POWER_NONE,
    "symptom_weak_battery": POWER_SOME,
    "symptom_intermittent": POWER_SOME,
    "symptom_only_trunk": POWER_GOOD,
    "inform_power_ok": POWER_GOOD,
}
FACT_BY_INTENT = {
    "inform_cabin_open": {"cabin": YES},
    "inform_cabin_locked": {"cabin": NO},
    "inform_seats_fold": {"seats": YES},
    "inform_seats_fixed": {"seats": NO},
}
# In these the thing that is dead may be the fob or the sensor rather than the car.
ABOUT_THE_KEY = ("symptom_fob_dead", "symptom_keyless", "symptom_only_trunk", "inform_power_ok")
SYMPTOM = "symptom_"
# In these another make is the donor or a comparison, not the car in question.
OTHER_CAR_IS_DONOR = ("inform_tools", "ask_jump_start", "ask_jump_safety", "ask_jump_result", "no_tool")


def absorb(case: Case, turn: Turn, library: Library) -> Case:
    """Adds all facts of a message to the case; a car not said before is turned to."""
    case = _vehicle(case, turn)
    case = _electrics(case, turn)
    case = _tools(case, turn)
    case = case.with_known(**FACT_BY_INTENT.get(turn.intent, {}))
    return _symptoms(case, turn, library)


def _vehicle(case: Case, turn: Turn) -> Case:
    said = turn.vehicle
    if said.status == "covered" and said.document:
        case = case.for_vehicle(said.document)
    elif said.status in ("model", "make") and _is_donor(case, turn):
        return case
    elif said.status in ("model", "make", "year"):
        case = replace(case, foreign=said.status, near=next(iter(said.candidates), None))
    elif said.status == "ambiguous":
        return case
    elif said.year is not None and case.near and case.foreign == "year":
        case = case.for_vehicle(case.near)
    if case.foreign in ("model", "make"):
        return case
    if said.year is not None:
        case = case.with_known(year=said.year)
    body = said.body or next(iter(turn.said("body")), None)
    if body is not None:
        return case.with_known(body=body)
    if case.job.known.body in turn.said("not_body"):
        return case.with_known(body=None)
    return case


def _is_donor(case: Case, turn: Turn) -> bool:
    return case.vehicle is not None and turn.intent in OTHER_CAR_IS_DONOR


def _electrics(case: Case, turn: Turn) -> Case:
    power = POWER_BY_INTENT.get(turn.intent)
    if power is None and turn.intent.startswith(SYMPTOM) and turn.intent not in ABOUT_THE_KEY:
        power = next(iter(turn.said("power")), None)
    return case.with_known(power=power) if power else case


def _tools(case: Case, turn: Turn) -> Case:
    known = case.job.known
    missing = set(turn.said("not_tool"))
    have = set()
    if turn.intent == "no_tool" and missing:
        have = set(turn.said("tool"))
    elif turn.intent == "no_tool":
        missing = set(turn.said("tool"))
    elif turn.intent == "inform_tools" or turn.intent.startswith(SYMPTOM) or turn.intent == "ask_options":
        have = set(turn.said("tool"))
    if not missing and not have:
        return case
    return case.with_known(
        have=tuple(sorted((set(known.have) | have) - missing)),
        missing=tuple(sorted((set(known.missing) | missing) - have)),
    )


def _symptoms(case: Case, turn: Turn, library: Library) -> Case:
    job = case.job
    symptoms = job.symptoms
    if turn.intent.startswith(SYMPTOM) and turn.intent not in symptoms:
        symptoms = (*symptoms, turn.intent)
    signs = tuple(dict.fromkeys((*job.signs, *_signs(case, turn, library))))
    return replace(case, job=_with(job, symptoms, signs))


def _with(job: Job, symptoms: tuple[str, ...], signs: tuple[str, ...]) -> Job:
    return replace(job, symptoms=symptoms, signs=signs)


def _signs(case: Case, turn: Turn, library: Library) -> list[str]:
    documents = [library.document(case.vehicle)] if case.vehicle else list(library.documents)
    known = {sign for document in documents for plan in document.plans for sign in plan.signs}
    return [s for s in (*turn.said("sign"), *turn.said("state"), *turn.said("part")) if s in known]
