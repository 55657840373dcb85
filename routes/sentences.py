"""The sentences of an answer, read from its document, that terminal and page share; no time is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from routes.clock import format_date, zone_city
from routes.stamps import format_bound, format_each, format_stamp, format_utc, format_zone, read_local
from routes.units import format_duration, format_km

Document = Mapping[str, Any]
READINGS = ("safe", "even", "too_late_after")
MOST_WATCHED = 4
EVENTS = {"dep": "leave", "arr": "arrive", "pass": "pass"}


def reading_names(document: Document) -> dict[str, str]:
    """Return the three readings of a deadline as they head a column, with the chance of the first: `safe 90%`."""
    confidence = document["answer"]["confidence"]
    return {"safe": f"safe {format_chance(confidence)}", "even": "even odds", "too_late_after": "too late after"}


def format_chance(chance: float) -> str:
    """Return `90%`; what is neither sure nor impossible is never printed as if it were."""
    if 0 < chance < 0.01:
        return "<1%"
    return ">99%" if 0.99 < chance < 1 else f"{chance:.0%}"


def format_readings_note(document: Document) -> str:
    """Return what the three readings mean: the chance of being in time for one who leaves then."""
    confidence = document["answer"]["confidence"]
    return (
        f"Readings: safe is in time with {format_chance(confidence)}, even odds with 50%; who leaves after too late is "
        f"in time with less than {format_chance(1 - confidence)}, by the model of chance that --why lists."
    )


def station_name(document: Document, code: str) -> str:
    """Return the name of a station of the document."""
    return str(document["stations"][code]["name"])


def format_as_of(document: Document) -> str:
    """Return the instant whose knowledge counts, its clock and scenario, and NOT TODAY where that is so."""
    as_of, question = document["as_of"], document["question"]
    when = (
        format_date(read_local(as_of))
        + f" {read_local(as_of).year}"
        + ("" if as_of["whole_day"] else f" {read_local(as_of):%H:%M}")
    )
    scenario = f" (scenario {question['scenario']})" if question["scenario"] else ""
    return f"AS OF {when} {zone_city(as_of['zone'])}{scenario}" + ("" if as_of["today"] else ", NOT TODAY")


def format_ends(document: Document) -> str:
    """Return `Pyongyang → Vladivostok`."""
    return " → ".join(station_name(document, document["question"][end]) for end in ("from", "to"))


def format_bounds(document: Document) -> str:
    """Return the deadline, the departure, or both: `by Tue 12 Sep 2023 24:00 Vladivostok`; "" for a distance."""
    answer, question = document["answer"], document["question"]
    bounds = []
    if "arrive_by" in answer:
        bounds.append(
            f"by {format_bound(answer['arrive_by'], with_year=True)} {zone_city(answer['arrive_by']['zone'])}"
        )
    if question["depart"]:
        depart = answer["depart"]
        bounds.append(f"leaving {format_stamp(depart, with_year=True)} {zone_city(depart['zone'])}")
    return ", ".join(bounds)


def spans_years(document: Document) -> bool:
    """Return whether the times of an answer lie in several years, so that each must show its own."""
    answer = document["answer"]
    stamps = [answer["depart"], *answer["arrive"].values()]
    stamps += [row[name] for row in (*answer.get("deadlines", ()), *answer.get("by_hour", ())) for name in READINGS]
    return len({read_local(stamp).year for stamp in stamps if stamp}) > 1


def format_verdict(document: Document) -> list[str]:
    """Return the deadline at the origin in sentences that say when it is past or out of reach."""
    row = document["answer"]["depart_by"]
    name = station_name(document, row["station"])
    with_year = spans_years(document)
    least = format_chance(1 - document["answer"]["confidence"])
    if row["too_late_after"] is None:
        return [f"Never: no departure from {name} is in time with even {least}."]
    even = _leave_by(row["even"], name, with_year=with_year)
    last = format_stamp(row["too_late_after"], with_year=with_year)
    if "too_late_after" in row["past"]:
        gone = ["The deadline itself is past."] if _is_past(document, "arrive_by") else []
        return [
            *gone,
            f"Out of reach: with even one chance in ten, it had to leave {name} by {last} local."
            if least == "10%"
            else f"Out of reach: with even {least}, it had to leave {name} by {last} local.",
            f"Even odds: {even}.",
        ]
    if "even" in row["past"] or row["even"] is None:
        past = ": already past" if row["even"] else ""
        return [f"Even odds: {even}{past}.", f"With a chance of {least} only: leave {name} by {last} local."]
    return [f"Even odds: {even}."]


def _leave_by(stamp: Document | None, name: str, *, with_year: bool) -> str:
    if stamp is None:
        return f"never, however early it leaves {name}"
    return f"leave {name} by {format_stamp(stamp, with_year=with_year)} local ({format_utc(stamp)})"


def _is_past(document: Document, name: str) -> bool:
    return str(document["answer"][name]["utc"]) < str(document["as_of"]["utc"])


def format_arrival(document: Document) -> str:
    """Return when the journey is expected at its end, with its early and late arrival."""
    arrive, name = document["answer"]["arrive"], station_name(document, document["question"]["to"])
    with_year = spans_years(document)
    times = dict(zip(arrive, format_each(list(arrive.values()), with_year=with_year, up=True), strict=True))
    at = f"{times['expected']} local ({format_utc(arrive['expected'], up=True)})" if arrive["expected"] else "never"
    return f"Expected in {name}: {at}; early {times['early']}, late {times['late']}."


def format_zones(stamps: Iterable[Document]) -> str:
    """Return the offset of the clock of a row of times; "" where it changes between them, and each time has its own."""
    zones = {format_zone(stamp) for stamp in stamps}
    return zones.pop() if len(zones) == 1 else ""


def is_shown_up(event: Document) -> bool:
    """Return whether an event's times are rounded up to the minute; a departure that is certain is not, as it waits."""
    return event["event"] != "dep" or bool(event["early"] != event["late"])


