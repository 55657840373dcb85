"""An answer as a calendar (RFC 5545), each entry on the clock of its own place."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from routes import clock
from routes.errors import InfeasibleError, TimeError
from routes.report.exports.elements import format_degrees
from routes.report.exports.entries import Entry, list_entries
from routes.report.exports.parts import Part, format_about, format_clocks, format_title
from routes.report.exports.texts import clean_line, clean_text
from routes.stamps import offset_s, read_local

Document = Mapping[str, Any]
Stamp = Mapping[str, Any]
PRODUCT = "-//routes//routes//EN"
FOLD_OCTETS = 75
"""The longest line, without its break: RFC 5545, 3.1."""
_ZONE = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*")


def build_ics(document: Document) -> str:
    """Return a calendar whose times are on the clocks of their places, with those clocks described.

    It is stamped with the instant whose knowledge counts, and its entries keep their ids when the same question is
    asked again. Raises: InfeasibleError, when the answer has no time at all.
    """
    entries = list_entries(document)
    if not entries:
        raise InfeasibleError("no time of this answer is expected", hint="export it as csv or md, which say so")
    stamps = [stamp for _, entry in entries for stamp in (entry.start, entry.end) if stamp]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{_escape(clean_line(format_title(document)))}"]
    lines += [f"X-WR-CALDESC:{_escape(format_about(document))}"]
    for zone in sorted({stamp["zone"] for stamp in stamps if _is_sound(stamp)} - {"UTC"}):
        lines += _describe_zone(zone, [stamp for stamp in stamps if stamp["zone"] == zone])
    for part, entry in entries:
        lines += _event(part, entry)
    return "".join(f"{_fold(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(part: Part, entry: Entry) -> list[str]:
    station = part.document["stations"][entry.station]
    summary = ", ".join(filter(None, [entry.summary, part.label]))
    times = [entry.start, *([entry.end] if entry.end else [])]
    clocks = "\n".join(
        f"{name} {format_clocks(t, up=name == 'Ends')}" for name, t in zip(("Starts", "Ends"), times, strict=False)
    )
    text = "\n".join([clocks, entry.text, format_about(part.document)])
    return [
        "BEGIN:VEVENT",
        f"UID:{_uid(part, entry)}",
        f"DTSTAMP:{_utc(part.document['as_of'])}",
        f"DTSTART{_when(entry.start)}",
        *([f"DTEND{_when(entry.end)}"] if entry.end else []),
        f"SUMMARY:{_escape(clean_line(summary))}",
        f"LOCATION:{_escape(clean_line(entry.place or station['name']))}",
        f"GEO:{format_degrees(station['lat'])};{format_degrees(station['lon'])}",
        f"DESCRIPTION:{_escape(text)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _uid(part: Part, entry: Entry) -> str:
    """Return an id that the same question gives again, as of whenever it is asked."""
    question = {key: value for key, value in part.document["question"].items() if key not in ("lang", "words")}
    itinerary = part.document["itinerary"]
    ends = [itinerary[end] for end in ("from", "to")] if itinerary else []
    said = json.dumps([question, ends, part.number, entry.key], sort_keys=True)
    return str(uuid.uuid5(uuid.NAMESPACE_OID, said))


def _when(stamp: Stamp) -> str:
    """Return a time with its zone, or in UTC where its zone cannot be described or its reading came twice."""
    if stamp["zone"] == "UTC" or not _is_sound(stamp):
        return f":{_utc(stamp)}"
    return f";TZID={stamp['zone']}:{read_local(stamp):%Y%m%dT%H%M%S}"


def _utc(stamp: Stamp) -> str:
    return f"{datetime.fromisoformat(stamp['utc']):%Y%m%dT%H%M%SZ}"


def _is_sound(stamp: Stamp) -> bool:
    """Return whether the zone database gives the stamp's reading the stamp's instant, and no other."""
    try:
        instant = clock.to_instant(read_local(stamp).replace(tzinfo=None), stamp["zone"])
    except TimeError:
        return False
    return bool(_ZONE.fullmatch(stamp["zone"])) and instant == datetime.fromisoformat(stamp["utc"])


def _describe_zone(zone: str, stamps: Sequence[Stamp]) -> list[str]:
    """Return the clocks of a zone from a day before the first of these times to the last, as the database has them."""
    instants = sorted(datetime.fromisoformat(stamp["utc"]) for stamp in stamps if _is_sound(stamp))
    first = instants[0] - timedelta(days=1)
    at_first = offset_s(clock.stamp(first, zone))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    for onset, before_s, after_s in [(first, at_first, at_first), *clock.list_shifts(first, instants[-1], zone)]:
        local = clock.to_local(onset, zone)
        kind = "DAYLIGHT" if local.dst() else "STANDARD"
        lines += [
            f"BEGIN:{kind}",
            f"DTSTART:{onset + timedelta(seconds=before_s):%Y%m%dT%H%M%S}",
            f"TZOFFSETFROM:{_offset(before_s)}",
            f"TZOFFSETTO:{_offset(after_s)}",
            f"TZNAME:{_escape(local.tzname() or zone)}",
            f"END:{kind}",
        ]
    return [*lines, "END:VTIMEZONE"]


def _offset(seconds: int) -> str:
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}{minutes % 60:02d}" + (f"{rest:02d}" if rest else "")


def _escape(text: str) -> str:
    """Return text as a value: RFC 5545, 3.3.11."""
    clean = re.sub("\r\n?|\u2028|\u2029", "\n", clean_text(text))
    return re.sub(r"([\\;,])", r"\\\1", clean).replace("\n", "\\n")


def _fold(line: str) -> str:
    """Return a line in pieces of at most 75 octets, never parted within a character."""
    pieces, size = [""], 0
    for character in line:
        octets = len(character.encode("utf-8"))
        if size + octets > FOLD_OCTETS:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += octets
    return "\r\n".join(pieces)
