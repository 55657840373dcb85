"""The journey in time in a real browser: the train is where the document says, whatever clock the reader has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from routes import clock
from routes.geo import Coordinate, geodesic_m
from routes.maps.page import build_page
from routes.maps.plays import build_plays
from tests.browser.opening import Opener
from tests.maps.documents import (
    ALL,
    PLACES,
    Document,
    compare,
    distance,
    latest_departure,
    over_the_antimeridian,
    seen,
    two_readings,
)
from tests.maps.hostile import PAYLOADS

if TYPE_CHECKING:
    from playwright.sync_api import Page

Build = Callable[[], dict[str, Any]]
MAP = "window[Object.keys(window).find((name) => name.startsWith('map_'))]"
TRAIN = f"""(() => {{ const found = []; {MAP}.eachLayer((layer) => {{
  if (layer.getLatLng && layer.getElement().classList.contains("train")) found.push(layer.getLatLng()); }});
  return found.map((at) => [at.lat, at.lng]); }})()"""
BAND = f"""(() => {{ const found = []; {MAP}.eachLayer((layer) => {{
  if (layer.options.pane === "band" && layer.getLatLngs) found.push(layer.getLatLngs().flat()); }});
  return found[0].map((at) => [at.lat, at.lng]); }})()"""
SET = """(seconds) => { const slider = document.querySelector(".time");
  slider.value = seconds; slider.dispatchEvent(new Event("input")); }"""
HOUR = 3600


def train_at(page: Page, hours: float) -> Coordinate:
    page.evaluate(SET, hours * HOUR)
    (found,) = page.evaluate(TRAIN)
    return Coordinate(*found)


def play_of(document: Document) -> dict[str, Any]:
    """Return the first play with its first train."""
    play = build_plays(document)[0]
    return {**play["trains"][0], **play}


def label(page: Page) -> str:
    return str(page.get_attribute(".time", "aria-valuetext"))


@pytest.mark.parametrize(
    ("hours", "place"),
    [(0, "aa"), (2, "bb"), (3, "bb"), (4, "bb"), (6, "cc"), (8, "dd"), (8.2, "dd"), (10.25, "cc"), (11.25, "cc")],
)
def test_train_is_at_the_station_at_its_time(opener: Opener, hours: float, place: str) -> None:
    page = opener.open(build_page(latest_departure()))
    # track that is run twice is drawn beside itself, by some pixels
    assert geodesic_m(train_at(page, hours), Coordinate(*PLACES[place])) < 12_000


def test_train_is_half_way_at_half_time(opener: Opener) -> None:
    page = opener.open(build_page(latest_departure()))
    found, ends = train_at(page, 1), [Coordinate(*PLACES[code]) for code in ("aa", "bb")]
    lengths = [geodesic_m(end, found) for end in ends]
    assert abs(lengths[0] - lengths[1]) < 3_000
    assert sum(lengths) - geodesic_m(*ends) < 1_000


def test_band_is_the_track_from_the_late_train_to_the_early_one(opener: Opener) -> None:
    page = opener.open(build_page(latest_departure()))
    page.evaluate(SET, 2 * HOUR)  # the late train is an hour behind, half way to Tumangang, where the early one stands
    band = page.evaluate(BAND)
    late, early = Coordinate(*band[0]), Coordinate(*band[-1])
    ends = [Coordinate(*PLACES[code]) for code in ("aa", "bb")]
    assert geodesic_m(early, ends[1]) < 1_000
    assert geodesic_m(late, ends[1]) == pytest.approx(geodesic_m(*ends) / 3, rel=0.02)
    page.evaluate(SET, 0)
    assert page.evaluate(BAND) == []


def test_label_is_that_of_the_document(opener: Opener) -> None:
    page = opener.open(build_page(latest_departure()))
    page.evaluate(SET, 10.25 * HOUR)
    text = page.inner_text(".now").split("\n")
    assert " ".join(text).split() == [
        *("Tue", "12", "Sep", "02:00", "UTC+10"),
        *("Mon", "11", "Sep", "16:00", "UTC", "arriving", "at", "Khasan"),
    ]
    assert label(page).startswith("Tue 12 Sep 02:00 UTC+10, Mon 11 Sep 16:00 UTC, arriving at Khasan")
    row = page.locator("details tr", has_text="Khasan arrive").first.text_content()
    assert row
    assert "Tue\u00a012\u00a0Sep 02:00" in row


@pytest.mark.parametrize("build", [latest_departure, seen, over_the_antimeridian], ids=lambda b: b.__name__)
def test_clock_of_the_reader_changes_nothing(opener: Opener, build: Build) -> None:
    shown = []
    for zone in ("America/New_York", "Asia/Vladivostok"):
        page = opener.open(build_page(build()), timezone_id=zone, locale="en-US" if zone[0] == "A" else "ko-KR")
        page.evaluate("new Promise((done) => setTimeout(done, 300))")  # until the names on the map have settled
        page.evaluate(SET, 5 * HOUR)
        shown.append((page.inner_text("body"), label(page), page.evaluate(TRAIN)))
    assert shown[0] == shown[1]


def test_every_frame_is_reached_by_keyboard(opener: Opener) -> None:
    page = opener.open(build_page(latest_departure()))
    play = play_of(latest_departure())
    page.focus(".time")
    assert page.get_attribute(".time", "type") == "range"
    assert page.get_attribute(".time", "aria-label") == "Time of the journey"
    for key, index in (
        ("ArrowRight", 1),
        ("ArrowUp", 2),
        ("ArrowLeft", 1),
        ("PageUp", 13),
        ("PageDown", 1),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        assert label(page).startswith(f"{play['clock'][index]}, {play['utc'][index]}"), key
    page.keyboard.press("End")
    assert label(page).startswith("Tue 12 Sep 03:00 UTC+10")
    page.keyboard.press("Space")
    assert page.get_attribute(".play", "aria-label") == "Pause"
    page.keyboard.press("Space")
    assert page.get_attribute(".play", "aria-label") == "Play the journey"


def test_journey_plays_to_its_end(opener: Opener) -> None:
    page = opener.open(build_page(latest_departure()))
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-drawn]", state="attached")
    page.click(".play")
    page.clock.run_for(5_000)
    seconds = float(page.input_value(".time"))
    assert 0 < seconds < 11 * HOUR
    page.clock.run_for(60_000)
    assert label(page).startswith("Tue 12 Sep 03:00 UTC+10")
    assert page.get_attribute(".play", "aria-label") == "Play the journey"


def test_without_motion_the_train_leaps_from_second_to_second(opener: Opener) -> None:
    page = opener.open(build_page(latest_departure()), reduced_motion="reduce")
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-drawn]", state="attached")
    page.click(".play")
    page.clock.run_for(900)
    assert float(page.input_value(".time")) == 0
    page.clock.run_for(200)
    leapt = float(page.input_value(".time"))
    assert leapt > 0
    page.clock.run_for(800)
    assert float(page.input_value(".time")) == leapt
    page.clock.run_for(60_000)
    assert page.get_attribute(".play", "aria-label") == "Play the journey"


def test_pause_stands_at_an_instant_whose_text_is_shown(opener: Opener) -> None:
    page = opener.open(build_page(latest_departure()))
    page.click(".play")
    page.wait_for_timeout(300)
    page.click(".play")
    play = play_of(latest_departure())
    assert float(page.input_value(".time")) in play["at"]


def test_train_goes_on_over_the_antimeridian(opener: Opener) -> None:
    page = opener.open(build_page(over_the_antimeridian()))
    lons = [train_at(page, hours).lon for hours in (0, 0.5, 1, 1.5, 2)]
    assert lons == sorted(lons)
    assert lons[0] == pytest.approx(177.5)
    assert lons[-1] == pytest.approx(360 - 173.3, abs=0.01)


def test_reading_to_play_is_chosen(opener: Opener) -> None:
    document = two_readings()
    for row in document["alternatives"][0]["itinerary"]["events"]:
        for key in ("early", "time", "late"):
            instant = datetime.fromisoformat(row[key]["utc"]) + timedelta(hours=12)
            row[key] = clock.stamp(instant, row[key]["zone"])
    page = opener.open(build_page(document))
    assert label(page).startswith("Mon 11 Sep 14:45 UTC+9")
    page.click(".play")
    page.select_option("#player select", "by Tue 12 Sep 2023 11:45 Vladivostok")
    assert label(page).startswith("Tue 12 Sep 02:45 UTC+9")
    assert page.get_attribute(".play", "aria-label") == "Play the journey"
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    assert page.locator(".train").count() == 1
    page.keyboard.press("ArrowUp")
    assert label(page).startswith("Mon 11 Sep 14:45 UTC+9")


def test_answer_without_times_has_no_slider(opener: Opener) -> None:
    page = opener.open(build_page(distance()))
    assert page.locator(".time").count() == 0
    assert not page.is_visible(".player")
    assert page.evaluate(TRAIN) == []


def test_trains_of_a_comparison_move_together_in_the_colours_of_their_ways(opener: Opener) -> None:
    page = opener.open(build_page(compare()))
    page.evaluate(SET, 7.5 * HOUR)
    rail, air = page.evaluate(TRAIN)
    assert geodesic_m(Coordinate(*rail), Coordinate(*PLACES["cc"])) < 1_000
    lengths = [geodesic_m(Coordinate(*air), Coordinate(*PLACES[code])) for code in ("aa", "dd")]
    assert lengths[0] == pytest.approx(lengths[1], rel=0.02)
    fills = page.evaluate(
        "[...document.querySelectorAll('.train path:first-child')].map((p) => p.getAttribute('fill'))"
    )
    assert fills == page.evaluate(
        "[...document.querySelectorAll('.legend .swatch path')].map((p) => p.getAttribute('stroke'))"
    )
    shown = page.inner_text(".told").split("\n")
    assert shown[0] == "Mon 11 Sep 13:15 UTC"
    assert label(page).split("; ") == [
        "Mon 11 Sep 13:15 UTC",
        "Khasan by train, Mon 11 Sep 23:15 UTC+10, at Khasan, arrived",
        "Ussuriysk by plane, Mon 11 Sep 22:15 UTC+9 (Pyongyang) / Mon 11 Sep 23:15 UTC+10 (Vladivostok), "
        "between Pyongyang and Ussuriysk, 80%: from Pyongyang – Ussuriysk to Ussuriysk",
    ]


def test_way_that_is_put_away_has_no_train(opener: Opener) -> None:
    page = opener.open(build_page(compare()))
    page.evaluate(SET, 7.5 * HOUR)
    page.hover(".leaflet-control-layers")
    page.locator(".leaflet-control-layers-overlays label", has_text="Ussuriysk by plane").click()
    shown = "[...document.querySelectorAll('.train')].map((train) => getComputedStyle(train).visibility)"
    assert page.evaluate(shown) == ["visible", "hidden"]


@pytest.mark.parametrize("width", [1280, 390])
def test_list_of_trains_that_scrolls_cuts_a_row(opener: Opener, width: int) -> None:
    page = opener.open(build_page(compare()), width=width)
    cut = """() => {
      const told = document.querySelector(".told");
      const one = told.querySelector(".one");
      for (let count = 0; count < 6; count += 1) told.appendChild(one.cloneNode(true));
      const end = told.getBoundingClientRect().bottom;
      const lines = [...told.querySelectorAll(".one > span")].map((line) => line.getBoundingClientRect());
      return [told.scrollHeight > told.clientHeight, lines.some((line) => line.top < end - 4 && line.bottom > end + 1)];
    }"""
    assert page.evaluate(cut) == [True, True]


def test_page_is_played_in_a_sandboxed_frame(opener: Opener) -> None:
    (opener.folder / "inner.html").write_text(build_page(latest_departure()), encoding="utf-8")
    page = opener.open(
        '<iframe sandbox="allow-scripts allow-downloads" src="inner.html" width=900 height=700></iframe>'
    )
    frame = page.frames[1]
    frame.wait_for_selector("html[data-drawn]", state="attached")
    frame.evaluate(SET, 3 * HOUR)
    assert "at Tumangang" in frame.inner_text(".now")
    assert not opener.faults


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_strip_fits_a_phone_and_keeps_its_height(opener: Opener, build: Build) -> None:
    plays = build_plays(build())
    if not plays:
        return
    play = plays[0]
    page = opener.open(build_page(build()), width=390, height=844, has_touch=True, is_mobile=True)
    heights = set()
    for at in play["at"][:: max(1, len(play["at"]) // 12)]:
        page.evaluate(SET, at)
        heights.add(page.evaluate("document.querySelector('.player').offsetHeight"))
    assert len(heights) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    size = page.locator(".play").bounding_box()
    assert size
    assert min(size["width"], size["height"]) >= 44


def test_slider_is_moved_by_touch(opener: Opener) -> None:
    page = opener.open(build_page(latest_departure()), width=390, height=844, has_touch=True, is_mobile=True)
    page.locator(".time").scroll_into_view_if_needed()
    box = page.locator(".time").bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    assert 4 * HOUR < float(page.input_value(".time")) < 7 * HOUR


def hostile(document: Document, text: str) -> Document:
    """Return an answer with a text in every place that the player or a sighting shows."""
    for station in document["stations"].values():
        station |= {"name": text, "names": {"ko": text, text: text}}
    for row in document["question"]["seen"] + document["question"]["not_seen"]:
        row |= {"text": text, "assumed": [text]}
    for leg in document["itinerary"]["legs"]:
        leg["source"] = text
    return document


def test_hostile_text_stays_text_in_player_and_sightings(opener: Opener) -> None:
    page = opener.open("<p>before</p>")
    for payload in PAYLOADS:
        opener.turn(page, build_page(hostile(seen(), payload)))
        page.evaluate(SET, 3 * HOUR)
        assert payload.split()[0] in label(page)
        page.evaluate(
            "document.querySelectorAll('.symbol, path.leaflet-interactive').forEach((shape) => "
            "shape.dispatchEvent(new MouseEvent('click', { bubbles: true })))"
        )
        assert page.locator(".player script, .popup script, .player img, .popup img, .popup svg").count() == 0, payload
        assert not opener.faults, payload
        assert len(opener.requests) == 1, payload


def test_sighting_opens_by_keyboard_with_its_error(opener: Opener) -> None:
    page = opener.open(build_page(seen()))
    page.focus(".symbol-seen")
    page.keyboard.press("Enter")
    text = page.inner_text(".popup")
    assert "Seen leaving Tumangang" in text
    assert "±10 min" in text


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious_while_several_are_played(opener: Opener, axe: str, width: int) -> None:
    page = opener.open(build_page(compare()), width=width)
    page.evaluate(SET, 7.5 * HOUR)
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": axe})
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(r => r.violations)")
    assert not [(v["id"], [n["html"] for n in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious_while_playing(opener: Opener, axe: str, width: int) -> None:
    page = opener.open(build_page(seen()), width=width)
    page.evaluate(SET, 3 * HOUR)
    page.focus(".symbol-seen")
    page.keyboard.press("Enter")
    while page.evaluate("getComputedStyle(document.querySelector('.leaflet-popup')).opacity") != "1":
        page.wait_for_timeout(20)  # it fades in
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": axe})
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(r => r.violations)")
    assert not [(v["id"], [n["html"] for n in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")]