def format_leaving(document: Document) -> str:
    """Return `Mon 11 Sep 14:45 UTC+9`: when it leaves, to the minute as the table of its times has it."""
    stamp, events = document["answer"]["depart"], document["itinerary"]["events"]
    up = next((is_shown_up(event) for event in events if event["event"] == "dep"), False)
    return f"{format_stamp(stamp, up=up)} {format_zone(stamp)}"


def name_way(document: Document) -> str:
    """Return what lengths are measured along: track, or the way of a plane or ship."""
    return "track" if document["question"].get("mode", "rail") == "rail" else "way"


def is_track(legs: Iterable[Document]) -> bool:
    """Return whether all legs are run on rails."""
    return not any(leg["line"] in ("air", "sea", "road") or "mode" in leg for leg in legs)


def name_path(lines: Iterable[str]) -> str:
    """Return how a length is measured: `along the track`, `through the air`, `by sea`, or `along the way`.

    >>> name_path(["road", "air"]), name_path(["sea"]), name_path(["Hongui", "air"])
    ('through the air', 'by sea', 'along the way')
    """
    found = {line if line in ("air", "sea") else "rail" for line in lines if line != "road"}
    names = {"air": "through the air", "sea": "by sea", "rail": "along the track"}
    return names[found.pop()] if len(found) == 1 else "along the way"


def format_watch(document: Document, *, rest: str = "") -> list[str]:
    """Return the tripwires ahead: what to look out for, and until when it keeps even odds.

    They are the next four that are not past, or the last one where all are; `rest` says where the others stand.
    """
    watched = [row for row in document["answer"]["watch"] if row["even"]]
    ahead = [row for row in watched if "even" not in row["past"]] or watched[-1:]
    lines = [_tripwire(document, row) for row in ahead[:MOST_WATCHED]]
    others = f" (and {len(watched) - len(lines)} more{rest})" if len(watched) > len(lines) else ""
    by = format_bound(document["answer"]["arrive_by"])
    return [f"Watch: {'; '.join(lines)}: then {by} drops below even odds{others}."] if lines else []


def list_tripwires(document: Document) -> list[tuple[str, str]]:
    """Return each thing to look out for on the way, and until when it keeps even odds."""
    with_year = spans_years(document)
    return [
        (_name_wire(document, row), format_stamp(row["even"], with_year=with_year) + _star(row))
        for row in document["answer"]["watch"]
        if row["even"]
    ]


def _star(row: Document) -> str:
    return "*" if "even" in row["past"] else ""


def _name_wire(document: Document, row: Document) -> str:
    what = {"dep": "not gone from", "arr": "not at", "pass": "not through"}[row["event"]]
    return f"{what} {station_name(document, row['station'])}"


def _tripwire(document: Document, row: Document) -> str:
    past = " (already past)" if "even" in row["past"] else ""
    return f"{_name_wire(document, row)} by {format_stamp(row['even'])}{past}"


def format_flip(flip: Document) -> str:
    """Return the arrival time before which the departure falls on an earlier date."""
    leaves = date.fromisoformat(flip["leaves"])
    on = f"{leaves:%A}, {format_date(leaves)[4:]}"
    return f"Before {format_stamp(flip['arrive_by'])}, even odds mean leaving on {on}."


