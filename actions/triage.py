"""Troubles and facts: what leads to a plan."""

from actions.base import GuideAction
from bot.adviser import facts_told
from bot.adviser.moves import Move


class ActionDiagnose(GuideAction):
    """Leads a described trouble to a plan."""

    @property
    def move(self) -> Move:
        """The move."""
        return facts_told.diagnose


class ActionNoteFacts(GuideAction):
    """Takes in a fact about the car or the tools."""

    @property
    def move(self) -> Move:
        """The move."""
        return facts_told.note_facts


class ActionChoose(GuideAction):
    """Takes what a button picks."""

    @property
    def move(self) -> Move:
        """The move."""
        return facts_told.choose


class ActionOldButton(GuideAction):
    """Shows the present step to someone who pressed an old button."""

    @property
    def move(self) -> Move:
        """The move."""
        return facts_told.old_button


class ActionUnclear(GuideAction):
    """Says that a message was not understood."""

    @property
    def move(self) -> Move:
        """The move."""
        return facts_told.unclear
