"""The phrases that connect the documents' words: the responses of the domain file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


class MissingPhrase(KeyError):
    """A response that the code serves is not in the domain file."""


class Phrases:
    """The responses of the domain file, filled in by name."""

    def __init__(self, responses: dict[str, list[dict[str, Any]]]) -> None:
        """Keeps the responses as Rasa's domain file holds them."""
        self._responses = responses

    @classmethod
    def load(cls, domain: Path) -> Phrases:
        """Reads the responses of a domain file."""
        content = yaml.safe_load(domain.read_text(encoding="utf-8"))
        return cls(content["responses"])

    def names(self) -> set[str]:
        """Names of all responses."""
        return set(self._responses)

    def variant(self, name: str, is_guide: bool) -> str:
        """The name of a phrase (without `utter_`), or of its variant for guides where there is one."""
        other = f"{name}_guide"
        return other if is_guide and f"utter_{other}" in self._responses else name

    def text(self, name: str, /, **fields: object) -> str:
        """Fills a response's `{fields}`; raises MissingPhrase for a name the domain lacks."""
        return str(self._first(name)["text"]).strip().format_map({k: str(v) for k, v in fields.items()})

    def custom(self, name: str) -> dict[str, Any]:
        """The `custom` object of a response, empty where it has none."""
        return dict(self._first(name).get("custom") or {})

    def _first(self, name: str) -> dict[str, Any]:
        """The variation that is said when no condition holds."""
        try:
            return next(one for one in self._responses[name] if not one.get("condition"))
        except (KeyError, StopIteration):
            raise MissingPhrase(f"domain.yml has no response {name!r}: add it under responses") from None
