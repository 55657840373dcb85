"""The flat picture: well-formed, editable, complete, and every station where its projection puts it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import pytest
from shapely.geometry import LineString, Point, box

from routes.errors import UsageError
from routes.geo import Coordinate, geodesic_m
from routes.maps.features import build_features
from routes.maps.flat.chart import build_chart
from routes.maps.flat.frame import Panel, build_frame
from routes.maps.flat.letters import text_width
from routes.maps.flat.picture import HEIGHT, WIDTH, build_picture, list_points
from routes.maps.flat.projection import choose_projection, list_lonlat
from routes.maps.flat.route import CASING
from routes.maps.layers import BASIS_STYLES, GROUND_STYLES, STOP_STYLES
from routes.maps.leaflet import _FOLDER
from routes.maps.look import Look, format_disclaimer
from routes.maps.ways import weigh_ways
from routes.scenarios.labels import Label
from tests.maps.documents import (
    ALL,
    by_air,
    compare,
    distance,
    latest_departure,
    leg,
    over_the_antimeridian,
    reach,
    two_readings,
)
from tests.maps.flat.drawn import SVG, find, layers, lines, parse, points, texts
from tests.maps.hostile import PAYLOADS, fill_answers

Build = Callable[[], dict[str, Any]]
PAGE = _FOLDER.parent


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_picture_is_well_formed_and_layered(build: Build) -> None:
    root = parse(build_picture(build()))
    assert (root.get("width"), root.get("height")) == (str(WIDTH), str(HEIGHT))
    named = layers(root)
    assert named[0] == "Paper"
    assert set(named) >= {"Sea", "Land", "Route", "Stations", "Labels", "Scale", "Legend", "Title", "Sources"}
    idents = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(idents) == len(set(idents))


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_picture_has_text_as_text_and_nothing_that_runs_or_loads(build: Build) -> None:
    svg = build_picture(build())
    root = parse(svg)
    used = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert used <= {"svg", "title", "desc", "defs", "clipPath", "g", "path", "rect", "circle", "line", "text"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name or name == "style"]
    assert svg.count("http") == 2, "the names of the two namespaces"
    assert svg.count("url(") == svg.count("url(#map-frame)")


def test_picture_says_what_the_answer_is_and_what_it_rests_on() -> None:
    words = " ".join(texts(parse(build_picture(latest_departure()))))
    assert "Latest departure: Pyongyang – Khasan, by Mon 11 Sep 2023 24:00 Vladivostok" in words
    assert "Even odds: leave Pyongyang by Mon 11 Sep 14:45 local (05:45 UTC)." in words
    assert "AS OF Mon 11 Sep 2023 09:45 Seoul (scenario vladivostok-2023), NOT TODAY" in words
    assert "© OpenStreetMap contributors (ODbL 1.0)" in words
    assert "Made with Natural Earth" in words
    assert "Lambert azimuthal equal-area" in words
    assert "border KP/RU, clocks +1 h" in words
    assert "gauge 1435 – 1520 mm" in words
    assert "평양" in words


def test_each_reading_of_a_question_has_its_line() -> None:
    words = texts(parse(build_picture(two_readings())))
    assert len([line for line in words if line.startswith("Even odds: ")]) == 2


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_stations_lie_at_their_projected_place(build: Build) -> None:
    document = build()
    root = parse(build_picture(document))
    features = build_features(document)
    view = choose_projection(list_lonlat(list_points(features)))
    places, drawn = [], []
    for stop in features.stops:
        circle = find(root, f"station-{stop.code}")
        drawn.append(Point(float(circle.get("cx", "")), float(circle.get("cy", ""))))
        places.append(Point(*view.project(list_lonlat([stop.point]))[0]))
    for first, second in combinations(range(len(places)), 2):
        apart, shown = places[first].distance(places[second]), drawn[first].distance(drawn[second])
        scale = places[0].distance(places[-1]) / drawn[0].distance(drawn[-1])
        assert shown == pytest.approx(apart / scale, abs=0.3)


def test_station_stands_on_its_line() -> None:
    root = parse(build_picture(latest_departure()))
    track = LineString(points(find(root, "route-1-estimated").get("d", "")))
    start = find(root, "station-aa")
    assert track.distance(Point(float(start.get("cx", "")), float(start.get("cy", "")))) < 0.3


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_scale_bar_is_as_long_as_it_says(build: Build) -> None:
    document = build()
    root = parse(build_picture(document))
    bar = find(root, "scale-bar").get("d", "")
    units = float(bar.split("h")[1].split("v")[0])
    label = next(t for t in texts(find(root, "scale")) if t.endswith(" km"))
    said_m = 1000 * int(label.removesuffix(" km").replace(",", ""))
    features = build_features(document)
    stops = {stop.code: stop for stop in features.stops}
    first, last = stops["aa"], stops["dd"]
    spots = [find(root, f"station-{stop.code}") for stop in (first, last)]
    apart = Point(*(float(spots[0].get(k, "")) for k in ("cx", "cy"))).distance(
        Point(*(float(spots[1].get(k, "")) for k in ("cx", "cy")))
    )
    ends = [Coordinate(lat, (lon + 180) % 360 - 180) for lat, lon in (first.point, last.point)]
    assert said_m / units == pytest.approx(geodesic_m(*ends) / apart, rel=0.011)


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_no_label_covers_another_or_leaves_the_map(build: Build) -> None:
    root = parse(build_picture(build()))
    taken = []
    for label in find(root, "labels"):
        boxes = [_box(line) for line in label]
        taken.append(boxes[0].union(boxes[-1]).envelope)
    frame = find(root, "frame")[0]
    panel = box(*_corners(frame))
    assert all(panel.covers(area) for area in taken)
    assert not [1 for a, b in combinations(taken, 2) if a.intersection(b).area > 1]


def _box(line: Any) -> Any:
    size = float(line.get("font-size"))
    wide = text_width(line.text, size, bold=line.get("font-weight") == "700")
    x, y = float(line.get("x")), float(line.get("y"))
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[line.get("text-anchor", "start")]
    return box(left, y - size * 0.9, left + wide, y + size * 0.2)


def _corners(rect: Any) -> tuple[float, float, float, float]:
    x, y, wide, tall = (float(rect.get(key)) for key in ("x", "y", "width", "height"))
    return x, y, x + wide, y + tall


def test_route_over_the_antimeridian_is_one_line_across_the_picture() -> None:
    root = parse(build_picture(over_the_antimeridian()))
    drawn = list(lines(find(root, "route-casing").get("d", "")))
    assert all(abs(b[0] - a[0]) < WIDTH / 2 for line in drawn for a, b in pairwise(line))
    spots = [float(find(root, f"station-{code}").get("cx", "")) for code in ("aa", "bb", "cc", "dd")]
    assert spots == sorted(spots), "from west to east, over 180 degrees"


def _between(*places: tuple[float, float]) -> dict[str, Any]:
    document = distance()
    for code, (lat, lon) in zip(("aa", "bb", "cc", "dd"), places, strict=True):
        document["stations"][code] |= {"lat": lat, "lon": lon}
    return document


def test_route_over_the_pole_is_shown_whole() -> None:
    svg = build_picture(_between((55.8, 37.7), (87.7, 120.0), (70.0, -152.0), (61.2, -149.9)))
    root = parse(svg)
    frame = box(*_corners(find(root, "frame")[0]))
    for line in lines(find(root, "route-casing").get("d", "")):
        assert frame.covers(LineString(line))
    assert "Lambert azimuthal equal-area around" in svg


@pytest.mark.parametrize(
    "places",
    [
        ((-36.8, 174.8), (10.0, 120.0), (40.0, 50.0), (40.4, -3.7)),
        ((40.0, -74.0), (0.0, 20.0), (35.0, 139.7), (40.0, -120.0)),
        ((0.0, 0.0), (0.0, 90.0), (0.0, 179.0), (0.0, -90.0)),
    ],
)
def test_route_round_the_world_is_cut_at_the_edge_of_the_globe(places: Any) -> None:
    svg = build_picture(_between(*places))
    root = parse(svg)
    assert "Equal Earth around" in svg
    drawn = list(lines(find(root, "route-casing").get("d", "")))
    assert all(abs(b[0] - a[0]) < WIDTH / 3 for line in drawn for a, b in pairwise(line))
    assert "along the equator" in svg


def test_a_journey_of_no_length_has_a_picture() -> None:
    parse(build_picture(_between(*[(39.0, 125.7)] * 4)))


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_same_answer_gives_same_bytes(build: Build) -> None:
    document = build()
    kept = copy.deepcopy(document)
    assert build_picture(document) == build_picture(build())
    assert document == kept


@cache
def _plain() -> tuple[set[str], set[str]]:
    """Return the elements and the attributes of pictures whose texts are plain."""
    drawn = [e for _, document, _ in fill_answers("x") for e in parse(build_picture(document)).iter()]
    return {e.tag for e in drawn}, {name for e in drawn for name in e.attrib}


@pytest.mark.parametrize("payload", (*PAYLOADS, "a\x00b\x1b[31m\x07c\u202ed\ud800"))
def test_text_from_files_stays_text(payload: str) -> None:
    tags, names = _plain()
    for _, document, _ in fill_answers(payload):
        svg = build_picture(document)
        root = parse(svg)
        assert {e.tag for e in root.iter()} <= tags
        assert {name for e in root.iter() for name in e.attrib} <= names
        assert not set(svg) & set("\x00\x1b\x07\u202e\ud800")


def test_styles_are_those_of_the_page() -> None:
    script = (PAGE / "ground.js").read_text(encoding="utf-8")
    colours = [GROUND_STYLES["sea"], GROUND_STYLES["land"]]
    colours += [GROUND_STYLES["strokes"][name]["stroke"] for name in ("shore", "border", "river")]
    assert all(colour in script for colour in colours)
    root = parse(build_picture(latest_departure()))
    assert find(root, "route-1-estimated").get("stroke") == BASIS_STYLES["estimated"]["color"]
    assert find(root, "station-aa").get("r") == str(STOP_STYLES["start"]["radius"])
    assert find(root, "route-casing").get("stroke") == CASING["stroke"]


def test_legend_has_only_what_is_drawn() -> None:
    idents = {e.get("id") for e in find(parse(build_picture(by_air())), "legend")}
    assert "legend-line-geodesic" in idents
    assert not idents & {"legend-line-official", "legend-symbol-gauge", "legend-way-0"}


@pytest.mark.parametrize("build", [reach, compare], ids=lambda b: b.__name__)
def test_answers_of_rows_are_drawn_with_their_ways_or_chances(build: Build) -> None:
    document = build()
    root = parse(build_picture(document))
    idents = {e.get("id") for e in find(root, "legend")}
    wanted = "legend-line-chance-0" if document["question"]["kind"] == "reach" else "legend-way-0"
    assert wanted in idents
    with pytest.raises(UsageError, match="no one journey"):
        build_chart(document)


def test_frame_shows_at_least_sixty_kilometres() -> None:
    frame = build_frame(Panel(0, 0, 1000, 500), [(43.0, 131.0), (43.0, 131.0)])
    assert frame.metres * 1000 >= 60_000


@pytest.mark.parametrize(
    ("worldview", "drawn"), [("neutral", {"border", "disputed"}), ("control", {"border"}), ("none", set())]
)
def test_picture_draws_the_borders_that_its_maker_chose(worldview: str, drawn: set[str]) -> None:
    root = parse(build_picture(latest_departure(), look=Look(worldview)))
    assert {e.get("id") for e in root.iter()} & {"border", "disputed"} == drawn
    assert format_disclaimer(Look(worldview)) in " ".join(texts(root))


def test_picture_shows_names_in_its_language() -> None:
    labels = (Label("Mare", 41.5, 128.0, "sea"), Label("Meer", 41.5, 128.0, "sea", "de"), Label("Далеко", 0, 0, "sea"))
    shown = texts(parse(build_picture(latest_departure(), look=Look("neutral", labels, "ko"))))
    assert {"Mare", "두만강"} <= set(shown) and not {"Meer", "Tumangang", "Далеко"} & set(shown)


def test_reach_names_its_places_with_their_chance() -> None:
    shown = texts(parse(build_picture(reach())))
    assert {"Khasan, 60%", "Ussuriysk, 4%"} <= set(shown)


def test_comparison_says_by_when_to_leave_and_with_what_chance() -> None:
    shown = texts(parse(build_picture(compare())))
    assert {"train: Mon 11 Sep 14:45 UTC+9, 70%", "plane: Mon 11 Sep 14:45 UTC+9, 70%"} <= set(shown)


def test_a_way_below_another_is_wider() -> None:
    document = compare()
    ways = document["answer"]["ways"]
    ways.append({**ways[0], "to": "dd", "legs": [*ways[0]["legs"], leg("cc", "dd")]})
    assert weigh_ways(build_features(document)) == [0, 0, 1]
    drawn = find(parse(build_picture(document)), "other-ways")
    assert [float(way.get("stroke-width", "0")) for way in drawn] == [5.0, 2.8, 2.8]


def test_names_beside_each_other_stand_at_their_own_stations() -> None:
    root = parse(build_picture(latest_departure()))
    discs = {code: find(root, f"station-{code}") for code in ("bb", "cc")}
    across = {code: float(disc.get("cx", "0")) for code, disc in discs.items()}
    for code, other in (("bb", "cc"), ("cc", "bb")):
        x = float(find(root, f"label-{code}")[0].get("x", "0"))
        assert abs(x - across[code]) < abs(x - across[other])


def test_a_border_of_the_network_is_named_once() -> None:
    document = latest_departure()
    document["stations"]["bb"] |= {"kind": "border", "name": "border KP/RU at 42.42, 130.61"}
    shown = texts(parse(build_picture(document)))
    assert sum("border KP/RU" in line for line in shown) == 1


def test_a_halo_lies_in_its_own_text() -> None:
    root = parse(build_picture(latest_departure()))
    assert texts(root).count("Pyongyang") == 1
    assert find(root, "labels").get("paint-order") == "stroke"


@pytest.mark.parametrize(("lat", "is_schematic"), [(39.05, False), (40.0, True)])
def test_a_long_leg_without_its_line_is_drawn_as_a_scheme(lat: float, is_schematic: bool) -> None:
    document = latest_departure()
    document["stations"]["aa"] |= {"lat": 39.0, "lon": 130.61}
    document["stations"]["bb"] |= {"lat": lat}
    assert build_features(document).lines[0].is_schematic is is_schematic
