"""Hostile text in every place of a page, opened in a real browser: no script runs, and no page breaks."""

from __future__ import annotations

import pytest

from routes.maps.page import build_page
from tests.browser.opening import Opener
from tests.browser.test_page import DRAWN, count_drawn
from tests.maps.test_safety import PAYLOADS, PLACES, change_documents

CLICK_ALL = """document.querySelectorAll(".leaflet-marker-pane .symbol, .leaflet-overlay-pane path.leaflet-interactive")
  .forEach((shape) => shape.dispatchEvent(new MouseEvent("click", { bubbles: true })))"""


@pytest.mark.parametrize("place", PLACES)
def test_text_runs_no_script_and_breaks_no_page(opener: Opener, place: str) -> None:
    page = opener.open("<p>before</p>", width=500, height=400)
    for payload in PAYLOADS:
        document = next(iter(change_documents(place, payload)))[1]
        opener.turn(page, build_page(document))
        assert page.evaluate(DRAWN) >= count_drawn(document), payload
        page.evaluate(CLICK_ALL)
        assert page.evaluate("typeof L.version") == "string", payload
        assert not opener.faults, payload
        assert len(opener.requests) == 1, payload


def test_a_script_that_ran_would_be_seen(opener: Opener) -> None:
    html = build_page(next(iter(change_documents("note", "x")))[1])
    opener.open(html.replace("</main>", "<script>alert(1)</script></main>"))
    assert any("Content Security Policy" in fault for fault in opener.faults)
    page = opener.open("<p>plain</p>")
    page.evaluate("alert(1)")
    assert opener.faults == ["dialog: 1"]
