"""The JSON contract: every key an answer promises, and every stamp consistent with itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import routes
from routes.clock import tzdata_version
from tests.build import local

Document = dict[str, Any]
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PATH: dict[str, Any] = {
    "latest-departure": {"arrive": "by Tuesday", "as_of": "2023-09-11 09:00 Asia/Seoul"},
    "arrival": {"depart": "2019-04-24 11:40", "as_of": "2019-04-24 11:40 Asia/Vladivostok"},
    "distance": {"as_of": "2023-09-11"},
}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    tool = routes.load(now=datetime(2026, 11, 23, tzinfo=UTC))
    ends = ("Pyongyang", "Vladivostok")
    return {
        "latest-departure": tool.latest_departure(*ends, **PATH["latest-departure"]),
        "arrival": tool.arrival(*ends, **PATH["arrival"]),
        "distance": tool.distance(*ends, **PATH["distance"]),
        "scenario": tool.answer(tool.scenario()),
    }


@pytest.fixture
def asked(documents: dict[str, Document]) -> Document:
    return documents["latest-departure"]


def find_stamps(value: Any) -> Iterator[Document]:
    """Yield every object of a document that has a local time."""
    if isinstance(value, dict):
        if "local" in value:
            yield value
        for inner in value.values():
            yield from find_stamps(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from find_stamps(inner)


@pytest.mark.parametrize("kind", ["latest-departure", "arrival", "distance", "scenario"])
def test_document_has_the_promised_keys(documents: dict[str, Document], kind: str) -> None:
    document = documents[kind]
    promised = {"schema", "tzdata", "as_of", "question", "answer", "itinerary", "assumptions", "notes"}
    assert promised <= document.keys()
    name = "latest-departure" if kind == "scenario" else kind
    assert document["schema"] == {"name": f"routes/{name}", "version": 1}
    assert document["tzdata"] == tzdata_version()


@pytest.mark.parametrize("kind", ["latest-departure", "arrival", "distance", "scenario"])
def test_document_is_plain_json(documents: dict[str, Document], kind: str) -> None:
    text = json.dumps(documents[kind], allow_nan=False, ensure_ascii=False)
    assert json.loads(text) == documents[kind]


@pytest.mark.parametrize("kind", ["latest-departure", "arrival", "scenario"])
def test_every_stamp_is_one_instant_in_the_clock_it_names(documents: dict[str, Document], kind: str) -> None:
    stamps = list(find_stamps(documents[kind]))
    assert len(stamps) > 20
    for stamp in stamps:
        there, utc = datetime.fromisoformat(stamp["local"]), datetime.fromisoformat(stamp["utc"])
        assert there == utc and stamp["utc"].endswith("Z")
        assert there.utcoffset() == utc.astimezone(ZoneInfo(stamp["zone"])).utcoffset()
        assert stamp["weekday"] == DAYS[there.weekday()]


@pytest.mark.parametrize("kind", ["latest-departure", "arrival", "scenario"])
def test_every_event_is_in_the_zone_of_its_station(documents: dict[str, Document], kind: str) -> None:
    document = documents[kind]
    rows = [*document["itinerary"]["events"], *document["answer"].get("deadlines", [])]
    for row in rows:
        assert {s["zone"] for s in find_stamps(row)} == {document["stations"][row["station"]]["zone"]}


def test_first_deadline_is_the_departure_of_the_origin(asked: Document) -> None:
    answer = asked["answer"]
    assert answer["depart_by"] == answer["deadlines"][0]
    assert (answer["depart_by"]["station"], answer["depart_by"]["event"]) == ("pyongyang", "dep")
    rows = [(row["station"], row["event"]) for row in answer["deadlines"]]
    assert rows == [("pyongyang", "dep"), ("tumangang", "dep"), ("khasan", "arr"), ("vladivostok", "arr")]
    assert {answer["deadlines"][-1][k]["utc"] for k in ("safe", "even", "too_late_after")} == {
        answer["arrive_by"]["utc"]
    }


def test_past_lists_the_readings_before_the_as_of(asked: Document) -> None:
    as_of = datetime.fromisoformat(asked["as_of"]["utc"])
    for row in (*asked["answer"]["deadlines"], *asked["answer"]["by_hour"]):
        names = ("safe", "even", "too_late_after")
        assert row["past"] == [n for n in names if datetime.fromisoformat(row[n]["utc"]) < as_of]


def test_arrival_hours_end_with_the_end_of_the_day(asked: Document) -> None:
    rows = asked["answer"]["by_hour"]
    assert [local(row["arrive_by"])[-5:] for row in rows] == [
        *("06:00", "09:00", "12:00", "15:00", "18:00", "21:00"),
        "00:00",
    ]
    assert rows[-1]["even"] == asked["answer"]["depart_by"]["even"]


@pytest.mark.parametrize("kind", ["latest-departure", "arrival"])
def test_arrivals_and_events_are_in_order(documents: dict[str, Document], kind: str) -> None:
    document = documents[kind]
    arrive = document["answer"]["arrive"]
    assert arrive["early"]["utc"] <= arrive["expected"]["utc"] <= arrive["late"]["utc"]
    events = document["itinerary"]["events"]
    assert [e["time"]["utc"] for e in events] == sorted(e["time"]["utc"] for e in events)
    assert all(e["early"]["utc"] <= e["time"]["utc"] <= e["late"]["utc"] for e in events)
    assert events[0]["time"] == document["answer"]["depart"]
    assert events[-1]["time"] == arrive["expected"]


def test_latest_departure_is_expected_at_the_deadline_to_the_minute(asked: Document) -> None:
    expected, deadline = (asked["answer"][k] for k in ("arrive", "arrive_by"))
    spare = datetime.fromisoformat(deadline["utc"]) - datetime.fromisoformat(expected["expected"]["utc"])
    assert timedelta(0) <= spare < timedelta(minutes=1)
    assert asked["answer"]["depart"] == asked["answer"]["depart_by"]["even"]


@pytest.mark.parametrize("kind", ["latest-departure", "arrival", "distance"])
def test_lengths_and_times_add_up(documents: dict[str, Document], kind: str) -> None:
    itinerary = documents[kind]["itinerary"]
    legs, dwells = itinerary["legs"], itinerary["dwells"]
    assert itinerary["length_m"] == sum(leg["length_m"] for leg in legs)
    low_s = sum(leg["run_low_s"] for leg in legs) + sum(d["low_s"] for d in dwells)
    high_s = sum(leg["run_high_s"] for leg in legs) + sum(d["high_s"] for d in dwells)
    assert low_s < itinerary["early_s"] < itinerary["expected_s"] < itinerary["late_s"] < high_s
    assert itinerary["circuity"] == pytest.approx(itinerary["length_m"] / itinerary["geodesic_m"], abs=0.001)
    assert itinerary["circuity"] >= 1 - itinerary["error_m"] / itinerary["geodesic_m"]
    assert all(a["to"] == b["from"] for a, b in pairwise(legs))
    assert (legs[0]["from"], legs[-1]["to"]) == (itinerary["from"], itinerary["to"])


def test_legs_say_what_their_length_rests_on(asked: Document) -> None:
    for leg in asked["itinerary"]["legs"]:
        assert leg["basis"] in ("official", "routed", "estimated")
        assert leg["source"] and leg["line"] and leg["length_m"] > 0 and leg["run_s"] > 0


def test_every_time_rests_on_an_assumption_with_value_unit_and_source(asked: Document) -> None:
    held = {a["key"]: a for a in asked["assumptions"]}
    used = {key for item in (*asked["itinerary"]["legs"], *asked["itinerary"]["dwells"]) for key in item["keys"]}
    assert used <= held.keys()
    for entry in held.values():
        assert entry["low"] <= entry["value"] <= entry["high"]
        assert entry["unit"] in ("km/h", "s", "min", "h", "log")
        assert 0 < entry["coverage"] < 1 and 0 <= entry["chance"] <= 1 and entry["cases"] == []
        assert entry["source"] and entry["known_from"]
        assert entry["note"] if entry["source"] == "assumed" else True
        assert entry["origin"].startswith("data/trains/special.toml:")


def test_question_is_told_as_resolved(asked: Document) -> None:
    question = asked["question"]
    assert (question["kind"], question["from"], question["to"]) == ("latest-departure", "pyongyang", "vladivostok")
    assert question["arrive"] == {
        "phrase": "by Tuesday",
        "operator": "by",
        "readings": [{"text": "Tue 12 Sep 2023", "zone": "Asia/Vladivostok"}],
    }
    assert question["train"]["name"] == "special" and question["depart"] is None


def test_as_of_tells_whether_it_is_a_whole_day_and_whether_it_is_today(documents: dict[str, Document]) -> None:
    assert not documents["latest-departure"]["as_of"]["whole_day"]
    assert documents["distance"]["as_of"]["whole_day"]
    assert documents["distance"]["notes"]
    assert not any(d["as_of"]["today"] for d in documents.values())


def test_distance_answers_with_lengths_alone(documents: dict[str, Document]) -> None:
    document = documents["distance"]
    itinerary = document["itinerary"]
    assert document["answer"] == {k: itinerary[k] for k in ("length_m", "error_m", "basis")}
    assert document["answer"]["length_m"] == pytest.approx(1_223_000, abs=20_500)
    assert not any(find_stamps(document["itinerary"]))


def test_stations_of_the_way_are_described_once(asked: Document) -> None:
    named = {asked["question"]["from"], *(leg["to"] for leg in asked["itinerary"]["legs"])}
    assert asked["stations"].keys() == named
    assert asked["stations"]["khasan"]["zone"] == "Asia/Vladivostok"
    assert asked["stations"]["khasan"]["origin"].startswith("data/stations.csv:")


def test_clock_change_is_the_difference_of_the_two_offsets(documents: dict[str, Document]) -> None:
    assert documents["latest-departure"]["answer"]["clock_change_s"] == 3_600


def test_scenario_is_named_with_its_sources(documents: dict[str, Document]) -> None:
    document = documents["scenario"]
    assert document["question"]["scenario"] == "vladivostok-2023"
    assert all(source["says"] for source in document["sources"]) and len(document["sources"]) == 2


def test_time_under_way_is_that_from_departure_to_arrival(documents: dict[str, Document]) -> None:
    document = documents["arrival"]
    leaves, arrive = document["answer"]["depart"], document["answer"]["arrive"]
    for name, stamp in arrive.items():
        spent = datetime.fromisoformat(stamp["utc"]) - datetime.fromisoformat(leaves["utc"])
        assert spent.total_seconds() == pytest.approx(document["itinerary"][f"{name}_s"], abs=1)


def test_events_to_watch_lie_on_the_way_and_read_as_deadlines(asked: Document) -> None:
    rows = {(row["station"], row["event"]): row for row in asked["answer"]["deadlines"]}
    assert [(row["station"], row["event"]) for row in asked["answer"]["watch"]] == [
        ("tumangang", "dep"),
        ("khasan", "arr"),
    ]
    assert all(rows[row["station"], row["event"]] == row for row in asked["answer"]["watch"])


def test_confidence_is_told_and_moves_the_outer_readings_only(documents: dict[str, Document]) -> None:
    tool = routes.load(now=datetime(2026, 11, 23, tzinfo=UTC))
    less = tool.latest_departure("Pyongyang", "Vladivostok", **PATH["latest-departure"], confidence=0.8)
    row, usual = (d["answer"]["depart_by"] for d in (less, documents["latest-departure"]))
    assert less["question"]["confidence"] == less["answer"]["confidence"] == 0.8
    assert usual["safe"]["utc"] < row["safe"]["utc"] < row["even"]["utc"] == usual["even"]["utc"]
    assert row["even"]["utc"] < row["too_late_after"]["utc"] < usual["too_late_after"]["utc"]


def test_chance_of_a_departure_agrees_with_the_readings() -> None:
    """Who leaves at a reading is in time with its chance; a minute later, no longer."""
    tool = routes.load(now=datetime(2026, 11, 23, tzinfo=UTC))
    asked = tool.latest_departure("Pyongyang", "Vladivostok", **PATH["latest-departure"])
    query = tool.scenario()._replace(question="feasible", **PATH["latest-departure"])
    for name, chance in (("safe", 0.9), ("even", 0.5), ("too_late_after", 0.1)):
        departs = asked["answer"]["depart_by"][name]["local"]
        answer = tool.answer(query._replace(depart=departs))["answer"]
        assert chance <= answer["on_time"] < chance + 0.005
        assert answer["depart"]["local"] == departs
