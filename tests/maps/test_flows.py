"""The page of flows: one data block, widths by count, and text that stays text."""

from __future__ import annotations

import pytest

from routes.maps.flows import THINNEST_PX, WIDEST_PX, build_flow_page, format_count
from tests.maps.flows import few_flows, many_flows
from tests.maps.hostile import PAYLOADS
from tests.maps.reading import Page, digest

PLAIN = Page(build_flow_page(few_flows()))


def test_widths_follow_counts() -> None:
    assert PLAIN.drawing["widths"] == [round(max(THINNEST_PX, WIDEST_PX * n / 10), 2) for n in (1, 2, 10)]
    assert "Greatest: Here → There, 10." in PLAIN.text
    assert "Busiest place: Here, 13 from and to it." in PLAIN.text


def test_view_is_the_narrower_side_of_the_world() -> None:
    assert PLAIN.drawing["bounds"] == [[-33.0, 140.0], [35.0, 242.0]]


def test_ten_thousand_flows_stand_in_one_block_and_are_small() -> None:
    text = build_flow_page(many_flows())
    assert len(text.encode()) < 300_000
    assert len(Page(text).drawing["flows"]) > 9_000
    assert text.count("<tr>") == 51
    assert text == build_flow_page(many_flows())


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("where", ["name", "place"])
def test_text_stays_text(payload: str, where: str) -> None:
    page = Page(build_flow_page(few_flows(**{where: payload})))
    assert not page.errors
    assert page.inline_scripts == PLAIN.inline_scripts
    assert all(digest(script) in page.policy for script in page.inline_scripts)
    assert page.tags == PLAIN.tags
    assert " ".join(payload.split()) in page.text


@pytest.mark.parametrize(("count", "text"), [(1234.0, "1,234"), (0.5, "0.5"), (973.4, "973"), (1.0, "1")])
def test_counts_read_well(count: float, text: str) -> None:
    assert format_count(count) == text
