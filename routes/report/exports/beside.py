"""What exports show beside the journey: other ways, the arrival by any train, what was told of it, and a reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from routes.claim_sentences import claim_chance, name_by
from routes.report.exports.moves import Move, Point, Track, is_ride, list_lines, list_moves
from routes.report.exports.parts import format_clocks, list_parts
from routes.sentences import format_under_way, station_name
from routes.sentences_joined import is_joined
from routes.sentences_told import SEEN, format_seen, list_waits
from routes.units import format_km

Document = Mapping[str, Any]
LISTED_FACTS = ("length_m", "basis", "early_s", "expected_s", "late_s")
WAY_FACTS = ("mode", "train", "length_m", "basis")
CLAIM_FACTS = ("mode", "train", "verdict", "on_time", "on_time_last", "length_m", "basis", "needed_kmh", "fastest_kmh")
SEEN_FACTS = ("text", "event", "error_s", "noticed", "rule", "opens", "shuts", "origin", "source", "note")


class Way(NamedTuple):
    """A way that is not the answer's own: of a list of ways, of another mode of a claim, or of a row of a comparison.

    `text` says its length and, where it is known, its time under way. `events` are those of one who leaves as the
    answer says, () where the document has none.
    """

    kind: str
    number: int
    name: str
    text: str
    legs: Sequence[Document]
    events: Sequence[Document]
    facts: Document


class Told(NamedTuple):
    """What was told of the journey: `seen`, `not_seen` or `window`, with its time or None, and what is said of it."""

    kind: str
    name: str
    station: str
    stamp: Document | None
    text: str
    facts: Document


def list_ways(document: Document) -> list[Way]:
    """Return the other ways of an answer, in its order."""
    if document["itinerary"] is None:
        return list(_list_compared(document))
    ways = [_way(number, way) for number, way in enumerate(document.get("ways") or (), start=1)]
    return [*ways[1:], *_list_modes(document)]  # the first one is the answer's own


def _way(number: int, way: Document) -> Way:
    name, time = f"Way {number}", f", {format_under_way(way)}" if way.get("expected_s") else ""
    facts = {key: way.get(key) for key in LISTED_FACTS}
    text = f"{name}: {format_km(way['length_m'])}{time}"
    return Way("way", number, name, text, way["legs"], way.get("events", ()), facts)


def _list_modes(document: Document) -> Iterator[Way]:
    """Yield the ways of the modes of a claim beside the one that the answer is about."""
    number = 0
    for part in list_parts(document):
        for claim in part.document["answer"].get("claims", ()):
            if claim.get("legs"):
                number += 1
                name = f"{name_by(claim['mode']).capitalize()}: {claim['verdict']}"
                name += (
                    f", in time with {claim_chance(claim, claim['on_time'])}" if claim["on_time"] is not None else ""
                )
                facts = {key: claim.get(key) for key in CLAIM_FACTS}
                label = f", {part.label}" if part.label else ""
                text = f"{name}{label}: {format_km(claim['length_m'])} ({claim['basis']})"
                yield Way("mode", number, name + label, text, claim["legs"], claim.get("events", ()), facts)


def _list_compared(document: Document) -> Iterator[Way]:
    answer = document["answer"]
    for number, way in enumerate(answer.get("ways", ())):
        rows = [row for row in answer["rows"] if row.get("way") == number]
        events = next((row["events"] for row in rows if row.get("events")), ())
        ends = " – ".join(station_name(document, way[end]) for end in ("from", "to"))
        facts = {key: way.get(key) for key in WAY_FACTS}
        name = f"{ends} {name_by(way['mode'])}"
        text = f"{name}: {format_km(way['length_m'])} ({way['basis']})"
        yield Way("way", number + 1, name, text, way["legs"], events, facts)


def list_way_moves(way: Way) -> list[Move]:
    """Return the legs of a way with their events, which have no times where the document has none."""
    if way.events:
        return list_moves(way.legs, way.events)
    last = len(way.legs) - 1
    return [
        Move(leg, _event(leg["from"], "pass" if n else "dep"), (), _event(leg["to"], "arr" if n == last else "pass"))
        for n, leg in enumerate(way.legs)
    ]


def _event(station: str, event: str) -> Document:
    return {"station": station, "event": event, "at_m": None, "time": None, "early": None, "late": None}


def list_way_tracks(document: Document, way: Way) -> list[Track]:
    """Return the legs of a way with their events and lines."""
    lines = list_lines(document, way.legs)
    moves = list_way_moves(way)
    return [Track(move.leg, move.start, move.end, line) for move, line in zip(moves, lines, strict=True)]


def list_edges(document: Document) -> list[tuple[Document, tuple[Point, ...]]]:
    """Return each piece of track of a reach with its line; each has its `chance`."""
    edges = document["answer"].get("edges", ()) if document["itinerary"] is None else ()
    return [(edge, next(list_lines(document, [edge]))) for edge in edges]


def list_origins(document: Document) -> list[str]:
    """Return where the ways of an answer of rows begin."""
    question = document["question"]
    return list(question.get("origins") or [question["from"]])


def find_forecast(part: Document) -> Document | None:
    """Return the early, expected and late arrival of a journey with rides, counting any train; None of any other."""
    has_rides = is_joined(part) and any(map(is_ride, part["itinerary"]["legs"]))
    return part["answer"]["arrive"] if has_rides else None


def format_forecast(part: Document) -> str:
    """Return the arrival by any train as a sentence; "" where there is none beside the rides."""
    if (forecast := find_forecast(part)) is None:
        return ""
    times = {name: format_clocks(stamp, up=True) for name, stamp in forecast.items()}
    name = station_name(part, part["itinerary"]["to"])
    return (
        f"Counting late trains and the ones taken instead, the arrival in {name} is "
        f"expected {times['expected']}; early {times['early']}; late {times['late']}. "
        "The rides listed are those of one for whom all goes as expected."
    )


def list_told(document: Document) -> list[Told]:
    """Return the sightings, absences and windows of a question, once for all its readings."""
    question = document["question"]
    seen = [("seen", item, "Seen") for item in question.get("seen") or ()]
    seen += [("not_seen", item, "Not seen") for item in question.get("not_seen") or ()]
    told = []
    for (kind, item, word), phrase in zip(seen, format_seen(document), strict=True):
        name = f"{word} {SEEN[item['event']]} {station_name(document, item['station'])}"
        stamp = item["time" if kind == "seen" else "by"]
        told.append(Told(kind, name, item["station"], stamp, phrase[0].upper() + phrase[1:], _pick(item)))
    for item, phrase in zip(question.get("windows") or (), list_waits(document), strict=True):
        name = f"Window: {station_name(document, item['station'])}"
        told.append(Told("window", name, item["station"], item["bound"], f"Waits for {phrase}", _pick(item)))
    return told


def _pick(item: Document) -> dict[str, Any]:
    found = {key: item.get(key) for key in SEEN_FACTS}
    return found | {"assumed": ", ".join(item.get("assumed", ())) or None}
