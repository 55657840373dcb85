"""What was seen of a train, and what was not, as marks at their stations and as popups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from routes.clock import zone_city
from routes.sentences import format_chance, station_name
from routes.sentences_told import SEEN
from routes.stamps import Stamp, format_stamp, format_zone, move_stamp
from routes.units import format_duration

Document = Mapping[str, Any]
ASSUMED = {
    "clock": "the clock, taken as that of the place",
    "error": "the error",
    "event": "what was seen of it",
    "chance": "the chance of being noticed",
}


def list_sightings(document: Document) -> Iterator[tuple[str, Document]]:
    """Yield what was seen and then what was not, each as `seen` or `unseen` with its row of the question."""
    yield from (("seen", item) for item in document["question"].get("seen", ()))
    yield from (("unseen", item) for item in document["question"].get("not_seen", ()))


def read_stamp(kind: str, item: Document) -> Stamp:
    """Return the time at which it was seen, or by which it was not."""
    stamp: Stamp = item["time" if kind == "seen" else "by"]
    return stamp


def format_error(kind: str, item: Document) -> str:
    """Return `±10 min` of a sighting; of an absence the chance that the train would have been noticed."""
    if kind == "seen":
        return f"±{format_duration(item['error_s'])}"
    return f"noticed with {format_chance(item['noticed'])}"


def format_label(kind: str, item: Document) -> str:
    """Return the two lines beside the mark: `seen ±10 min` and `Wed 24 Apr 10:40 UTC+10`."""
    stamp = read_stamp(kind, item)
    head = f"seen {format_error(kind, item)}" if kind == "seen" else "not seen by"
    return f"{head}\n{format_stamp(stamp)} {format_zone(stamp)}"


def build_sighting_popup(document: Document, kind: str, item: Document) -> dict[str, Any]:
    """Return the popup of a sighting or an absence: its time on each clock, its error, its text, what was assumed."""
    stamp, station = read_stamp(kind, item), document["stations"][item["station"]]
    zones = dict.fromkeys([stamp["zone"], station["zone"], "UTC"])
    clocks = [(zone, move_stamp(stamp, zone)) for zone in zones]
    head = ["clock", *(f"{zone_city(z)} {format_zone(s)}".removesuffix(" UTC+0") for z, s in clocks)]
    word = "at" if kind == "seen" else "by"
    error = format_error(kind, item) + (" (two standard deviations)" if kind == "seen" else " had it been there")
    lines = [f"Source: as told with the question, “{item['text']}”."]
    if assumed := [ASSUMED.get(name, name) for name in item["assumed"]]:
        lines.append(f"Not told, so assumed: {'; '.join(assumed)}.")
    name = station_name(document, item["station"])
    return {
        "title": f"{'Seen' if kind == 'seen' else 'Not seen'} {SEEN[item['event']]} {name}",
        "local": "",
        "blocks": [
            {"heading": "Time", "head": head, "rows": [[word, *(format_stamp(s) for _, s in clocks)]], "note": error}
        ],
        "lines": lines,
        "link": None,
    }
