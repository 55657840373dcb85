"""Answers read back from files, and what is no answer."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.errors import DataError, RoutesError, UsageError
from routes.maps.page import build_page
from routes.report.exports.formats import FORMATS, build_export, find_format
from routes.report.exports.reader import parse_answer
from tests.maps.documents import latest_departure
from tests.report.exports.answers import JOURNEYS, hostile, real


@pytest.mark.parametrize("name", [*JOURNEYS, "compare", "reach"])
def test_an_answer_comes_back_from_its_file(name: str) -> None:
    document = JOURNEYS[name]() if name in JOURNEYS else real(name)
    assert parse_answer(json.dumps(document), label="x.json") == document


def test_an_answer_comes_back_from_its_page() -> None:
    document = hostile("</script><b>\u2028")
    assert parse_answer(build_page(document), label="x.html") == document


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("null", "not an answer"),
        ("[1]", "not an answer"),
        ('{"schema": 1}', "not an answer"),
        ('{"type": "FeatureCollection"}', "not an answer"),
        ("<html></html>", "page without an answer"),
        ('{"a": NaN}', "not JSON"),
        ('{"schema": {"name": "routes/arrival", "version": 99}}', "another version"),
        ('{"schema": {"name": "routes/arrival", "version": 1}}', "stations is missing"),
    ],
)
def test_what_is_no_answer_is_bad_data(text: str, said: str) -> None:
    with pytest.raises(DataError, match=said) as caught:
        parse_answer(text, label="x.json")
    assert caught.value.hint


def test_an_answer_without_a_journey_is_refused() -> None:
    with pytest.raises(UsageError, match="without a journey") as caught:
        parse_answer('{"schema": {"name": "routes/matrix", "version": 1}}', label="x.json")
    assert "routes matrix prints it as CSV" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("stations", "aa", "zone"), "Mars/Olympus", "stations.aa.zone is not a time zone"),
        (("itinerary", "events", 0, "time", "zone"), "x:y;z\r\nBEGIN:VEVENT", "itinerary.events[0].time is not a time"),
        (("itinerary", "legs", 0, "length_m"), -5, "itinerary.legs[0].length_m is not a number from 0 up"),
        (("itinerary", "length_m"), -5, "itinerary.length_m is not a number from 0 up"),
        (("itinerary", "events", 1, "at_m"), -5, "itinerary.events do not lie one after another along its way"),
        (("itinerary", "legs", 2, "length_m"), "far", "itinerary.legs[2].length_m is not a number"),
        (("itinerary", "legs", 1, "from"), "zz", "itinerary.legs[1].from is not the code"),
        (("itinerary", "events", 0, "time", "utc"), "2023-09-11T05:46:00Z", "events[0].time is not a time"),
        (("itinerary", "events", 0, "event"), "fly", "events[0].event is not dep, arr or pass"),
        (("stations", "aa", "lat"), 91, "stations.aa.lat is not a latitude"),
        (("stations", "aa", "lon"), float("inf"), "stations.aa.lon is not a longitude"),
        (("quote",), None, "quote is not an object"),
        (("notes",), [1], "notes[0] is not text"),
        (("itinerary", "to"), "aa", "do not join"),
        (("itinerary", "legs", 0, "geometry"), {"points": "1,2,3 95,0,0"}, "geometry.points is not points"),
    ],
)
def test_faults_are_named_with_their_place(path: tuple[Any, ...], value: Any, said: str) -> None:
    document = latest_departure()
    spot: Any = document
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = value
    with pytest.raises(DataError) as caught:
        build_export(document, "csv")
    assert said in caught.value.message


def test_all_faults_are_told_at_once() -> None:
    document = latest_departure()
    for leg in document["itinerary"]["legs"]:
        del leg["line"], leg["basis"]
    with pytest.raises(DataError, match="and 3 more"):
        build_export(document, "md")


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return where each value of a document stands."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, item in items for found in paths(item, (*path, key)))]


PATHS = paths(latest_departure())[1:]
ODD = st.sampled_from([None, "", "x", -1, 1e300, 10**40, True, [], {}, [None], {"local": "x"}, "2023-09-11T05:46:00Z"])


@given(path=st.sampled_from(PATHS), value=ODD, form=st.sampled_from(list(FORMATS)))
def test_any_change_gives_an_export_or_a_fault_with_a_hint(path: tuple[Any, ...], value: Any, form: str) -> None:
    document = copy.deepcopy(latest_departure())
    spot: Any = document
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = value
    try:
        assert build_export(document, form).encode("utf-8")
    except RoutesError as fault:
        assert fault.hint


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_answer_gives_the_same_text_and_stays_as_it_was(form: str) -> None:
    document = latest_departure()
    before = copy.deepcopy(document)
    assert build_export(document, form) == build_export(document, form)
    assert document == before


def test_a_format_follows_from_a_suffix() -> None:
    assert [find_format(f"x.{s}") for s in ("geojson", "KML", "md", "json", "ics")] == [
        "geojson",
        "kml",
        "md",
        None,
        "ics",
    ]
    with pytest.raises(UsageError, match="not a format"):
        build_export(latest_departure(), "pdf")
