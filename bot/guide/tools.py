"""What a method needs, what a person has, and what does instead."""

from __future__ import annotations

from bot.guide.case import Known
from bot.library.model import Section, Tool


def options(tool: Tool) -> tuple[str, ...]:
    """The tool and its substitutes in order of preference."""
    return (tool.name, *tool.instead)


def at_hand(tool: Tool, known: Known) -> str | None:
    """The best of the tool and its substitutes that the person does not lack."""
    return next((name for name in options(tool) if name not in known.missing), None)


def is_equipped(section: Section, known: Known) -> bool:
    """Whether for every needed thing the tool or a substitute may still be at hand."""
    return all(at_hand(tool, known) for tool in section.tools)


def is_used_by(section: Section, name: str) -> bool:
    """Whether the method needs or admits a tool of this name."""
    return any(name in options(tool) for tool in section.tools) or name in section.optional_tools


def supposed_missing(section: Section, known: Known) -> str | None:
    """The thing a person means who says "I have none of that" about a method: the next one asked of them."""
    return next((name for tool in section.tools if (name := at_hand(tool, known))), None)
