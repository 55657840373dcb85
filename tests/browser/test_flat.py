"""Flat pictures in a real browser: no text of them runs, and a page prints whole, as vectors on A4 landscape."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from routes.maps.flat.chart import build_chart
from routes.maps.flat.picture import build_picture
from routes.maps.page import build_page
from tests.browser.opening import Opener
from tests.maps.documents import ALL, distance, latest_departure
from tests.maps.hostile import PAYLOADS, fill_answers

Build = Callable[[], dict[str, Any]]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_runs_no_script_in_a_picture(opener: Opener, payload: str) -> None:
    page = opener.open("<p>before</p>", width=600, height=400)
    for _, document, _ in fill_answers(payload):
        is_charted = document["question"]["kind"] not in ("distance", "reach", "compare")
        builds = [build_picture] + ([build_chart] if is_charted else [])
        for build in builds:
            path = opener.folder / "picture.svg"
            path.write_text(build(document), encoding="utf-8")
            opener.requests.clear()
            page.goto(path.as_uri())
            assert page.evaluate("document.querySelectorAll('circle, path').length") > 3, payload
            assert not opener.faults, payload
            assert len(opener.requests) == 1, payload


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_labels_fit_the_letters_of_a_browser(opener: Opener, build: Build) -> None:
    page = opener.open("<p>before</p>", width=1200, height=675)
    path = opener.folder / "picture.svg"
    path.write_text(build_picture(build()), encoding="utf-8")
    page.goto(path.as_uri())
    widest = "Math.max(...[...document.querySelectorAll('text')].map((t) => t.getBBox().x + t.getBBox().width))"
    assert page.evaluate(widest) <= 1200


def test_page_prints_its_still_picture_as_vectors(opener: Opener) -> None:
    page = opener.open(build_page(latest_departure()))
    assert page.evaluate("getComputedStyle(document.querySelector('.still')).display") == "none"
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.still')).display") == "block"
    assert page.evaluate("getComputedStyle(document.querySelector('.folium-map')).display") == "none"
    pdf = page.pdf(prefer_css_page_size=True)
    (wide, tall) = map(float, re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0])
    assert (round(wide), round(tall)) == (842, 595)
    assert b"/Subtype /Image" not in pdf.replace(b"/Subtype/Image", b"/Subtype /Image")


def test_map_and_its_legend_are_on_the_first_sheet(opener: Opener) -> None:
    wide, tall = round((297 - 24) / 25.4 * 96), round((210 - 24) / 25.4 * 96)
    page = opener.open("<p>before</p>", width=wide, height=tall)
    page.emulate_media(media="print")
    for build in ALL:
        opener.turn(page, build_page(build()))
        assert page.evaluate("document.querySelector('.chart').getBoundingClientRect().bottom") <= tall, build


def test_picture_of_a_distance_stands_still_too(opener: Opener) -> None:
    page = opener.open(build_page(distance()), java_script_enabled=False)
    assert page.locator(".still").is_visible()


@pytest.mark.parametrize("broken", ["delete window.DecompressionStream", "window.matchMedia = () => { throw 1; }"])
def test_still_picture_stays_where_the_map_cannot_be_drawn(opener: Opener, broken: str) -> None:
    page = opener.open("<p>before</p>")
    page.add_init_script(broken)
    opener.turn(page, build_page(latest_departure()), wait=False)
    for _ in range(100):
        if page.locator(".still").is_visible():
            break
        page.wait_for_timeout(50)
    assert page.locator(".still").is_visible()
    assert page.evaluate("document.documentElement.dataset.drawn") is None
