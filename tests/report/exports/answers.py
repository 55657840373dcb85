"""Answers to export: one over 180 degrees, one with two readings, hostile ones, and what was really answered."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from routes.api import Routes, load
from routes.scenarios.timetables import Asked
from tests.maps.documents import bare, distance, latest_departure, quoted

Document = dict[str, Any]
DOCS = Path(__file__).parents[3] / "docs"
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
PAYLOADS = (
    "</script><script>alert(1)</script>",
    "]]></description><Placemark>&amp;<b>",
    "=HYPERLINK(\"http://example.org\")",
    "+1", "-2+3", "@SUM(A1)", " =1+1", "\t=1", "\uff1d1",
    "a|b | c", "*bold* _it_ `code` [x](javascript:alert(1)) ![i](x) # h",
    "1. list", "- list", "> quote", "---", "<img src=x onerror=alert(1)>",
    "a;b,c\\n\nBEGIN:VEVENT\r\nSUMMARY:x", "line\u2028paragraph\u2029end",
    "nul\x00 esc\x1b[31m \ufffe", "half \ud800", "Чхонджин 청진 " * 12, "&lt; &#60; &copy;", "$x$ ~~y~~ \\| \\",
)  # fmt: skip


def crossing() -> Document:
    """Return an answer whose second leg crosses 180 degrees, and whose third crosses back on a line of the ground."""
    document = bare()
    places = {"aa": (52.0, 177.0), "bb": (53.0, 179.5), "cc": (54.0, -178.0), "dd": (55.0, 179.0)}
    for code, (lat, lon) in places.items():
        document["stations"][code] |= {"lat": lat, "lon": lon}
    points = "54.0,-178.0,0 54.5,-179.5,40000 54.8,-180.5,70000 55.0,-181.0,100000"
    document["itinerary"]["legs"][2]["geometry"] = {"tolerance_m": 30, "longest_straight_m": 1, "points": points}
    return quoted(document)


def two_readings() -> Document:
    """Return an answer to a question that can be read in two ways, in the second of which nothing is expected."""
    document = latest_departure()
    other = copy.deepcopy({key: document[key] for key in ("answer", "itinerary")})
    for event in other["itinerary"]["events"]:
        event["time"] = None
    other["answer"]["deadlines"][0]["safe"] = None
    return document | {"alternatives": [other]}


def other_ways() -> Document:
    """Return an answer that lists its own way and another, of its last two legs."""
    document = distance()
    legs = document["itinerary"]["legs"]
    return document | {"ways": [{"length_m": 400_000, "legs": legs}, {"length_m": 200_000, "legs": legs[2:]}]}


def hostile(payload: str) -> Document:
    """Return an answer with one text wherever text can come from a file."""
    document = latest_departure()
    for station in document["stations"].values():
        station |= {"name": payload, "local_name": payload, "source": payload, "country": payload}
    for leg in document["itinerary"]["legs"]:
        leg |= {"line": payload, "source": payload}
    for assumption in document["assumptions"]:
        assumption |= {"key": payload, "source": payload, "note": payload}
    document["question"]["title"] = payload
    document["sources"] = [{"title": payload, "url": payload}]
    document["notes"] = [payload]
    return document | {"quote": {"en": payload, "ko": payload}}


@cache
def real(name: str) -> Document:
    """Return an answer of the packaged data."""
    routes = load(now=NOW)
    as_of = "2023-09-11"
    if name == "compare":
        return routes.compare(
            ["Pyongyang"], ["Vladivostok", "Moscow"], by=["train", "plane"], arrive="by Tue 24:00", as_of=as_of
        )
    if name == "reach":
        return routes.reach("Pyongyang", left="2023-09-10 17:00", at="2023-09-12 06:00", as_of="2023-09-12")
    if name == "feasible":
        return routes.feasible("Pyongyang", "Vladivostok", left=as_of, arrive="by Friday", as_of=as_of)
    if name == "air":
        return routes.latest_departure("Pyongyang", "Moscow", arrive="by Tuesday noon", as_of=as_of, mode="air")
    return routes.answer(routes.scenario(name))


@cache
def _example() -> tuple[Routes, TemporaryDirectory[str]]:
    """Return the packaged data with the example feed, and the folder that keeps its timetable as long as it is held."""
    folder = TemporaryDirectory()
    tool = load(now=NOW, cache=Path(folder.name))
    tool.timetable_import([DOCS / "example-feed"], Path(folder.name), name="example")
    return tool, folder


@cache
def joined(depart: str = "") -> Document:
    """Return the example of a journey by a special train and then by timetable; with `depart` its arrival."""
    tool, _ = _example()
    query = tool.scenario(str(DOCS / "example-joined.toml"))
    if depart:
        query = query._replace(question="arrival", depart=depart, arrive="")
    return tool.answer(query)


@cache
def joined_on(depart: str = "") -> Document:
    """Return the same journey, but by the local train to Ussuriysk only, and from there by the special train again."""
    tool, folder = _example()
    text = (DOCS / "example-joined.toml").read_text(encoding="utf-8")
    text = text.replace('timetable = "example"\nchange', 'to = "Ussuriysk"\ntimetable = "example"\nchange', 1)
    path = Path(folder.name) / "on.toml"
    path.write_text(text.replace("[[delay]]", '[[leg]]\nchange = "10 min"\n\n[[delay]]', 1), encoding="utf-8")
    query = tool.scenario(str(path))
    return tool.answer(query._replace(question="arrival", depart=depart, arrive="") if depart else query)


@cache
def scheduled(kind: str = "latest-departure") -> Document:
    """Return an answer by timetable alone, over a stop between whose time the feed does not give."""
    tool, folder = _example()
    asked = Asked(kind, "example", "Khasan", "Vladivostok", arrive="2023-09-12 24:00")
    if kind == "profile":
        asked = asked._replace(start="Ussuriysk", arrive="", depart="2023-09-12 12:00", until="2023-09-12 18:00")
    return tool.timetable(asked, Path(folder.name))


@cache
def told() -> Document:
    """Return an arrival of which something was seen and something not, and which waits for a window."""
    return load(now=NOW).arrival(
        "Khasan",
        "Vladivostok",
        as_of="2019-04-24 17:00 VLAT",
        seen=["dep Khasan 10:40"],
        not_seen=["arr Ussuriysk by 13:00"],
        windows=["arr Vladivostok 06:00-22:00"],
    )


def over(start: tuple[float, float], end: tuple[float, float]) -> Document:
    """Return an answer of one leg, a flight between two points, at which it has its stations."""
    document = latest_departure()
    itinerary = document["itinerary"]
    codes = itinerary["legs"][0]["from"], itinerary["legs"][0]["to"]
    itinerary["legs"], itinerary["events"] = itinerary["legs"][:1], itinerary["events"][:2]
    itinerary |= {"from": codes[0], "to": codes[1]}
    for code, (lat, lon) in zip(codes, (start, end), strict=True):
        document["stations"][code] |= {"lat": lat, "lon": lon}
    document["stations"] = {code: document["stations"][code] for code in codes}
    document["answer"]["deadlines"] = []
    return document


JOURNEYS: dict[str, Callable[[], Document]] = {
    "latest": latest_departure,
    "crossing": crossing,
    "readings": two_readings,
    "distance": distance,
    "air": lambda: real("air"),
    "claim": lambda: real("feasible"),
    "2019": lambda: real("khasan-2019"),
    "2023": lambda: real("vladivostok-2023"),
    "told": told,
}


def list_events(document: Document) -> list[Document]:
    """Return the events of all readings."""
    return [event for part in (document, *document["alternatives"]) for event in part["itinerary"]["events"]]
