"""Names on a map in a real browser: the maker's own, in the language that is chosen, as text."""

from __future__ import annotations

import re

import pytest

from routes.maps.look import Look
from routes.maps.page import build_page
from routes.scenarios.labels import Label
from tests.browser.opening import Opener
from tests.maps.documents import bare, latest_departure, over_the_antimeridian
from tests.maps.hostile import PAYLOADS

NAMES = (Label("East Sea", 40.0, 130.0, "sea"), Label("Sea of Japan", 39.0, 130.0, "sea", "en"))
SHOWN = "[...document.querySelectorAll('.label:not(.hidden)')].map((label) => label.textContent)"


def test_names_are_those_of_the_language(opener: Opener) -> None:
    document = bare()
    for code, station in document["stations"].items():
        station["names"] = {"ru": f"Имя {code}"}
    page = opener.open(build_page(document, look=Look(labels=NAMES, lang="ru")))
    first = ".name-0 span span:first-child"
    assert page.inner_text(first).startswith("Имя")
    assert page.get_attribute(first, "lang") == "ru"
    assert page.evaluate(SHOWN) == ["East Sea"]
    page.select_option("select", "")
    assert not page.inner_text(first).startswith("Имя")
    assert page.evaluate(SHOWN) == ["East Sea", "Sea of Japan"]
    assert not opener.faults


def test_popup_tells_the_names_in_further_scripts(opener: Opener) -> None:
    document = latest_departure()
    for payload in ("하산", *PAYLOADS):
        document["stations"]["bb"] |= {"local_name": "Хасан", "names": {"ko": payload, "ru": "Хасан"}}
        page = opener.open(build_page(document))
        page.evaluate("location.hash = 'bb'")
        assert f"Also {payload} (ko)." in page.locator(".popup p").all_text_contents()
        assert not opener.faults, payload


ON_LAND = """(places) => { const path = document.querySelector('.leaflet-world-pane path');
  return places.map((place) => path.isPointInFill(window.ground.map.latLngToLayerPoint(place))); }"""


def test_names_run_no_script(opener: Opener) -> None:
    page = opener.open("<p>before</p>", width=500, height=400)
    for payload in PAYLOADS:
        opener.turn(page, build_page(bare(), look=Look(labels=(Label(payload, 40.0, 128.0, "sea"),))))
        assert page.evaluate(SHOWN) == [payload]
        assert not opener.faults, payload
        assert len(opener.requests) == 1, payload


def test_the_world_goes_on_beyond_the_antimeridian(opener: Opener) -> None:
    page = opener.open(build_page(over_the_antimeridian()))
    assert page.evaluate(ON_LAND, [[66, 175], [65, 200], [58, 180]]) == [True, True, False]
    frame = "document.querySelector('.folium-map').getBoundingClientRect()"
    spans = page.evaluate(f"""(() => {{ const frame = {frame};
      return [...document.querySelectorAll('.leaflet-overlay-pane path.leaflet-interactive')]
        .map((path) => path.getBoundingClientRect())
        .map((box) => [box.left - frame.left, frame.right - box.right, box.width]); }})()""")
    assert all(left >= 0 and right >= 0 for left, right, _ in spans), "nothing runs off the map, or around the globe"
    assert not opener.faults


@pytest.mark.parametrize(("lang", "title"), [("ru", "Крупнее"), ("ko", "확대"), ("", "Zoom in")])
def test_controls_and_root_are_in_the_language_of_the_page(opener: Opener, axe: str, lang: str, title: str) -> None:
    page = opener.open(build_page(latest_departure(), look=Look(lang=lang)))
    assert page.evaluate("document.documentElement.lang") == (lang or "en")
    assert page.get_attribute(".leaflet-control-zoom-in", "aria-label") == title
    names = page.locator(".leaflet-control-layers-overlays label").all_text_contents()
    assert names and all(bool(re.search("[A-Za-z]", name)) == (lang == "") for name in names)
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": axe})
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(r => r.violations)")
    assert not [v["id"] for v in found if v["impact"] in ("serious", "critical")]
    assert not opener.faults
