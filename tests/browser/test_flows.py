"""A page of flows in a real browser: drawn soon, told by pointer and by keyboard, and safe."""

from __future__ import annotations

from routes.maps.flows import build_flow_page
from tests.browser.opening import Opener
from tests.maps.flows import few_flows, many_flows
from tests.maps.hostile import PAYLOADS

PAINTED = "document.querySelector('.leaflet-overlay-pane canvas').getContext('2d').getImageData(0, 0, 800, 600).data"


def test_ten_thousand_flows_are_one_layer(opener: Opener) -> None:
    page = opener.open(build_flow_page(many_flows()))
    assert page.locator(".leaflet-overlay-pane > *").count() == 1
    assert page.evaluate(f"{PAINTED}.some((part) => part > 0)")
    assert [url.rpartition("/")[2] for url in opener.requests] == ["page.html"]
    assert not opener.faults


def test_a_flow_is_chosen_by_keyboard_and_by_pointer(opener: Opener) -> None:
    page = opener.open(build_flow_page(few_flows()))
    page.focus(".pick")
    page.keyboard.press("Enter")
    assert page.inner_text("#chosen") == "Here → There: 10"
    assert page.inner_text(".leaflet-popup-content h2") == "Here → There"
    page.keyboard.press("Escape")
    frame = page.locator(".folium-map").bounding_box() or {"x": 0, "y": 0, "width": 0, "height": 0}
    found = []
    for step in range(60):
        page.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] * step / 60)
        found += page.locator(".tip h2").all_inner_texts()
    assert "Here → There" in found


def test_text_runs_no_script(opener: Opener) -> None:
    page = opener.open("<p>before</p>", width=500, height=400)
    for payload in PAYLOADS:
        opener.turn(page, build_flow_page(few_flows(name=payload, place=payload)))
        page.click(".pick >> nth=0")
        assert page.locator(".leaflet-popup-content h2").count() == 1, payload
        assert not opener.faults, payload
        assert len(opener.requests) == 1, payload


def test_axe_finds_nothing_serious(opener: Opener, axe: str) -> None:
    for width in (390, 1280):
        page = opener.open(build_flow_page(few_flows()), width=width)
        page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": axe})
        found = page.evaluate("axe.run({resultTypes: ['violations']}).then(r => r.violations)")
        assert not [v["id"] for v in found if v["impact"] in ("serious", "critical")]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
