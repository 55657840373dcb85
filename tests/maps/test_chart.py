"""The curve of a deadline as a picture, and the lines by which ways are told apart."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import pairwise

from routes.maps.chart import build_chart
from routes.maps.layers import CHANCE_STYLES, pick_style
from routes.maps.swatches import draw_swatch
from tests.maps.documents import feasible, latest_departure
from tests.maps.hostile import PAYLOADS


def test_chart_is_drawn_as_before(golden: Callable[[str, str], None]) -> None:
    golden("tests/golden/chart.svg", build_chart(latest_departure(), 1).replace("><", ">\n<") + "\n")


def test_chart_says_in_words_what_it_shows() -> None:
    root = ET.fromstring(build_chart(latest_departure(), 2))
    picture = root[1]
    title, text = picture[0], picture[1]
    assert picture.get("aria-labelledby") == f"{title.get('id')} {text.get('id')}" == "chart-2-title chart-2-text"
    assert title.text == "Chance of being in time, by when it leaves Pyongyang; clock of Pyongyang (UTC+9)"
    assert text.text == "90% at Mon 11 Sep 09:45; 50% at Mon 11 Sep 14:45; 10% at Mon 11 Sep 19:45."


def test_departure_that_was_asked_is_marked() -> None:
    document = feasible()
    mark = document["answer"]["curve"]["marks"][1]
    document["answer"]["curve"]["marks"].append(mark | {"name": "asked", "chance": 0.004})
    assert "Asked: Mon 11 Sep 14:45, &lt;1%." in build_chart(document, 1)


def test_text_of_any_origin_leaves_the_picture_whole() -> None:
    for payload in PAYLOADS:
        document = latest_departure()
        document["stations"]["aa"]["name"] = payload
        document["answer"]["curve"]["marks"][0]["name"] = payload
        names = {element.tag for element in ET.fromstring(build_chart(document, 1)).iter()}
        assert names <= {
            "div",
            "p",
            "i",
            "svg",
            "title",
            "desc",
            "rect",
            "path",
            "text",
            "circle",
        }


def test_ways_are_told_apart_by_colour_or_dash() -> None:
    styles = [pick_style(number) for number in range(56)]
    assert len({(style["color"], style.get("dashArray")) for style in styles}) == 56
    first = styles[:7]
    assert len({style["color"] for style in first}) == len({style.get("dashArray") for style in first}) == 7
    assert 'stroke="#009e73"' in draw_swatch(styles[0])


def test_shades_of_chance_grow_paler_and_thinner() -> None:
    def light(color: str) -> float:
        red, green, blue = (int(color[n : n + 2], 16) for n in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    styles = list(CHANCE_STYLES.values())
    shades = [light(style["color"]) for style in styles]
    assert shades == sorted(shades)
    assert all(b - a > 5 for a, b in pairwise(shades))
    assert [style["weight"] for style in styles] == sorted((style["weight"] for style in styles), reverse=True)
