"""People: greeting, the way through a conversation, hand-off, danger."""

from actions.base import GuideAction
from bot.adviser import people
from bot.adviser.moves import Move


class ActionGreet(GuideAction):
    """Says hello."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.greet


class ActionHelp(GuideAction):
    """Says what can be done here."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.help_


class ActionCiteSource(GuideAction):
    """Says where the words come from."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.cite_source


class ActionHandOff(GuideAction):
    """Hands over to a person."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.hand_off


class ActionTakeContact(GuideAction):
    """Notes how to reach the person."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.take_contact


class ActionShopMatter(GuideAction):
    """Says what the shop says of itself."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.shop_matter


class ActionEmergency(GuideAction):
    """Meets a danger."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.emergency


class ActionDangerOver(GuideAction):
    """Ends an emergency."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.danger_over


class ActionRefuse(GuideAction):
    """Refuses help with a car that is not theirs."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.refuse


class ActionOtherLanguage(GuideAction):
    """Says that replies are in English."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.other_language


class ActionPreviousStep(GuideAction):
    """Goes one step back."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.previous_step


class ActionRepeatStep(GuideAction):
    """Shows the step again."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.repeat_step


class ActionStartOver(GuideAction):
    """Starts from the beginning."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.restart


class ActionStop(GuideAction):
    """Closes what is open."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.stop


class ActionUndo(GuideAction):
    """Takes the last move back."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.undo


class ActionResume(GuideAction):
    """Goes back to the open step."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.resume


class ActionAttachment(GuideAction):
    """Notes what cannot be looked at."""

    @property
    def move(self) -> Move:
        """The move."""
        return people.attachment
