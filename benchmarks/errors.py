"""What can go wrong while measuring.

MeasuringProblem
├── ServerProblem   a server does not start, ends by itself or does not answer
├── NoAnswer        one message got no answer
└── WrongAnswer     a turn is not of the kind that is measured
"""

from __future__ import annotations


class MeasuringProblem(Exception):
    """Root of what ends a measurement; the text names the cure where there is one."""


class ServerProblem(MeasuringProblem):
    """A server does not start, ends by itself or does not answer."""


class NoAnswer(MeasuringProblem):
    """One message got no answer."""


class WrongAnswer(MeasuringProblem):
    """A turn is not of the kind that is measured."""
