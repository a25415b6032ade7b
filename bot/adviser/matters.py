"""A message that speaks of several matters: which of them is answered, and what is taken in beside it."""

from __future__ import annotations

from dataclasses import replace

from bot.guide.turn import Clause, Turn
from bot.language.clauses import is_question

# A clause counts from this certainty on; one that would change everything needs more.
SURE, VERY_SURE = 0.55, 0.65
# A danger or a refusal that is less certain than this is read again without it. Chosen on held-out messages:
# true ones begin at 0.55 and 0.63, false ones end at 0.46.
CERTAIN, NOT_THEIRS_IF_KNOWN = 0.5, 0.7
# With less, too, where it is so much likelier than all that is harmless; but where one stands is often told in passing.
LEAST_DANGER, CLEARLY, A_PLACE = 0.35, 2.0, "emergency_road"
CERTAIN_DANGER = 0.7  # of dangers and unsafe wishes together
BREAK_IN = "break_in"
DANGERS = ("emergency_",)
GRAVE = (*DANGERS, BREAK_IN)
SURELY_NOT_THEIRS = 0.8  # of a clause by which the whole message would be refused
FAMILIES = ("symptom_", "emergency_", "out_", "shop_")
PLAIN_WISHES = ("unsafe_", "request_human", "walk_through", "other_method", "start_over")
WISHES = ("ask_", "all_steps", *PLAIN_WISHES)
HUMAN = ("request_human",)
NEWS = ("step_done", "it_failed", "it_worked", "undo")
FACTS = ("symptom_", "inform_", "no_tool")
OVER, SURELY_OVER = "danger_over", 0.5
# What a message is about as a whole stands against its clauses from this certainty on.
WHOLE = 0.5
# So few words of a question lean on what was said before them; then the whole counts from less certainty on.
WHOLE_OF_QUESTION, FEW_WORDS = 0.35, 3
LONG_STORY = 25  # words
MAY_BE_UNSAFE = 0.3
WALK, OPTIONS = "walk_through", "ask_options"
LIKELY = 0.25  # of a question for something in particular, beside one for what can be done
TIE = 0.85  # of two readings
# A clause tells of a danger only where the whole message leaves room for one.
HINTED = 0.12


def without_doubtful_gravity(turn: Turn, known: bool = False) -> Turn:
    """The turn read again where a danger or a refusal was found without certainty.

    It takes more of it to refuse a person who has been led through a car's trouble (`known`).
    """
    certain = NOT_THEIRS_IF_KNOWN if known and turn.intent == BREAK_IN else CERTAIN
    is_danger = turn.intent.startswith(DANGERS)
    share = _share(turn, DANGERS) if is_danger else turn.probability(turn.intent)
    if not turn.intent.startswith(GRAVE) or share >= certain:
        return turn
    others = max((p for i, p in turn.ranking if not i.startswith((*DANGERS, "unsafe_"))), default=0.0)
    if is_danger and turn.intent != A_PLACE and share >= max(LEAST_DANGER, CLEARLY * others):
        return turn  # nothing else is nearly as likely
    if is_danger and _share(turn, (*DANGERS, "unsafe_")) >= CERTAIN_DANGER:
        return turn  # whatever it is, it is dangerous
    rest = tuple((intent, p) for intent, p in turn.ranking if not intent.startswith(GRAVE))
    return replace(turn, intent=_best(rest), ranking=rest)


def without_an_end(turn: Turn) -> Turn:
    """The turn read again where it says that a danger is over and there was none."""
    if turn.intent != OVER:
        return turn
    rest = tuple((intent, p) for intent, p in turn.ranking if intent != OVER)
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
    grave = _last(turn, DANGERS, VERY_SURE) or _last(turn, (BREAK_IN,), SURELY_NOT_THEIRS)
    if grave and _share(turn, GRAVE) >= HINTED:
        return _as(turn, grave)
    if turn.intent.startswith("out_"):
        return turn
    wish = _last_wish(turn)
    whole = WHOLE_OF_QUESTION if turn.intent.startswith("ask_") and wish and is_bare(wish) else WHOLE
    if turn.intent.startswith(WISHES) and (wish is None or turn.probability(turn.intent) >= whole):
        return turn
    if wish:
        return _as(turn, wish)
    end = turn.clauses[-1]
    if turn.intent == "step_done" and end.intent == "it_worked" and end.certainty >= SURE:
        return _as(turn, end)
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
    is_said = turn.intent == OVER and turn.probability(OVER) >= SURELY_OVER
    return is_said or any(c.intent == OVER and c.certainty >= VERY_SURE for c in turn.clauses)


def is_bare(clause: Clause) -> bool:
    """Whether a clause is a question of a few words ("which lead first")."""
    return clause.intent.startswith("ask_") and len(clause.text.split()) <= FEW_WORDS


def _last_wish(turn: Turn) -> Clause | None:
    """The last clause that asks for something: what only mentions a matter has not the form of a question."""
    unsafe = _last(turn, ("unsafe_",), VERY_SURE)
    if unsafe:
        return unsafe
    plain = (_last(turn, PLAIN_WISHES, VERY_SURE, shortest=1), _last(turn, HUMAN, SURE, shortest=4))
    questions = (c for c in reversed(turn.clauses) if c.certainty >= SURE and c.intent.startswith("ask_"))
    asked = next((c for c in questions if is_question(c.text)), None)
    found = [c for c in turn.clauses if c in (*plain, asked)]
    return found[-1] if found else None


def _last(turn: Turn, intents: tuple[str, ...], least: float, shortest: int = 2) -> Clause | None:
    """The last sure clause with one of the intents; a single word says too little for most of them."""
    found = (c for c in reversed(turn.clauses) if c.intent.startswith(intents) and c.certainty >= least)
    return next((c for c in found if len(c.text.split()) >= shortest), None)


def _share(turn: Turn, intents: tuple[str, ...]) -> float:
    return sum(p for intent, p in turn.ranking if intent.startswith(intents))


def _as(turn: Turn, clause: Clause) -> Turn:
    """The turn as one of its clauses; a question or a walk is looked up in all words, except in a long story.

    What a walk is for may stand in another clause ("only a jump pack here, walk me through it"); a question for what
    can be done gives way to a likely question of the whole message for something in particular.
    """
    is_short = len(turn.text.split()) <= LONG_STORY
    if is_short and clause.intent == WALK:
        return replace(turn, intent=WALK, ranking=_led_by(WALK, turn.ranking))
    if is_short and clause.intent == OPTIONS:
        specific = next(
            (i for i, p in turn.ranking if i.startswith("ask_") and i != OPTIONS and p >= LIKELY), None
        )
        if specific:
            return replace(turn, intent=specific, ranking=_led_by(specific, turn.ranking))
    text = turn.text if is_short and clause.intent.startswith("ask_") else clause.text
    return replace(turn, text=text, intent=clause.intent, ranking=clause.ranking)


def _led_by(intent: str, ranking: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    """A ranking with one intent put before the others, as likely as the best of them."""
    first = max(p for _, p in ranking)
    return ((intent, first), *((one, p) for one, p in ranking if one != intent))


def _best(ranking: tuple[tuple[str, float], ...]) -> str:
    """The likeliest intent of the likeliest family."""
    mass: dict[str, float] = {}
    for intent, p in ranking:
        mass[_family(intent)] = mass.get(_family(intent), 0.0) + p
    best = max(mass, key=lambda family: mass[family], default="")
    return next((intent for intent, _ in ranking if _family(intent) == best), "nlu_fallback")


def _family(intent: str) -> str:
    return next((family for family in FAMILIES if intent.startswith(family)), intent)
