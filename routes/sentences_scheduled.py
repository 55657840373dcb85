"""The sentences of an answer by timetable, read from its document: terminal and page share them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from routes.clock import zone_city
from routes.stamps import format_bound, format_stamp, format_utc
from routes.units import format_duration

Document = Mapping[str, Any]
PROFILE = "timetable-profile"
SCHEDULED_KINDS = {
    "timetable-latest-departure": "Latest departure by timetable",
    "timetable-earliest-arrival": "Earliest arrival by timetable",
    PROFILE: "Departures by timetable",
}
"""The kinds of questions to a timetable, each with its title."""


def is_scheduled(document: Document) -> bool:
    """Return whether a document answers a question to a timetable."""
    return "timetable" in document["question"]


def list_events(itinerary: Document) -> list[Document]:
    """Return the events of a journey with the calls of each ride by timetable among them, in travel order."""
    rides: Iterator[Document] = iter(itinerary["legs"])
    return [
        each
        for event in itinerary["events"]
        for each in (event, *(next(rides, {}).get("calls", ()) if event["event"] != "arr" else ()))
    ]


def format_asked(document: Document) -> str:
    """Return what is asked besides the ends: `by Tue 14 May 2019 18:00 Berlin via Leipzig Hbf`."""
    question = document["question"]
    when = question["arrive"] or question["depart"]
    words = [_format_when(when, "by" if question["arrive"] else "from")]
    words += [_format_when(question["until"], "until")] if question["until"] else []
    words += [f"via {', '.join(map(visible, question['via']))}"] if question["via"] else []
    avoided = [*question["avoid"], *question["avoid_routes"]]
    words += [f"avoiding {', '.join(map(visible, avoided))}"] if avoided else []
    return " ".join(words)


def _format_when(when: Document, usual: str) -> str:
    operator = usual if when["operator"] == "on" else when["operator"]
    texts = [format_bound(r["at"], with_year=True) if r["at"] else r["text"] for r in when["readings"]]
    readings = " or ".join(f"{t} {zone_city(r['zone'])}" for t, r in zip(texts, when["readings"], strict=True))
    return f"{operator} {readings}"


def is_feed(source: Document) -> bool:
    """Return whether a source of an answer is a feed of a timetable."""
    return "agencies" in source


MOST_AGENCIES = 6
"""That are named of a feed."""


def list_feed(source: Document) -> list[str]:
    """Return what is known of a feed, each with its name: publisher, file, version, days, agencies, credits, hash."""
    names, more = source["agencies"][:MOST_AGENCIES], len(source["agencies"]) - MOST_AGENCIES
    feed, title = source.get("feed") or "", source.get("title") or ""
    rows = [
        ("feed", feed),
        ("publisher", title if title != feed else "not named by the feed"),
        ("address", source.get("url") or ""),
        ("version", source.get("version") or "not stated by the feed"),
        ("valid by its publisher", _span(source.get("valid_from"), source.get("valid_to"))),
        ("days of service", _span(source.get("from"), source.get("to"))),
        ("agencies", ", ".join(names) + (f" and {more} more" if more > 0 else "")),
        ("credits", "; ".join(source.get("credits") or ())),
        ("source and licence", source.get("source") or "not given at the import; no field of a feed states a licence"),
        ("SHA-256", source.get("sha256") or ""),
    ]
    return [f"{name}: {visible(text)}" for name, text in rows if text]


def _span(first: str | None, last: str | None) -> str:
    return f"{first or '…'} to {last or '…'}" if first or last else ""


def visible(text: str) -> str:
    """Return a text of a feed in which control characters stand as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def name_stop(stop: Document) -> str:
    """Return `Ussuriysk, platform 1`."""
    return visible(stop["name"]) + (f", platform {visible(stop['platform'])}" if stop["platform"] else "")


def format_journey(part: Document) -> str:
    """Return the sentence of one journey: when to leave, or when one arrives; its time, changes and clocks."""
    answer, way, stations = part["answer"], part["itinerary"], part["stations"]
    start, end = (visible(stations[way[side]]["name"]) for side in ("from", "to"))
    depart, arrive = answer["depart"], answer["arrive"]["expected"]
    rest = f"{format_duration(answer['duration_s'])}, {format_changes(answer['changes'])}{format_shift(answer)}"
    if part["question"]["arrive"]:
        return f"Leave {start} by {format_stamp(depart)} local ({format_utc(depart)}): {rest}."
    come = f"{format_stamp(arrive, up=True)} local ({format_utc(arrive, up=True)})"
    return f"At {end} from {come} on: {rest}."


def format_changes(changes: int) -> str:
    """Return `no change`, `1 change` or `2 changes`."""
    return "no change" if changes == 0 else "1 change" if changes == 1 else f"{changes} changes"


def format_shift(answer: Document) -> str:
    """Return `; clocks -1 h 00`, or "" where both ends have the same clock."""
    shift_s = answer["clock_change_s"]
    return f"; clocks {'+' if shift_s > 0 else '-'}{format_duration(abs(shift_s))}" if shift_s else ""
