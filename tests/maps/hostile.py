"""Hostile texts, the places of an answer that texts come to, and answers that have one in every place at once."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tests.maps.documents import (
    Document,
    compare,
    feasible,
    latest_departure,
    reach,
    seen,
)

Build = Callable[[], Document]
PAYLOADS = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "${alert(1)}",
    "C:\\2019",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "`+alert(1)+`",
    "line\u2028paragraph\u2029end",
    "]]></title></style><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% for x in y %}",
    "{panel} {0} %s",
)


def _set_stations(document: Document, field: str, text: str) -> None:
    for station in document["stations"].values():
        station[field] = text


TURN: Document = {"value": 9.0, "direction": "above", "now": {"low": 1, "likely": 2, "high": 3}}
PLACES: dict[str, Callable[[Document, str], Any]] = {
    "station name": lambda d, t: _set_stations(d, "name", t),
    "local name": lambda d, t: _set_stations(d, "local_name", t),
    "station source": lambda d, t: _set_stations(d, "source", t),
    "station kind": lambda d, t: _set_stations(d, "kind", t),
    "country": lambda d, t: _set_stations(d, "country", t),
    "scenario": lambda d, t: d["question"].update(scenario=t),
    "title": lambda d, t: d["question"].update(title=t),
    "question": lambda d, t: d["question"].update(set=[t]),
    "train": lambda d, t: d["question"].get("train", {}).update(title=t, origin=t),
    "note": lambda d, t: d.update(notes=[t]),
    "assumption": lambda d, t: d["assumptions"][0].update(key=t, unit=t, source=t, note=t, origin=t, known_from=t),
    "source": lambda d, t: d.update(sources=[{"title": t, "url": t, "says": t, "known_from": t}]),
    "line": lambda d, t: (d["itinerary"] or {"legs": [{}]})["legs"][0].update(line=t, source=t),
    "work": lambda d, t: d["itinerary"] and d["itinerary"]["dwells"].append(d["itinerary"]["dwells"][0] | {"kind": t}),
    "weakest": lambda d, t: d["answer"].get("weakest", {}).update(keys=[t]),
    "tzdata": lambda d, t: d.update(tzdata=t),
    "quote": lambda d, t: d.update(quote={"en": t, "ko": t}),
    "driver": lambda d, t: [row.update(kind=t, keys=[t]) for row in d["answer"].get("drivers", ())],
    "allowance": lambda d, t: [row.update(kind=t) for row in d["answer"].get("allowances", ())],
    "curve": lambda d, t: (d["answer"].get("curve") or {"marks": [{}]})["marks"][0].update(name=t),
    "understood": lambda d, t: d["question"].update(understood=t, words=t),
    "hash": lambda d, t: d.update(input={"sha256": t, "covers": [t]}),
    "cases": lambda d, t: d["assumptions"][0].update(cases=[t]),
    "turning point": lambda d, t: d["answer"].update(turning_points=[TURN | {"key": t, "unit": t, "becomes": t}]),
    "sighting": lambda d, t: [
        r.update(text=t, zone=t) for key in ("seen", "not_seen") for r in d["question"].get(key, ())
    ],
    "assumed of a sighting": lambda d, t: [row.update(assumed=[t]) for row in d["question"].get("seen", ())],
    "name by language": lambda d, t: [station.update(names={t: t}) for station in d["stations"].values()],
    "window": lambda d, t: [row.update(text=t, opens=t, shuts=t, origin=t) for row in d["question"].get("windows", ())],
    "claim": lambda d, t: [claim.update(verdict=t, note=t) for claim in d["answer"].get("claims", ())],
    "claim without a way": lambda d, t: [c.update(basis=None, note=t) for c in d["answer"].get("claims", ())],
    "pace": lambda d, t: [p.update(what=t, year=t) for c in d["answer"].get("claims", ()) for p in c["fastest_paces"]],
    "row": lambda d, t: [row.update(open=t, note=t, train=t) for row in d["answer"].get("rows", ())],
    "way": lambda d, t: [way.update(train=t) for way in d["answer"].get("ways", ())],
    "edge": lambda d, t: [edge.update(line=t, source=t) for edge in d["answer"].get("edges", ())],
    "words of a comparison": lambda d, t: d["question"].update(arrive=t) if "origins" in d["question"] else None,
    "departure": lambda d, t: (d["question"].get("depart") or {}).update(phrase=t),
}
ANSWERS: tuple[Build, ...] = (latest_departure, seen, feasible, reach, compare)
"""Together they have every place."""
APART = {"claim without a way": {"claim", "pace"}}
"""What a place takes from the page, so that the two are never in one document."""


def mark(place: str) -> str:
    """Return what ends the text of a place, by which it is known where it is shown."""
    return f" #{place}#"


def fill_places(build: Build, places: Iterable[str], payload: str) -> tuple[Document, tuple[str, ...]]:
    """Return an answer with a payload in these places, and those of them that it has."""
    document, filled = build(), []
    for place in places:
        before = copy.deepcopy(document)
        PLACES[place](document, payload + mark(place))
        if document != before:
            filled.append(place)
    return document, tuple(filled)


def fill_answers(payload: str) -> Iterator[tuple[Build, Document, tuple[str, ...]]]:
    """Yield each kind of answer with a payload in every place that it has, in as few documents as show them all."""
    for build in ANSWERS:
        yield build, *fill_places(build, [place for place in PLACES if place not in APART], payload)
        for alone, without in APART.items():
            document, filled = fill_places(build, [place for place in PLACES if place not in without], payload)
            if alone in filled:
                yield build, document, filled
