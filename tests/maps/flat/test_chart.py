"""The chart of time and distance: every event where its instant and its kilometre put it, on clocks with offset."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
import shapely

from routes.errors import UsageError
from routes.maps.flat.chart import build_chart
from tests.maps.documents import (
    ALL,
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


def test_several_readings_say_that_one_is_drawn() -> None:
    assert "drawn: the first reading" in " ".join(texts(parse(build_chart(two_readings()))))


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
