"""What a reader sees: one file that asks for nothing, draws at once, and fits a screen, a phone and a frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from routes.maps.layers import CHANCE_STYLES
from routes.maps.page import build_page
from tests.browser.opening import Opener
from tests.maps.documents import ALL, compare, latest_departure, reach

Build = Callable[[], dict[str, Any]]
DRAWN = "document.querySelectorAll('.leaflet-overlay-pane path.leaflet-interactive').length"


def count_drawn(document: dict[str, Any]) -> int:
    """Return how many lines there are at least: the legs of an itinerary or of a reach, or the ways of a comparison."""
    answer = document["answer"]
    return len((document["itinerary"] or {}).get("legs") or answer.get("edges") or answer["ways"])


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_page_draws_and_asks_for_nothing(opener: Opener, build: Build) -> None:
    page = opener.open(build_page(build()))
    document = build()
    assert page.evaluate(DRAWN) >= count_drawn(document)
    assert [url.rpartition("/")[2] for url in opener.requests] == ["page.html"]
    assert not opener.faults


def test_page_may_load_nothing_at_all(opener: Opener) -> None:
    page = opener.open(build_page(latest_departure()))
    page.evaluate("fetch('https://example.org/').catch(() => 0)")
    page.evaluate(
        "new Promise(r => { const i = new Image(); i.onerror = i.onload = r; i.src = 'https://example.org/'; })"
    )
    refused = [fault for fault in opener.faults if "Content Security Policy" in fault]
    assert len(refused) >= 2


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_page_fits_a_phone(opener: Opener, build: Build) -> None:
    page = opener.open(build_page(build()), width=390, height=844, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('.folium-map').getBoundingClientRect().height") >= 200


def test_page_works_in_a_sandboxed_frame(opener: Opener) -> None:
    (opener.folder / "inner.html").write_text(build_page(latest_departure()), encoding="utf-8")
    outer = (
        '<!DOCTYPE html><iframe sandbox="allow-scripts allow-downloads" src="inner.html" width=900 height=600></iframe>'
    )
    page = opener.open(outer)
    frame = page.frames[1]
    frame.wait_for_selector(".leaflet-overlay-pane path")
    assert frame.evaluate(DRAWN) >= 1
    assert not opener.faults


def test_page_is_complete_without_scripts(opener: Opener) -> None:
    page = opener.open(build_page(latest_departure()), java_script_enabled=False)
    text = page.inner_text("main")
    assert "leave Pyongyang by" in text
    assert "A still picture" in text
    named = page.eval_on_selector_all(".still text", "all => all.map((each) => each.textContent)")
    assert {"Pyongyang", "Khasan"} <= set(named)
    box = page.locator(".still").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) > 300


def test_stations_are_reached_and_opened_by_keyboard(opener: Opener) -> None:
    page = opener.open(build_page(latest_departure()))
    focused = []
    for _ in range(60):
        page.keyboard.press("Tab")
        focused.append(page.evaluate("document.activeElement.getAttribute('aria-label') || ''"))
        if focused[-1].startswith("Pyongyang"):
            break
    assert focused[-1].startswith("Pyongyang")
    page.keyboard.press("Enter")
    assert "Pyongyang" in page.inner_text(".leaflet-popup-content h2")
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Pyongyang")


@pytest.mark.parametrize("width", [768, 800])
def test_map_is_as_wide_as_a_tablet(opener: Opener, width: int) -> None:
    page = opener.open(build_page(compare()), width=width, height=1024)
    assert page.evaluate("document.querySelector('.folium-map').getBoundingClientRect().width") == width


def test_each_way_is_a_layer_that_can_be_taken_off(opener: Opener) -> None:
    document = compare()
    document["stations"]["cc"]["name"] = "<b>Khasan</b> & ${x}"
    page = opener.open(build_page(document))
    page.hover(".leaflet-control-layers")
    names = [name.strip() for name in page.locator(".leaflet-control-layers-overlays label").all_inner_texts()]
    assert names == ["Stations", "<b>Khasan</b> & ${x} by train", "Ussuriysk by plane"]
    before = page.evaluate(DRAWN)
    page.locator(".leaflet-control-layers-overlays label", has_text="Ussuriysk by plane").click()
    assert page.evaluate(DRAWN) == before - 1
    drawn = "[...document.querySelectorAll('.legend .swatch path')]"
    strokes = page.evaluate(f"{drawn}.map((p) => p.getAttribute('stroke') + p.getAttribute('stroke-dasharray'))")
    assert len(set(strokes)) == 2


def test_reach_is_shaded_by_chance(opener: Opener) -> None:
    page = opener.open(build_page(reach()))
    drawn = "[...document.querySelectorAll('.leaflet-overlay-pane path.leaflet-interactive')]"
    strokes = page.evaluate(f"{drawn}.map((p) => p.getAttribute('stroke'))")
    assert {style["color"] for style in CHANCE_STYLES.values()} & set(strokes) == {"#08306b", "#2171b5", "#7d99ac"}


def test_chart_is_a_picture_with_a_name(opener: Opener) -> None:
    page = opener.open(build_page(latest_departure()), width=390)
    chart = page.locator(".curve svg")
    assert chart.get_attribute("role") == "img"
    title = page.locator(f"#{(chart.get_attribute('aria-labelledby') or '').split()[0]}")
    assert "Chance of being in time" in (title.text_content() or "")
    box = chart.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390
    boxes = "[...document.querySelectorAll('.curve text')].map((t) => t.getBoundingClientRect())"
    assert page.evaluate(f"{boxes}.every((b) => b.left >= 0 && b.right <= 390)")


def test_nothing_moves_for_who_wants_no_motion(opener: Opener) -> None:
    page = opener.open(build_page(latest_departure()), reduced_motion="reduce")
    assert (
        page.evaluate("window[Object.keys(window).find((name) => name.startsWith('map_'))].options.zoomAnimation")
        is False
    )


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious(opener: Opener, axe: str, build: Build, width: int) -> None:
    page = opener.open(build_page(build()), width=width)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Runtime.evaluate", {"expression": axe})
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(r => r.violations)")
    serious = [
        (v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found if v["impact"] in ("serious", "critical")
    ]
    assert not serious
