"""A message that speaks of several matters: which of them is answered, and what is taken in beside it."""

from __future__ import annotations

from dataclasses import replace

from bot.guide.turn import Clause, Turn
from bot.language.clauses import is_question

# A clause counts from this certainty on; one that would change everything needs more.
SURE, VERY_SURE = 0.55, 0.65
# A danger or a refusal that is less certain than this is read again without it. Chosen on held-out messages:
# true ones begin at 0.55 and 0.63, false ones end at 0.46.
CERTAIN = 0.5
GRAVE = ("emergency_", "break_in")
FAMILIES = ("symptom_", "emergency_", "out_", "shop_")
PLAIN_WISHES = ("unsafe_", "request_human", "walk_through", "other_method", "start_over")
WISHES = ("ask_", "all_steps", *PLAIN_WISHES)
NEWS = ("step_done", "it_failed", "it_worked", "undo")
FACTS = ("symptom_", "inform_", "no_tool")
OVER = "danger_over"
# What a message is about as a whole stands against its clauses from this certainty on.
WHOLE = 0.5
LONG_STORY = 25  # words
MAY_BE_UNSAFE = 0.3
TIE = 0.85  # of two readings
# A clause tells of a danger only where the whole message leaves room for one.
HINTED = 0.12


def without_doubtful_gravity(turn: Turn) -> Turn:
    """The turn read again where a danger or a refusal was found without certainty."""
    if not turn.intent.startswith(GRAVE) or turn.probability(turn.intent) >= CERTAIN:
        return turn
    rest = tuple((intent, p) for intent, p in turn.ranking if not intent.startswith(GRAVE))
    return replace(turn, intent=_best(rest), ranking=rest)


def unsafe_first(turn: Turn) -> Turn:
    """The turn as the unsafe wish that it may well be, where it was read as a question about the same."""
    if not turn.intent.startswith("ask_"):
        return turn
    wish, p = max(
        ((i, p) for i, p in turn.ranking if i.startswith("unsafe_")),
        key=lambda one: one[1],
        default=("", 0.0),
    )
    return replace(turn, intent=wish) if p >= MAY_BE_UNSAFE else turn


def outside_first(turn: Turn) -> Turn:
    """The turn as a matter outside, where a trouble was read with hardly more certainty than that."""
    p, outside = turn.probability(turn.intent), _share(turn, ("out_",))
    is_tie = turn.intent.startswith("symptom_") and p < SURE and outside >= TIE * p
    return replace(turn, intent="out_car") if is_tie and not turn.clauses else turn


def main_matter(turn: Turn) -> Turn:
    """The turn as what it asks for last, else its last news; as it stands where it is of one matter."""
    if len(turn.clauses) < 2 or turn.intent.startswith(GRAVE):
        return turn
    grave = _last(turn, GRAVE, VERY_SURE)
    if grave and _share(turn, GRAVE) >= HINTED:
        return _as(turn, grave)
    if turn.intent.startswith("out_"):
        return turn
    wish = _last_wish(turn)
    if turn.intent.startswith(WISHES) and (wish is None or turn.probability(turn.intent) >= WHOLE):
        return turn
    if wish:
        return _as(turn, wish)
    if turn.intent.startswith((*FACTS, *NEWS)) and turn.probability(turn.intent) >= SURE:
        return turn
    # Who says that it is another car takes nothing back.
    telling = tuple(intent for intent in NEWS if intent != "undo" or turn.vehicle.document is None)
    news = _last(turn, telling, SURE)
    return _as(turn, news) if news and not turn.intent.startswith(NEWS) else turn


def beside(turn: Turn) -> list[Clause]:
    """The clauses that are sure and tell of something else than the turn's main matter, in their order."""
    return [c for c in turn.clauses if c.certainty >= SURE and c.intent != turn.intent]


def says_that_it_is_over(turn: Turn) -> bool:
    """Whether a message says that the danger is over, whatever else it says."""
    return turn.intent == OVER or any(c.intent == OVER and c.certainty >= VERY_SURE for c in turn.clauses)


def _last_wish(turn: Turn) -> Clause | None:
    """The last clause that asks for something: what only mentions a matter has not the form of a question."""
    wish = _last(turn, PLAIN_WISHES, VERY_SURE, shortest=1)
    questions = (c for c in reversed(turn.clauses) if c.certainty >= SURE and c.intent.startswith("ask_"))
    asked = next((c for c in questions if is_question(c.text)), None)
    found = [c for c in turn.clauses if c in (wish, asked)]
    return found[-1] if found else None


def _last(turn: Turn, intents: tuple[str, ...], least: float, shortest: int = 2) -> Clause | None:
    """The last sure clause with one of the intents; a single word says too little for most of them."""
    found = (c for c in reversed(turn.clauses) if c.intent.startswith(intents) and c.certainty >= least)
    return next((c for c in found if len(c.text.split()) >= shortest), None)


def _share(turn: Turn, intents: tuple[str, ...]) -> float:
    return sum(p for intent, p in turn.ranking if intent.startswith(intents))


def _as(turn: Turn, clause: Clause) -> Turn:
    """The turn as one of its clauses; a question is looked up in all words, except in a long story."""
    is_question_of_all = clause.intent.startswith("ask_") and len(turn.text.split()) <= LONG_STORY
    text = turn.text if is_question_of_all else clause.text
    return replace(turn, text=text, intent=clause.intent, ranking=clause.ranking)


def _best(ranking: tuple[tuple[str, float], ...]) -> str:
    """The likeliest intent of the likeliest family."""
    mass: dict[str, float] = {}
    for intent, p in ranking:
        mass[_family(intent)] = mass.get(_family(intent), 0.0) + p
    best = max(mass, key=lambda family: mass[family], default="")
    return next((intent for intent, _ in ranking if _family(intent) == best), "nlu_fallback")


def _family(intent: str) -> str:
    return next((family for family in FAMILIES if intent.startswith(family)), intent)