def format_summary(document: Document) -> list[str]:
    """Return the lines and countries, track length, time under way and weakest stretch, a line each."""
    itinerary, answer = document["itinerary"], document["answer"]
    change = answer["clock_change_s"]
    clocks = f"clocks {'+' if change > 0 else '-'}{format_duration(abs(change))}" if change else "same clock"
    length = f"{format_length(itinerary)};"
    under_way = f"{format_under_way(itinerary)}; {clocks}." if itinerary["expected_s"] is not None else f"{clocks}."
    return [line for line in (format_route(document), length, under_way, format_weakest(document)) if line]


def format_route(document: Document) -> str:
    """Return which lines the journey takes and which countries it enters, in order."""
    legs, stations = document["itinerary"]["legs"], document["stations"]
    lines = [line for line, _ in groupby(leg["line"] for leg in legs)]
    countries = [stations[code]["country"] for code in [legs[0]["from"], *(leg["to"] for leg in legs)]]
    return f"By {', '.join(lines)} ({', '.join(country for country, _ in groupby(countries))});"


def format_under_way(itinerary: Document) -> str:
    """Return the even time under way with its early and late ends: `36 h 15 (29 h 02 to 49 h 22) under way`."""
    keys = ("expected_s", "early_s", "late_s")
    times = ("never" if itinerary[k] is None else format_duration(itinerary[k]) for k in keys)
    return "{} ({} to {}) under way".format(*times)


def format_length(itinerary: Document) -> str:
    """Return the length of the track, or of another way, its basis, the geodesic and the circuity."""
    what = "of track" if is_track(itinerary["legs"]) else "of way"
    error = f" ±{format_km(itinerary['error_m'])}" if itinerary["error_m"] else ""
    circuity = "" if itinerary["circuity"] is None else f", circuity {itinerary['circuity']:.2f}"
    geodesic = f"geodesic {format_km(itinerary['geodesic_m'])}{circuity}"
    return f"{format_km(itinerary['length_m'])}{error} {what} ({itinerary['basis']}), {geodesic}"


def format_weakest(document: Document) -> str:
    """Return the stretch whose time is least certain, and what makes it so; "" where all of it is certain."""
    weakest = document["answer"]["weakest"]
    if not weakest["keys"]:
        return ""
    ends = "–".join(station_name(document, weakest[end]) for end in ("from", "to"))
    span = f"{format_duration(weakest['low_s'])} to {format_duration(weakest['high_s'])}"
    ranges = {a["key"]: f" ({a['low']:g} to {a['high']:g} {a['unit']})" for a in document["assumptions"]}
    causes = [f"{key}{ranges.get(key, '')}" for key in weakest["keys"][:2]]
    return f"Weakest: {ends}, {span}, mostly {' and '.join(causes)}."


def format_unclocked(document: Document) -> str:
    """Return the stretches that no clocked run was known on as of the question; "" where there is none."""
    gaps = [
        f"{'–'.join(station_name(document, gap[end]) for end in ('from', 'to'))} ({format_km(gap['length_m'])})"
        for gap in document["answer"].get("unclocked", ())
    ]
    return f"No clocked run known then: {', '.join(gaps)}." if gaps else ""


def list_assumed(document: Document) -> list[str]:
    """Return the train, where it starts, where it reverses, and the likely value of what moves the answer most."""
    question, itinerary = document["question"], document["itinerary"]
    found = [question["train"]["title"], f"start {station_name(document, question['from'])}"]
    works = {
        "reversal": "reversing at {}",
        "gauge": "{time} to change gauge at {}",
        "border": "{time} at {}",
        "board": "{time} to board at {}",
        "alight": "{time} to leave {}",
        "layover": "{time} at {}",
        "embark": "{time} to board the ship at {}",
        "disembark": "{time} to leave the port of {}",
        "change": "{time} to change at {}",
    }
    for dwell in itinerary["dwells"]:
        if dwell["kind"] in works:
            time = format_duration(dwell["likely_s"])
            found.append(works[dwell["kind"]].format(station_name(document, dwell["station"]), time=time))
    speeds = [a for a in document["assumptions"] if a["unit"] == "km/h" and a["key"] != "speed.border"]
    return found + [f"{a['value']:g} km/h ({a['key']})" for a in speeds]


def list_way_rows(document: Document) -> list[list[str]]:
    """Return for each way its number, length, time, the most track it shares, its countries and where it leads."""
    return [
        [
            str(number),
            format_km(way["length_m"]),
            format_duration(way["expected_s"]),
            f"{way['shared']:.0%}" if number > 1 else "",
            ", ".join(way["countries"]),
            ", ".join(station_name(document, code) for code in way["through"]) or "direct",
        ]
        for number, way in enumerate(document["ways"], start=1)
    ]
