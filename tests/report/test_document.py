"""The JSON contract: every key an answer promises, and every stamp consistent with itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import routes
from routes.api import Routes
from routes.clock import tzdata_version
from tests.build import local

Document = dict[str, Any]
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AS_OF = "2023-09-11 09:00 Asia/Seoul"
ENDS = ("Pyongyang", "Vladivostok")
ASK: dict[str, Callable[[Routes], Document]] = {
    "latest-departure": lambda t: t.latest_departure(*ENDS, arrive="by Tuesday", as_of=AS_OF),
    "arrival": lambda t: t.arrival(*ENDS, depart="2019-04-24 11:40", as_of="2019-04-24 11:40 Asia/Vladivostok"),
    "distance": lambda t: t.distance(*ENDS, as_of="2023-09-11"),
    "scenario": lambda t: t.answer(t.scenario()),
    "told": lambda t: t.arrival(
        "Khasan",
        "Vladivostok",
        seen=["arr Khasan 2019-04-24 10:40"],
        not_seen=["Ussuriysk by 12:00"],
        windows=["Vladivostok 06:00-24:00"],
        as_of="2019-04-24 12:30 Asia/Vladivostok",
        lang="ko",
        why=True,
    ),
    "in time": lambda t: t.latest_departure(
        *ENDS, arrive="by Tuesday", seen=["dep Pyongyang 2023-09-10 17:00 +-1h"], as_of=AS_OF, why=True
    ),
    "claim": lambda t: t.feasible(*ENDS, left="2023-09-11", arrive="by Wednesday", as_of="2023-09-12"),
    "flight": lambda t: t.arrival(*ENDS, mode="air", depart="2023-09-11 10:00", as_of=AS_OF, confidence=0.8),
    "compare": lambda t: t.compare("Pyongyang", "Khasan,Incheon", by="train,plane", arrive="by Friday", as_of=AS_OF),
    "reach": lambda t: t.reach("Pyongyang", left="2023-09-10", at="2023-09-11 06:00", as_of="2023-09-11"),
}
TIMED = ("latest-departure", "arrival", "scenario", "told", "in time", "claim", "flight")
HEAD = {"schema", "tzdata", "as_of", "question", "answer", "itinerary", "alternatives"}
HEAD |= {"assumptions", "sources", "notes", "stations", "input"}
QUESTION = {"kind", "scenario", "title", "from", "to", "via", "avoid", "mode", "turns", "train", "arrive", "depart"}
QUESTION |= {"confidence", "set", "lang", "seen", "not_seen", "windows"}
TIMES = {"early", "expected", "late"}
READINGS = {"safe", "even", "too_late_after"}
ANSWER = {
    "confidence",
    "depart",
    "arrive",
    "clock_change_s",
    "anchors",
    "weakest",
    "drivers",
    "unclocked",
    "allowances",
}
DEADLINE = {"arrive_by", "depart_by", "deadlines", "by_hour", "date_flips", "watch", "curve", "departures"}
CLAIM = {"mode", "train", "verdict", "on_time", "on_time_last", "length_m", "basis", "available_s", "needed_kmh"}
CLAIM |= {"fastest_kmh", "fastest_time_s", "fastest_source", "fastest_paces", "late_by_s", "note", "legs"}
LEG = {"from", "to", "length_m", "error_m", "basis", "whole", "line", "gauge_mm", "border", "source"}
LEG |= {"run_s", "run_low_s", "run_high_s", "speed_kmh", "keys", "accessed"}
STRETCH = {"low_s", "likely_s", "high_s", "keys"}
# The keys of each object, by where it stands in the document; what a kind of answer has beyond others is in BESIDE.
KEYS: dict[str, set[str]] = {
    "as_of": {"local", "utc", "zone", "weekday", "whole_day", "today"},
    "question.train": {"name", "title", "origin"},
    "question.arrive": {"phrase", "operator", "readings"},
    "question.depart": {"phrase", "operator", "readings"},
    "question.arrive.readings[]": {"text", "zone"},
    "question.seen[]": {"text", "event", "station", "assumed", "time", "error_s"},
    "question.not_seen[]": {"text", "event", "station", "assumed", "by", "noticed"},
    "question.windows[]": {"text", "station", "event", "rule", "opens", "shuts", "bound", "origin", "source", "note"},
    "answer.arrive": TIMES,
    "answer.anchors[]": {"station", "event"},
    "answer.allowances[]": {"kind", "chance", "low_s", "likely_s", "high_s"},
    "answer.curve": {"station", "event", "first", "last", "step_s", "chances", "marks", "ticks"},
    "answer.curve.marks[]": {"name", "at", "at_s", "chance"},
    "answer.curve.ticks[]": {"at", "at_s"},
    "input": {"sha256", "covers"},
    "answer.weakest": {"from", "to", *STRETCH},
    "answer.drivers[]": {"kind", "country", "share_s", "share", "keys"},
    "answer.unclocked[]": {"from", "to", "length_m"},
    "answer.depart_by": {"station", "event", *READINGS, "past", "behind"},
    "answer.deadlines[]": {"station", "event", *READINGS, "past", "behind"},
    "answer.watch[]": {"station", "event", *READINGS, "past"},
    "answer.by_hour[]": {"arrive_by", *READINGS, "past"},
    "answer.date_flips[]": {"arrive_by", "leaves"},
    "answer.otherwise[]": {"seen", "event", "zone", "station", "time", "later_than_known", "arrive"},
    "answer.shut[]": {"station", "event", "text", "spans"},
    "answer.shut[].spans[]": {"first", "last"},
    "answer.departures[]": {"reading", "later_s"},
    "answer.turning_points[]": {"key", "unit", "now", "value", "direction", "becomes"},
    "answer.turning_points[].now": {"low", "likely", "high"},
    "answer.claims[]": CLAIM,
    "answer.claims[].fastest_paces[]": {"country", "what", "year", "kmh", "source", "note", "known_from", "origin"},
    "itinerary": {"from", "to", "length_m", "error_m", "basis", "geodesic_m", "circuity", "early_s", "expected_s"}
    | {"late_s", "pace", "legs", "dwells", "events"},
    "itinerary.legs[]": LEG,
    "answer.claims[].legs[]": LEG,
    "answer.by_then[]": {"chance", "at_m", "station", "leg", "share", "lat", "lon"},
    "itinerary.dwells[]": {"station", "kind", *STRETCH},
    "itinerary.events[]": {"station", "event", "at_m", "time", "early", "late"},
    "assumptions[]": {"key", "value", "low", "high", "unit", "coverage", "chance", "learned", "cases", "source", "note"}
    | {"known_from", "origin", "accessed"},
    "assumptions[].learned": {"freedom", "scale"},
    "quote": {"en", "ko", "ru"},
    "stations.*": {"name", "local_name", "names", "country", "lat", "lon", "zone", "kind", "gauges_mm"}
    | {"position_accuracy_m", "source", "origin", "accessed"},
}
BESIDE: dict[str, dict[str, set[str]]] = {
    "latest-departure": {"": HEAD | {"quote"}, "question": QUESTION, "answer": ANSWER | DEADLINE},
    "arrival": {"": HEAD | {"quote"}, "question": QUESTION, "answer": ANSWER},
    "distance": {"": HEAD | {"quote"}, "question": QUESTION, "answer": {"length_m", "error_m", "basis"}},
    "scenario": {"": HEAD | {"quote"}, "question": QUESTION, "answer": ANSWER | DEADLINE},
    "told": {
        "": HEAD | {"quote"},
        "question": QUESTION,
        "answer": ANSWER | {"left", "otherwise", "shut", "turning_points"},
        "answer.left": TIMES,
    },
    "in time": {
        "": HEAD | {"quote"},
        "question": QUESTION,
        "answer": ANSWER | DEADLINE | {"left", "otherwise", "on_time", "turning_points"},
        "answer.left": TIMES,
    },
    "claim": {
        "": HEAD | {"quote"},
        "question": QUESTION,
        "answer": ANSWER | DEADLINE | {"on_time", "verdict", "credible_from", "left", "claims", "by_then"},
        "answer.left": {"first", "last"},
    },
    "flight": {"": HEAD | {"quote"}, "question": QUESTION, "answer": ANSWER},
    "compare": {
        "": HEAD | {"quote"},
        "question": {"kind", "scenario", "title", "origins", "destinations", "by", "via", "avoid", "turns"}
        | {"arrive", "confidence", "set", "lang"},
        "answer": {"confidence", "rows", "ways"},
        "answer.ways[]": {"from", "to", "mode", "train", "length_m", "basis", "legs"},
        "answer.ways[].legs[]": LEG,
        "answer.rows[]": {"from", "to", "mode", "train", "length_m", "basis", "arrive_by", "depart_by", "open"}
        | {"on_time_now", "note", "way"},
        "answer.rows[].depart_by": {*READINGS, "past"},
    },
    "reach": {
        "": HEAD | {"quote"},
        "question": {"kind", "scenario", "title", "from", "via", "avoid", "turns", "mode", "train", "depart", "at"}
        | {"confidence", "set", "lang"},
        "answer": {"confidence", "left", "at", "stations", "least_chance", "below", "cut_off"} | {"edges"},
        "answer.edges[]": LEG | {"chance"},
        "answer.left": {"first", "last"},
        "answer.stations[]": {"station", "chance", "chance_last", "length_m", "basis", *TIMES, "lat", "lon"},
    },
}
BESIDE_KIND = {
    "scenario": "latest-departure",
    "told": "arrival",
    "in time": "latest-departure",
    "claim": "feasible",
    "flight": "arrival",
}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    tool = routes.load(now=datetime(2026, 11, 23, tzinfo=UTC))
    return {kind: ask(tool) for kind, ask in ASK.items()}


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


def find_objects(value: Any, path: str = "") -> Iterator[tuple[str, Document]]:
    """Yield every object of a document but stamps, with where it stands: `answer.rows[]`."""
    if isinstance(value, dict):
        if "local" not in value or path == "as_of":
            yield path, value
        for key, inner in value.items():
            name = "*" if path == "stations" else key
            yield from find_objects(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for inner in value:
            yield from find_objects(inner, f"{path}[]")


@pytest.mark.parametrize("kind", ASK)
def test_document_has_the_promised_keys_and_no_others(documents: dict[str, Document], kind: str) -> None:
    document, promised = documents[kind], KEYS | BESIDE[kind]
    met = set[str]()
    for path, value in find_objects(document):
        if path in promised:
            lane = {"geometry"} if value.get("line") == "sea" else set()  # which the answer rests on
            assert value.keys() == promised[path] | lane, path
            met.add(path)
    assert BESIDE[kind].keys() <= met
    question = document["question"]["kind"]
    assert question == BESIDE_KIND.get(kind, kind)
    assert document["schema"] == {"name": f"routes/{question}", "version": 1}
    assert document["tzdata"] == tzdata_version()


def test_every_promised_object_is_met(documents: dict[str, Document]) -> None:
    assert KEYS.keys() <= {path for document in documents.values() for path, _ in find_objects(document)}


@pytest.mark.parametrize("kind", ASK)
def test_document_is_plain_json(documents: dict[str, Document], kind: str) -> None:
    text = json.dumps(documents[kind], allow_nan=False, ensure_ascii=False)
    assert json.loads(text) == documents[kind]


@pytest.mark.parametrize("kind", [*TIMED, "compare", "reach"])
def test_every_stamp_is_one_instant_in_the_clock_it_names(documents: dict[str, Document], kind: str) -> None:
    stamps = list(find_stamps(documents[kind]))
    assert len(stamps) > 10
    for stamp in stamps:
        there, utc = datetime.fromisoformat(stamp["local"]), datetime.fromisoformat(stamp["utc"])
        assert there == utc and stamp["utc"].endswith("Z")
        assert there.utcoffset() == utc.astimezone(ZoneInfo(stamp["zone"])).utcoffset()
        assert stamp["weekday"] == DAYS[there.weekday()]


@pytest.mark.parametrize("kind", TIMED)
def test_every_event_is_in_the_zone_of_its_station(documents: dict[str, Document], kind: str) -> None:
    document = documents[kind]
    answer = document["answer"]
    rows = [*document["itinerary"]["events"], *answer.get("deadlines", []), *answer.get("watch", [])]
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
    assert not any(row["behind"] for row in asked["answer"]["deadlines"]), "nothing was seen of it"


def test_arrival_hours_end_with_the_end_of_the_day(asked: Document) -> None:
    rows = asked["answer"]["by_hour"]
    assert [local(row["arrive_by"])[-5:] for row in rows] == [
        *("06:00", "09:00", "12:00", "15:00", "18:00", "21:00"),
        "00:00",
    ]
    assert rows[-1]["even"] == asked["answer"]["depart_by"]["even"]


@pytest.mark.parametrize("kind", TIMED)
def test_arrivals_and_events_are_in_order(documents: dict[str, Document], kind: str) -> None:
    document = documents[kind]
    arrive = document["answer"]["arrive"]
    assert arrive["early"]["utc"] <= arrive["expected"]["utc"] <= arrive["late"]["utc"]
    events = document["itinerary"]["events"]
    assert [e["time"]["utc"] for e in events] == sorted(e["time"]["utc"] for e in events)
    assert all(e["early"]["utc"] <= e["time"]["utc"] <= e["late"]["utc"] for e in events)
    assert next(e["time"] for e in events if e["event"] == "dep") == document["answer"]["depart"]
    assert events[-1]["time"] == arrive["expected"]


def elapsed_s(start: Document, end: Document) -> float:
    return (datetime.fromisoformat(end["utc"]) - datetime.fromisoformat(start["utc"])).total_seconds()


def test_latest_departure_is_the_last_minute_expected_by_the_deadline(asked: Document) -> None:
    assert 0 <= elapsed_s(asked["answer"]["arrive"]["expected"], asked["answer"]["arrive_by"]) < 60
    assert asked["answer"]["depart"] == asked["answer"]["depart_by"]["even"]


@pytest.mark.parametrize("kind", ["latest-departure", "arrival", "scenario", "flight"])
def test_time_under_way_is_that_from_departure_to_arrival(documents: dict[str, Document], kind: str) -> None:
    answer, itinerary = documents[kind]["answer"], documents[kind]["itinerary"]
    for name in ("early", "expected", "late"):
        assert elapsed_s(answer["depart"], answer["arrive"][name]) == pytest.approx(itinerary[f"{name}_s"], abs=60)
    assert itinerary["early_s"] < itinerary["expected_s"] < itinerary["late_s"]


def test_readings_and_times_are_as_far_apart(asked: Document) -> None:
    safe, even, last = (asked["answer"]["depart_by"][name] for name in ("safe", "even", "too_late_after"))
    itinerary = asked["itinerary"]
    assert elapsed_s(safe, even) == pytest.approx(itinerary["late_s"] - itinerary["expected_s"], abs=60)
    assert elapsed_s(even, last) == pytest.approx(itinerary["expected_s"] - itinerary["early_s"], abs=60)


def test_times_add_up_where_all_is_certain(documents: dict[str, Document]) -> None:
    tool = routes.load(now=datetime(2026, 11, 23, tzinfo=UTC))
    held = documents["latest-departure"]["assumptions"]
    settings = [f"{a['key']}={0 if a['key'] == 'pace' else a['value']}" for a in held]
    document = tool.latest_departure(*ENDS, arrive="by Tuesday", as_of=AS_OF, settings=settings)
    answer, itinerary = document["answer"], document["itinerary"]
    legs, dwells = itinerary["legs"], itinerary["dwells"]
    assert {leg["run_low_s"] - leg["run_high_s"] for leg in legs} == {0}
    total_s = sum(leg["run_s"] for leg in legs) + sum(d["likely_s"] for d in dwells)
    assert {itinerary[f"{name}_s"] for name in ("early", "expected", "late")} == {total_s}
    readings = [answer["depart_by"][name] for name in ("safe", "even", "too_late_after")]
    assert {elapsed_s(reading, answer["arrive_by"]) for reading in readings} == {total_s}
    assert answer["drivers"] == []


@pytest.mark.parametrize("kind", ["latest-departure", "arrival", "distance", "flight"])
def test_lengths_and_times_add_up(documents: dict[str, Document], kind: str) -> None:
    itinerary = documents[kind]["itinerary"]
    legs, dwells = itinerary["legs"], itinerary["dwells"]
    assert itinerary["length_m"] == sum(leg["length_m"] for leg in legs)
    assert all(leg["run_low_s"] <= leg["run_s"] <= leg["run_high_s"] for leg in legs)
    assert all(dwell["low_s"] <= dwell["likely_s"] <= dwell["high_s"] for dwell in dwells)
    low_s = sum(leg["run_low_s"] for leg in legs)
    high_s = sum(leg["run_high_s"] for leg in legs) + sum(d["high_s"] for d in dwells)
    assert low_s < itinerary["expected_s"] < high_s
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
        assert entry["unit"] in ("km/h", "log", "s", "min", "h")
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


def test_question_tells_what_was_seen_and_the_windows_as_read(documents: dict[str, Document]) -> None:
    question = documents["told"]["question"]
    (seen,), (not_seen,), (window,) = question["seen"], question["not_seen"], question["windows"]
    assert (seen["station"], seen["event"], seen["error_s"]) == ("khasan", "arr", 600)
    assert seen["assumed"] == ["clock", "error"]
    assert local(seen["time"]) == "Wed 24 Apr 10:40"
    assert (not_seen["station"], not_seen["event"], not_seen["noticed"]) == ("ussuriysk", "arr", 1.0)
    assert local(not_seen["by"]) == "Wed 24 Apr 12:00"
    assert (window["station"], window["rule"], window["opens"], window["origin"]) == (
        *("vladivostok", "hours", "06:00"),
        "--window",
    )
    assert (question["lang"], question["mode"], question["confidence"]) == ("ko", "rail", 0.9)
    assert [documents["latest-departure"]["question"][k] for k in ("seen", "not_seen", "windows")] == [[], [], []]


def test_confidence_of_the_question_is_that_of_the_answer(documents: dict[str, Document]) -> None:
    assert {kind: d["question"]["confidence"] for kind, d in documents.items() if kind != "flight"} == dict.fromkeys(
        (kind for kind in ASK if kind != "flight"), 0.9
    )
    assert documents["flight"]["question"]["confidence"] == documents["flight"]["answer"]["confidence"] == 0.8


def test_other_readings_of_a_sighting_have_their_own_arrival(documents: dict[str, Document]) -> None:
    answer = documents["told"]["answer"]
    others = {other["event"] or other["zone"]: other for other in answer["otherwise"]}
    assert others.keys() >= {"dep", "Europe/Moscow"}
    assert "2019-04-24T10:40:00+09:00" in {other["time"]["local"] for other in others.values()}, "Korean time"
    assert elapsed_s(others["dep"]["arrive"]["expected"], answer["arrive"]["expected"]) > 0
    assert local(others["dep"]["time"]) == "Wed 24 Apr 10:40"
    assert answer["left"]["expected"] == answer["depart"]


def test_shares_of_drivers_add_up_to_the_width(documents: dict[str, Document]) -> None:
    for kind in TIMED:
        answer = documents[kind]["answer"]
        drivers, row = answer["drivers"], answer.get("depart_by", {})
        is_deadline = "depart_by" in answer and "on_time" not in answer
        ends = (row["safe"], row["too_late_after"]) if is_deadline else (answer["arrive"][k] for k in ("early", "late"))
        assert sum(d["share_s"] for d in drivers) == round(elapsed_s(*ends)), kind
        assert sum(d["share"] for d in drivers) == pytest.approx(1, abs=0.002), kind
        assert [d["share_s"] for d in drivers] == sorted((d["share_s"] for d in drivers), reverse=True), kind


def test_turning_points_are_told_with_the_reasons_alone(documents: dict[str, Document]) -> None:
    for kind in TIMED:
        assert ("turning_points" in documents[kind]["answer"]) == (kind in ("told", "in time")), kind
    document = documents["in time"]
    held = {entry["key"]: entry for entry in document["assumptions"]}
    for point in document["answer"]["turning_points"]:
        assert point["now"] == {k: held[point["key"]][v] for k, v in NOW.items()}
        assert point["direction"] in ("above", "below", None)
        assert (point["value"] is None) == (point["direction"] is None) == (point["becomes"] is None)


NOW = {"low": "low", "likely": "value", "high": "high"}


def test_watch_are_the_deadlines_between_the_ends(asked: Document) -> None:
    rows = [{k: v for k, v in row.items() if k != "behind"} for row in asked["answer"]["deadlines"]]
    assert asked["answer"]["watch"] == rows[1:-1]


def test_chance_of_being_in_time_stands_where_a_departure_is_known(documents: dict[str, Document]) -> None:
    assert {kind for kind in TIMED if "on_time" in documents[kind]["answer"]} == {"in time", "claim"}
    assert 0 < documents["in time"]["answer"]["on_time"] < 1


def test_unclocked_stretches_are_parts_of_the_way(asked: Document) -> None:
    for gap in asked["answer"]["unclocked"]:
        legs = asked["itinerary"]["legs"]
        first = next(i for i, leg in enumerate(legs) if leg["from"] == gap["from"])
        last = next(i for i, leg in enumerate(legs) if leg["to"] == gap["to"])
        assert gap["length_m"] == sum(leg["length_m"] for leg in legs[first : last + 1])


def test_claim_has_a_verdict_for_each_mode_and_quotes_it(documents: dict[str, Document]) -> None:
    document = documents["claim"]
    claims = {claim["mode"]: claim for claim in document["answer"]["claims"]}
    assert claims.keys() == {"rail", "air", "sea"}
    assert document["answer"]["verdict"] == claims["rail"]["verdict"]
    assert document["answer"]["on_time"] == claims["rail"]["on_time"]
    assert f"is by train {claims['rail']['verdict']} (chance " in document["quote"]["en"]
    assert local(document["answer"]["left"]["last"]) == "Tue 12 Sep 00:00"


def test_quote_is_in_both_languages_whichever_is_asked_for(documents: dict[str, Document]) -> None:
    for kind in documents:
        assert all(documents[kind]["quote"][lang].endswith(".") for lang in ("en", "ko", "ru")), kind


def test_row_without_a_way_has_a_note_in_place_of_times(documents: dict[str, Document]) -> None:
    rows = {(row["to"], row["mode"]): row for row in documents["compare"]["answer"]["rows"]}
    for row in rows.values():
        has_way = row["note"] is None
        assert (row["depart_by"] is not None) == (row["on_time_now"] is not None) == has_way
        assert row["open"] in (("open", "against the odds", "closed") if has_way else ("no way", None))
    assert {row["note"] is None for row in rows.values()} == {True, False}


def test_places_reached_are_ordered_by_chance(documents: dict[str, Document]) -> None:
    answer = documents["reach"]["answer"]
    printed = [1.0 if row["chance"] > 0.99 else round(row["chance"], 2) for row in answer["stations"]]
    rows = [(-share, row["length_m"]) for share, row in zip(printed, answer["stations"], strict=True)]
    assert rows and min(row["chance"] for row in answer["stations"]) >= answer["least_chance"] == 0.01
    assert rows == sorted(rows)
    assert all(0 <= row["chance_last"] <= row["chance"] for row in answer["stations"])
