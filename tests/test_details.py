"""Details that are asked for without a question's form, and what tells them."""

from __future__ import annotations

import pytest

from bot.search.catalogue.details import all_details, details
from bot.search.catalogue.steps import asks_detail


@pytest.mark.parametrize(
    ("question", "name", "told"),
    [
        ("caliper bolt tightening", "torque", "Tighten both to 26 ft-lbs"),
        ("battery group size for it", "size", "Take one of group 26R"),
        ("which colour is the wire", "colour", "Unplug the green wire"),
        ("firing order please", "order", "The leads go 1-5-3-6-2-4"),
        ("minimum thickness of the rotor", "limit", "Replace it below 21 mm"),
        ("charging voltage", "voltage", "The meter should show 14.4 V"),
        ("coolant type", "sort", "Fill in G12 only"),
        ("code after it", "code", "It stores P0335"),
        ("at what temp", "temperature", "It opens at 82 C"),
        ("how often", "interval", "Every 30,000 miles"),
    ],
)
def test_a_detail_is_recognised_and_told(question: str, name: str, told: str) -> None:
    assert asks_detail(question)
    detail = all_details()[name]
    assert detail in details(question)
    assert detail.told.search(told)
    assert not detail.told.search("Lift it out by hand")


@pytest.mark.parametrize(
    "question", ["rear wiper comes off how", "swap the pads", "new 12 volt battery", "10 min job?"]
)
def test_a_job_is_no_detail(question: str) -> None:
    assert not asks_detail(question)
