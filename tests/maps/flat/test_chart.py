"""The chart of time and distance: every event where its instant and its kilometre put it, on clocks with offset."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from routes import clock
from routes.errors import UsageError
from routes.maps.flat.axes import Grid, build_scale
from routes.maps.flat.chart import build_chart
from routes.maps.flat.frame import Panel
from routes.maps.flat.labels import Area
from routes.maps.flat.letters import text_width
from routes.maps.flat.plot import list_roads
from tests.maps.documents import (
    ALL,
    START,
    arrival,
    compare,
    distance,
    latest_departure,
    never_even,
    never_safe,
    reach,
    seen,
    two_readings,
)
from tests.maps.flat.drawn import SVG, find, lines, parse, points, texts
from tests.maps.hostile import PAYLOADS, fill_answers

Build = Callable[[], dict[str, Any]]
TIMED = [build for build in ALL if build not in (distance, reach, compare)]


def _run(root: Any) -> list[tuple[float, float]]:
    return points(find(root, "expected-run").get("d", ""))


@pytest.mark.parametrize("build", TIMED, ids=lambda b: b.__name__)
def test_chart_is_well_formed_and_draws_the_run(build: Build) -> None:
    root = parse(build_chart(build()))
    assert len(_run(root)) >= 2
    idents = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(idents) == len(set(idents))


@pytest.mark.parametrize("build", TIMED, ids=lambda b: b.__name__)
def test_same_answer_gives_same_bytes(build: Build) -> None:
    assert build_chart(build()) == build_chart(build())


def test_events_lie_in_proportion_to_time_and_way() -> None:
    document = arrival()
    events = document["itinerary"]["events"]
    times = [datetime.fromisoformat(event["time"]["utc"]).timestamp() for event in events]
    drawn = _run(parse(build_chart(document)))
    per_s = (drawn[-1][0] - drawn[0][0]) / (times[-1] - times[0])
    per_m = (drawn[-1][1] - drawn[0][1]) / events[-1]["at_m"]
    line = shapely.LineString(drawn)
    for time, event in zip(times, events, strict=True):
        spot = shapely.Point(drawn[0][0] + (time - times[0]) * per_s, drawn[0][1] + event["at_m"] * per_m)
        assert line.distance(spot) < 0.3  # the line's own thinning, and tenths of a unit


def test_dwells_are_steps() -> None:
    drawn = _run(parse(build_chart(arrival())))
    level = [b for a, b in pairwise(drawn) if a[1] == b[1]]
    assert len(level) == 2, "at Tumangang and at Ussuriysk"


def test_clocks_have_their_offset_and_utc_stands_below() -> None:
    words = texts(parse(build_chart(arrival())))
    assert "Pyongyang, UTC+9" in words
    assert "Khasan, UTC+10" in words
    assert "UTC" in words
    assert "border KP/RU, clocks +1 h" in words


def test_ticks_of_two_clocks_are_an_hour_apart() -> None:
    root = parse(build_chart(arrival()))
    across: dict[str, list[tuple[float, float]]] = {}
    for element in root.iter(f"{SVG}text"):
        if element.get("text-anchor") == "middle":
            across.setdefault(element.text or "", []).append((float(element.get("y", "")), float(element.get("x", ""))))
    above, end, utc = sorted({y for row in across.values() for y, _ in row})
    at = {y: {word: x for word, row in across.items() for v, x in row if v == y} for y in (above, end, utc)}
    shared = [word for word in at[above] if word in at[end] and ":" in word]
    assert shared
    hour = at[above]["19:00"] - at[above]["18:00"] if "18:00" in at[above] else 0
    for word in shared:
        assert at[above][word] > at[end][word], "the same reading comes first where clocks are ahead"
        assert not hour or at[above][word] - at[end][word] == pytest.approx(hour, abs=0.3)


def test_readings_of_a_deadline_are_bands_and_times() -> None:
    root = parse(build_chart(latest_departure()))
    assert find(root, "band-safe-even") is not None
    assert find(root, "band-even-too_late_after") is not None
    words = texts(root)
    assert {"safe 90%", "even odds", "too late after"} <= set(words)
    assert "arrive by Mon 11 Sep 24:00 UTC+10" in words


def test_arrival_has_one_band_from_early_to_late() -> None:
    idents = {element.get("id") for element in parse(build_chart(arrival())).iter()}
    assert "band-early-late" in idents
    assert "band-safe-even" not in idents


def test_band_holds_the_run() -> None:
    root = parse(build_chart(seen()))
    (band,) = lines(find(root, "band-early-late").get("d", ""))
    run = _run(root)
    half = len(band) // 2
    for (x, _), (left, _), (right, _) in zip(run, band[:half], reversed(band[half:]), strict=True):
        assert left - 0.2 <= x <= right + 0.2


def test_what_never_comes_is_no_band() -> None:
    assert "band-safe-even" not in build_chart(never_safe())
    assert "band-even" not in build_chart(never_even())


def test_each_reading_of_a_question_is_drawn() -> None:
    document = copy.deepcopy(two_readings())
    later = document["alternatives"][0]
    later["answer"]["arrive_by"] = clock.stamp(START + timedelta(hours=40), "Asia/Vladivostok")
    root = parse(build_chart(document))
    assert points(find(root, "expected-run-2").get("d", ""))
    assert len({word for word in texts(root) if word.startswith("arrive by")}) == 2


def _dots(root: Any) -> list[tuple[float, float]]:
    layer = find(root, "readings")
    return [(float(e.get("cx", "")), float(e.get("cy", ""))) for e in layer.iter(f"{SVG}circle")]


def test_band_of_an_arrival_ends_at_its_early_and_late_dots_which_are_named() -> None:
    document = copy.deepcopy(arrival())
    end = document["itinerary"]["events"][-1]
    document["answer"]["arrive"] = {"early": end["early"], "expected": end["time"], "late": end["late"]}
    root = parse(build_chart(document))
    (band,) = lines(find(root, "band-early-late").get("d", ""))
    bottom = max(y for _, y in band)
    ends = sorted(x for x, y in band if y > bottom - 0.2)
    (early, _), (expected, _), (late, _) = _dots(root)
    assert ends[0] == pytest.approx(early, abs=0.3)
    assert ends[-1] == pytest.approx(late, abs=0.3)
    assert early < expected < late
    assert {"early", "expected", "late"} <= set(texts(root))


def _by_air() -> dict[str, Any]:
    """Return an arrival whose last leg is a short road."""
    document = copy.deepcopy(arrival())
    document["itinerary"]["legs"][-1]["line"] = "road"
    return document


def test_short_road_has_room_for_the_name_of_its_place() -> None:
    root = parse(build_chart(_by_air()))
    run = _run(root)
    start, end = list_roads(_by_air()["itinerary"])[-1]
    assert end > start
    assert run[-1][1] - max(y for _, y in run if y < run[-1][1] - 1) >= 17.5
    assert "Short roads are drawn longer than to scale." in " ".join(texts(root))


@given(
    length_m=st.integers(1, 10**7),
    cuts=st.lists(st.floats(0, 1), min_size=2, max_size=8).map(sorted),
    least=st.floats(0.01, 0.1),
)
def test_scale_rises_to_the_whole_and_leaves_short_stretches_their_least(
    length_m: int, cuts: list[float], least: float
) -> None:
    ends = [round(cut * length_m) for cut in cuts]
    short = [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False) if a < b]
    scale = build_scale(length_m, short, least)
    grid = Grid(Panel(0, -10, 100, 120), START, START, scale)
    assert scale[0] == (0.0, 0.0) and scale[-1][1] == pytest.approx(1)
    assert all(a <= b for pair in pairwise(scale) for a, b in zip(*pair, strict=True))
    for first, last in short:
        assert grid.y(last) - grid.y(first) >= 100 * min(least, (last - first) / length_m * 0.1) - 1e-6
    assert grid.y(0) == pytest.approx(0) and grid.y(length_m) == pytest.approx(100)


def _with_window() -> dict[str, Any]:
    """Return a deadline with a window at the border, which is shut for some hours of the run."""
    document = copy.deepcopy(latest_departure())
    document["question"]["windows"] = [{**seen()["question"]["windows"][0], "station": "bb", "event": "dep"}]
    event = next(e for e in document["itinerary"]["events"] if (e["station"], e["event"]) == ("bb", "dep"))
    span = {"first": document["answer"]["depart"], "last": event["time"]}
    document["answer"]["shut"] = [{"station": "bb", "event": "dep", "text": "bb <b>06:00-22:00", "spans": [span]}]
    return document


def test_window_is_drawn_where_it_is_shut_and_no_reading_runs_past_it() -> None:
    document = _with_window()
    root = parse(build_chart(document))
    (bar,) = lines(find(root, "windows")[0].get("d", ""))
    at_m = next(e["at_m"] for e in document["itinerary"]["events"] if e["station"] == "bb")
    run = _run(root)
    down = run[0][1] + (run[-1][1] - run[0][1]) * at_m / document["itinerary"]["length_m"]
    assert [y for _, y in bar] == [pytest.approx(down, abs=0.3)] * 2
    assert bar[0][0] == pytest.approx(run[0][0], abs=0.3)
    plain = parse(build_chart(latest_departure()))
    reach = [max(y for _, y in points(find(tree, "too-late-after").get("d", ""))) for tree in (plain, root)]
    assert reach[1] <= down + 3 < reach[0]
    assert "shut by the window “bb <b>06:00-22:00”" in texts(root)


def test_sightings_stand_at_their_time_with_their_error() -> None:
    root = parse(build_chart(seen()))
    assert find(root, "seen-1")[0].get("d") and find(root, "unseen-2") is not None
    assert {"seen ±10 min", "not seen by", "seen, as told", "not seen, as told"} <= set(texts(root))


@pytest.mark.parametrize("build", [*TIMED, _with_window, _by_air], ids=lambda b: b.__name__)
def test_every_clock_bears_a_date_and_no_two_texts_cover_each_other(build: Build) -> None:
    root = parse(build_chart(build()))
    shown = [e for e in root.iter(f"{SVG}text") if e.get("stroke") is None]
    rows: dict[str, list[str]] = {}
    for element in shown:
        if element.get("text-anchor") == "middle":
            rows.setdefault(element.get("y", ""), []).append(element.text or "")
    assert len(rows) == 3
    assert all(any(month in " ".join(row) for month in ("Sep", "Apr", "Jun", "Jan", "May")) for row in rows.values())
    for one, other in combinations([_area(element) for element in shown], 2):
        assert not one[0].meets_any([other[0]]), (one[1], other[1])


def _area(element: Any) -> tuple[Area, str]:
    """Return what a text takes up, less a hair on each side, and the text."""
    words, size = element.text or "", float(element.get("font-size"))
    wide = text_width(words, size, bold=int(element.get("font-weight") or 400) > 500)
    x, y = float(element.get("x")), float(element.get("y"))
    left = x - {"middle": wide / 2, "end": wide}.get(element.get("text-anchor") or "", 0.0)
    return Area(left + 1, y - size * 0.7, left + wide - 1, y), words


@cache
def _plain_tags(build: Build) -> set[str]:
    return {e.tag for e in parse(build_chart(build())).iter()}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_from_files_stays_text(payload: str) -> None:
    timed = [(build, document) for build, document, _ in fill_answers(payload) if build in TIMED]
    assert len(timed) > 2
    for build, document in timed:
        assert {e.tag for e in parse(build_chart(document)).iter()} <= _plain_tags(build)


def test_answer_without_times_is_refused() -> None:
    with pytest.raises(UsageError, match="without times"):
        build_chart(distance())
