"""The domain's phrases and the code: none is missing, none is left over, and each gets what it asks for."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.guide import outcome as o
from bot.guide.case import Case, Job, Pending
from bot.library.model import Library
from bot.reply import MissingPhrase, Phrases
from bot.reply.compose import Composer
from tests.cars import LIBRARY, ROOT
from tests.libraries import guide, read
from tests.outcomes import DOMAIN, SHOP, Marked, cards, composer, samples

RESPONSES: dict[str, list[dict[str, object]]] = DOMAIN["responses"]
OTHERS = "plan step answer ask choice warning not-covered resolved handoff refused"
KINDS = {"talk", "unclear", "emergency", *OTHERS.split()}
# Tests of the composer name these: test_the_shop_is_named, test_the_years_that_a_guide_covers_are_named.
BOUND = {"utter_shop_name", "utter_years_from", "utter_years_until", "utter_years_between"}


def spoken() -> set[str]:
    """Phrases that some card shows, with a shop that says much and one that says nothing."""
    phrases = Marked()
    for shop in (SHOP, {}):
        assert sum(1 for _ in cards(phrases, shop)) > 1000
    return phrases.used


def spoken_of_guides() -> set[str]:
    """Phrases that cards show where a library holds a guide, and where it is open."""
    phrases = Marked()
    library = Library((*LIBRARY.documents, read(guide("bars"))))
    section = library.section("bars/replace")
    case = Case(vehicle="bars", job=Job(section=section.id, step=1))
    asked = replace(case, pending=Pending(about="vehicle", then="guide", options=(section.id,)))
    shown = (
        (o.Ask("outcome"), case),
        (o.Ask("vehicle", (section.id,)), asked),
        (o.ShowStep(section.id, len(section.steps), "next_method"), case),
        (o.ShowStep(section.id, 1), case),
        (o.Resolved(section.id), case),
        (o.HandOff(lead="all_tried"), case),
        (o.NotCovered("vehicle"), Case()),
    )
    for outcome, beside in shown:
        Composer(library, phrases, {}).card(outcome, beside)
    return phrases.used


def spelled_out() -> set[str]:
    """Phrases named in full, outside the replies: by the channels, the actions, the rules."""
    found: set[str] = set()
    for path in [*(ROOT / "bot" / "channels").rglob("*.py"), *(ROOT / "actions").glob("*.py")]:
        constants = [
            n.value for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Constant)
        ]
        found |= {c for c in constants if isinstance(c, str) and re.fullmatch(r"utter_\w+", c)}
    # A name that is put together counts for all that begin like it.
    prefixes = tuple(name for name in found if name.endswith("_"))
    found = {name for name in found if not name.endswith("_")}
    found |= {name for name in RESPONSES if prefixes and name.startswith(prefixes)}
    for path in (ROOT / "data" / "stories").glob("*.yml"):
        found |= set(re.findall(r"^\s*- action: (utter_\w+)", path.read_text("utf-8"), re.MULTILINE))
    return found


def test_no_phrase_is_missing_or_left_over() -> None:
    named = spoken() | spoken_of_guides() | spelled_out() | BOUND
    assert named - set(RESPONSES) == set()
    assert set(RESPONSES) - named == set()


def test_every_phrase_gets_what_it_asks_for() -> None:
    """No card breaks because a phrase asks for a field that it is not given."""
    maker, broken = composer(), {}
    for outcome, case in samples():
        try:
            card = maker.card(outcome, case)
        except KeyError as error:
            broken.setdefault((type(outcome).__name__, getattr(outcome, "lead", None), str(error)), outcome)
        else:
            assert not re.search(r"[{}]", card.text), card.text
    assert list(broken) == []


@pytest.mark.parametrize("name", sorted(RESPONSES))
def test_a_phrase_is_plain_and_says_a_kind_of_the_contract(name: str) -> None:
    for response in RESPONSES[name]:
        text = str(response["text"])
        assert text == text.strip()
        assert text
        custom = response.get("custom", {})
        assert isinstance(custom, dict)
        assert custom.get("kind", "talk") in KINDS


@pytest.mark.parametrize("name", sorted(n for n in RESPONSES if n.startswith("utter_button_")))
def test_a_buttons_words_are_few(name: str) -> None:
    assert len(str(RESPONSES[name][0]["text"])) <= 24


@pytest.mark.parametrize(
    "name", ["utter_error", "utter_empty", "utter_too_long", "utter_rate_limited", "utter_old_button"]
)
def test_the_guards_phrases_are_unclear_turns(name: str) -> None:
    assert Phrases.load(ROOT / "domain.yml").custom(name) == {"kind": "unclear"}


def test_a_phrase_is_filled_in(tmp_path: Path) -> None:
    domain = tmp_path / "domain.yml"
    responses = {"utter_a": [{"text": " {n} of {m}\n", "custom": {"kind": "talk"}}, {"text": "other"}]}
    domain.write_text(yaml.safe_dump({"responses": responses | {"utter_none": []}}), encoding="utf-8")
    phrases = Phrases.load(domain)
    assert phrases.text("utter_a", n=1, m="two", unused=None) == "1 of two"
    assert phrases.custom("utter_a") == {"kind": "talk"}
    assert phrases.names() == {"utter_a", "utter_none"}
    for name in ("utter_none", "utter_b"):
        with pytest.raises(MissingPhrase, match=f"{name}.*add it under responses"):
            phrases.text(name)


def test_a_phrases_custom_is_a_copy() -> None:
    phrases = Phrases({"utter_a": [{"text": "a", "custom": {"kind": "talk"}}], "utter_b": [{"text": "b"}]})
    phrases.custom("utter_a")["kind"] = "plan"
    assert phrases.custom("utter_a") == {"kind": "talk"}
    assert phrases.custom("utter_b") == {}


def test_braces_in_what_is_filled_in_stay_as_they_are() -> None:
    assert Phrases({"utter_a": [{"text": "{n}"}]}).text("utter_a", n="{m}") == "{m}"
