"""Moves along a procedure."""

from actions.base import GuideAction
from bot.adviser import stepping, walking
from bot.adviser.moves import Move


class ActionNextStep(GuideAction):
    """Goes on."""

    @property
    def move(self) -> Move:
        """The move."""
        return stepping.next_step


class ActionStepDone(GuideAction):
    """Goes to the step after the one that is done."""

    @property
    def move(self) -> Move:
        """The move."""
        return stepping.step_done


class ActionItFailed(GuideAction):
    """Goes to the next method that applies."""

    @property
    def move(self) -> Move:
        """The move."""
        return walking.it_failed


class ActionItWorked(GuideAction):
    """Notes success and offers what comes after."""

    @property
    def move(self) -> Move:
        """The move."""
        return walking.it_worked


class ActionOtherMethod(GuideAction):
    """Leaves a method for another."""

    @property
    def move(self) -> Move:
        """The move."""
        return walking.other_method


class ActionNoTool(GuideAction):
    """Offers what does instead."""

    @property
    def move(self) -> Move:
        """The move."""
        return walking.no_tool


class ActionAllSteps(GuideAction):
    """Sends a whole procedure."""

    @property
    def move(self) -> Move:
        """The move."""
        return walking.all_steps


class ActionExplainStep(GuideAction):
    """Says more about the present step."""

    @property
    def move(self) -> Move:
        """The move."""
        return walking.explain_step


class ActionAffirm(GuideAction):
    """Takes a yes."""

    @property
    def move(self) -> Move:
        """The move."""
        return walking.affirm


class ActionDeny(GuideAction):
    """Takes a no."""

    @property
    def move(self) -> Move:
        """The move."""
        return walking.deny
