"""Questions and what no document covers."""

from actions.base import GuideAction
from bot.adviser import outside, questions, tools_asked
from bot.adviser.moves import Move


class ActionAnswer(GuideAction):
    """Answers a question from the document."""

    @property
    def move(self) -> Move:
        """The move."""
        return questions.answer


class ActionListTools(GuideAction):
    """Says what is needed."""

    @property
    def move(self) -> Move:
        """The move."""
        return tools_asked.list_tools


class ActionWarn(GuideAction):
    """Meets an unsafe wish with a warning."""

    @property
    def move(self) -> Move:
        """The move."""
        return questions.warn


class ActionOutOfScope(GuideAction):
    """Says that no document covers it."""

    @property
    def move(self) -> Move:
        """The move."""
        return outside.out_of_scope
