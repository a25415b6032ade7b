"""Which move an intent leads to, for a message that is read once more than Rasa's rules did.

The rules of `data/stories` say the same; a test holds the two together.
"""

from __future__ import annotations

from bot.adviser import facts_told, outside, people, questions, stepping, tools_asked, walking
from bot.adviser.moves import Move

FAMILIES: dict[str, Move] = {
    "symptom_": facts_told.diagnose,
    "inform_": facts_told.note_facts,
    "ask_": questions.answer,
    "unsafe_": questions.warn,
    "emergency_": people.emergency,
    "shop_": people.shop_matter,
    "out_": outside.out_of_scope,
}
SINGLE: dict[str, Move] = {
    "affirm": walking.affirm,
    "all_steps": walking.all_steps,
    "ask_source": people.cite_source,
    "ask_tools": tools_asked.list_tools,
    "attachment": people.attachment,
    "bot_challenge": people.small_talk,
    "break_in": people.refuse,
    "cancel": people.stop,
    "choose": facts_told.choose,
    "danger_over": people.danger_over,
    "deny": walking.deny,
    "explain_step": walking.explain_step,
    "give_contact": people.take_contact,
    "goodbye": people.small_talk,
    "greet": people.greet,
    "help": people.help_,
    "it_failed": walking.it_failed,
    "it_worked": walking.it_worked,
    "next_step": stepping.next_step,
    "no_tool": walking.no_tool,
    "old_button": facts_told.old_button,
    "other_language": people.other_language,
    "other_method": walking.other_method,
    "previous_step": people.previous_step,
    "repeat_step": people.repeat_step,
    "request_human": people.hand_off,
    "resume": people.resume,
    "start_over": people.restart,
    "step_done": stepping.step_done,
    "thanks": people.small_talk,
    "undo": people.undo,
    "vent": people.vent,
    "walk_through": questions.answer,
}


def move_of(intent: str) -> Move:
    """The move for an intent; what none is known for counts as not understood."""
    family = next(
        (move for prefix, move in FAMILIES.items() if intent.startswith(prefix)), facts_told.unclear
    )
    return SINGLE.get(intent, family)
