"""An answer as words for a terminal, read from its document; computes no time and no distance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from routes.clock import format_date, format_reading, zone_city
from routes.units import format_duration, format_km

Document = Mapping[str, Any]
READINGS = ("safe", "even", "too_late_after")
VERDICTS = {
    "yes": "YES, even if all runs at its slow end",
    "likely": "LIKELY: yes if all runs as likely, not if it runs at its slow end",
    "unlikely": "ONLY IF IT RUNS FAST: not if all runs as likely",
    "no": "NO, not even if all runs at its fast end",
}


def format_answer(document: Document, *, why: bool = False) -> str:
    """Return the whole answer as lines of text, each reading of the question in turn."""
    blocks = []
    for part in ({"answer": document["answer"], "itinerary": document["itinerary"]}, *document["alternatives"]):
        blocks.append("\n".join(_format_part({**document, **part})))
    blocks.append("\n".join(_format_rest(document)))
    if why:
        blocks.append("\n".join(format_why(document)))
    return "\n\n".join(block for block in blocks if block)


def _format_part(document: Document) -> list[str]:
    kind = document["question"]["kind"]
    if kind == "distance":
        return _format_distance(document)
    lines = _deadline_head(document) if "arrive_by" in document["answer"] else _arrival_head(document)
    if "arrive_by" in document["answer"]:
        lines += ["", *_deadline_table(document), "", *_hour_table(document)]
    if kind != "latest-departure":
        lines += ["", *_event_table(document)]
    return [*lines, "", *_summary(document)]


def station_name(document: Document, code: str) -> str:
    """Return the name of a station of the document."""
    return str(document["stations"][code]["name"])


def read_local(stamp: Document) -> datetime:
    """Return the date and time of a stamp as its own clock shows it, with its offset."""
    return datetime.fromisoformat(stamp["local"])


def format_stamp(stamp: Document, *, with_year: bool = False, up: bool = False) -> str:
    """Return `Mon 11 Sep 14:45`, rounded down to the minute as fits a deadline, or `up` as fits an arrival."""
    local = read_local(stamp)
    return format_reading(local + timedelta(seconds=59) if up else local, with_year=with_year)


def format_bound(stamp: Document, *, with_year: bool = False) -> str:
    """Return the end of a day as `Tue 12 Sep 24:00`, any other bound as `format_stamp` does."""
    local = read_local(stamp)
    if (local.hour, local.minute, local.second) != (0, 0, 0):
        return format_stamp(stamp, with_year=with_year)
    return format_reading(local - timedelta(days=1), with_year=with_year).removesuffix("00:00") + "24:00"


def format_utc(stamp: Document, *, up: bool = False) -> str:
    """Return `05:45 UTC`, with the date where it is not the local one."""
    local, utc = read_local(stamp), datetime.fromisoformat(stamp["utc"])
    utc = utc + timedelta(seconds=59) if up else utc
    return (f"{utc:%H:%M}" if utc.date() == local.date() else format_reading(utc, with_year=False)) + " UTC"


def format_zone(stamp: Document) -> str:
    """Return the offset of a stamp's clock as `UTC+9` or `UTC+8:30`."""
    offset = read_local(stamp).utcoffset() or timedelta(0)
    minutes = abs(offset) // timedelta(minutes=1)
    sign = "-" if offset < timedelta(0) else "+"
    return f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02d}" if minutes % 60 else "")


def _as_of_line(document: Document) -> str:
    as_of, question = document["as_of"], document["question"]
    when = (
        format_date(read_local(as_of))
        + f" {read_local(as_of).year}"
        + ("" if as_of["whole_day"] else f" {read_local(as_of):%H:%M}")
    )
    scenario = f" (scenario {question['scenario']})" if question["scenario"] else ""
    return f"AS OF {when} {zone_city(as_of['zone'])}{scenario}" + ("" if as_of["today"] else ", NOT TODAY")


def _ends(document: Document) -> str:
    return " → ".join(station_name(document, document["question"][end]) for end in ("from", "to"))


def _deadline_head(document: Document) -> list[str]:
    answer = document["answer"]
    by = f"by {format_bound(answer['arrive_by'], with_year=True)} {zone_city(answer['arrive_by']['zone'])}"
    if "verdict" in answer:
        head = f"CAN IT BE THERE  {_ends(document)} {by}"
        leaves = f"leaving {format_stamp(answer['depart'], with_year=True)} {zone_city(answer['depart']['zone'])}"
        return [head, _as_of_line(document), "", f"{VERDICTS[answer['verdict']]} ({leaves}).", _arrival_line(document)]
    return [f"LATEST DEPARTURE  {_ends(document)} {by}", _as_of_line(document), "", *_verdict_lines(document)]


def _verdict_lines(document: Document) -> list[str]:
    row = document["answer"]["depart_by"]
    name = station_name(document, row["station"])
    even = f"leave {name} by {format_stamp(row['even'])} local ({format_utc(row['even'])})"
    if "too_late_after" in row["past"]:
        last = format_stamp(row["too_late_after"])
        return [f"Out of reach: even if all ran fast, it had to leave {name} by {last} local.", f"Even odds: {even}."]
    if "even" in row["past"]:
        last = format_stamp(row["too_late_after"])
        return [f"Even odds: {even}: already past.", f"Only if all runs fast: leave {name} by {last} local."]
    return [f"Even odds: {even}."]


def _arrival_head(document: Document) -> list[str]:
    depart = document["answer"]["depart"]
    leaves = f"leaving {format_stamp(depart, with_year=True)} {zone_city(depart['zone'])} ({format_utc(depart)})"
    return [f"ARRIVAL  {_ends(document)}, {leaves}", _as_of_line(document), "", _arrival_line(document)]


def _arrival_line(document: Document) -> str:
    arrive, name = document["answer"]["arrive"], station_name(document, document["question"]["to"])
    expected = f"{format_stamp(arrive['expected'], up=True)} local ({format_utc(arrive['expected'], up=True)})"
    early, late = (format_stamp(arrive[k], up=True) for k in ("early", "late"))
    return f"Expected in {name}: {expected}; early {early}, late {late}."


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines with columns as wide as their widest cell."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    return ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in (head, *rows)]


def _deadline_table(document: Document) -> list[str]:
    rows = [
        [
            f"{station_name(document, row['station'])} {EVENTS[row['event']]}",
            *_reading_cells(row),
            format_zone(row["even"]),
        ]
        for row in document["answer"]["deadlines"]
    ]
    lines = _table(["local time", "safe", "even odds", "too late after", ""], rows)
    return [*lines, *(["* already past"] if any(row["past"] for row in document["answer"]["deadlines"]) else [])]


EVENTS = {"dep": "leave", "arr": "arrive", "pass": "pass"}


def _reading_cells(row: Document) -> list[str]:
    return [format_stamp(row[name]) + ("*" if name in row["past"] else "") for name in READINGS]


def _hour_table(document: Document) -> list[str]:
    answer = document["answer"]
    name = station_name(document, document["question"]["from"])
    rows = [[format_bound(row["arrive_by"]), *_reading_cells(row)] for row in answer["by_hour"]]
    return [
        *_table(["to arrive by", f"leave {name}", "", ""], rows),
        *(_flip_line(flip) for flip in answer["date_flips"]),
    ]


def _flip_line(flip: Document) -> str:
    leaves = date.fromisoformat(flip["leaves"])
    return (
        f"Before {format_stamp(flip['arrive_by'])}, even odds mean leaving on {leaves:%A}, {format_date(leaves)[4:]}."
    )


def _event_table(document: Document) -> list[str]:
    anchors = {(a["station"], a["event"]) for a in document["answer"]["anchors"]}
    rows = []
    for event in document["itinerary"]["events"]:
        if event["event"] != "pass" or (event["station"], "pass") in anchors:
            name = f"{station_name(document, event['station'])} {EVENTS[event['event']]}"
            times = [format_stamp(event[k], up=True) for k in ("early", "time", "late")]
            rows.append([name, *times, format_zone(event["time"]), format_km(event["at_m"])])
    return _table(["local time", "early", "expected", "late", "", "track"], rows)


def _summary(document: Document) -> list[str]:
    itinerary, answer = document["itinerary"], document["answer"]
    under_way = "{} ({} to {})".format(*(format_duration(itinerary[k]) for k in ("likely_s", "low_s", "high_s")))
    change = answer["clock_change_s"]
    clocks = f"clocks {'+' if change > 0 else '-'}{format_duration(abs(change))}" if change else "same clock"
    return [f"{_length_line(itinerary)};", f"{under_way} under way; {clocks}.", _weakest_line(document)]


def _length_line(itinerary: Document) -> str:
    error = f" ±{format_km(itinerary['error_m'])}" if itinerary["error_m"] else ""
    geodesic = f"geodesic {format_km(itinerary['geodesic_m'])}, circuity {itinerary['circuity']:.2f}"
    return f"{format_km(itinerary['length_m'])}{error} of track ({itinerary['basis']}), {geodesic}"


def _weakest_line(document: Document) -> str:
    weakest = document["answer"]["weakest"]
    ends = "–".join(station_name(document, weakest[end]) for end in ("from", "to"))
    span = f"{format_duration(weakest['low_s'])} to {format_duration(weakest['high_s'])}"
    sources = {a["key"]: a["source"] for a in document["assumptions"]}
    causes = [f"{key} ({'assumed' if sources.get(key) == 'assumed' else 'sourced'})" for key in weakest["keys"][:2]]
    return f"Weakest: {ends}, {span}, mostly {' and '.join(causes)}."


def _format_rest(document: Document) -> list[str]:
    question = document["question"]
    if question["kind"] == "distance":
        return [f"Note: {note}." for note in document["notes"]]
    lines = [f"Assumes: {'; '.join(_assumed(document))}."]
    lines += ["Readings: safe, all at its slow end; even odds, all as likely; too late after, all at its fast end."]
    lines += [f"Note: {note}." for note in document["notes"]]
    return [*lines, f"Try: {_suggestions(document)}"]


def _assumed(document: Document) -> list[str]:
    """Return the train, where it starts, where it reverses, and the likely value of what moves the answer most."""
    question, itinerary = document["question"], document["itinerary"]
    found = [question["train"]["title"], f"start {station_name(document, question['from'])}"]
    works = {"reversal": "reversing at {}", "gauge": "{time} to change gauge at {}", "border": "{time} at {}"}
    for dwell in itinerary["dwells"]:
        if dwell["kind"] in works:
            time = format_duration(dwell["likely_s"])
            found.append(works[dwell["kind"]].format(station_name(document, dwell["station"]), time=time))
    speeds = [a for a in document["assumptions"] if a["unit"] == "km/h" and a["key"] != "speed.border"]
    return found + [f"{a['value']:g} km/h ({a['key']})" for a in speeds]


def _suggestions(document: Document) -> str:
    question = document["question"]
    speed = next((a for a in document["assumptions"] if a["unit"] == "km/h"), None)
    tries = ['--arrive "Tuesday noon"'] if question["arrive"] else ['--depart "tomorrow 06:00"']
    tries += [f"--set {speed['key']}={speed['low']:g}"] if speed else []
    return "   ".join([*tries, "--why", "--map route.html"])


def _format_distance(document: Document) -> list[str]:
    itinerary = document["itinerary"]
    rows, at_m = [], 0
    for leg in itinerary["legs"]:
        at_m += leg["length_m"]
        ends = f"{station_name(document, leg['from'])} – {station_name(document, leg['to'])}"
        error = f" ±{format_km(leg['error_m'])}" if leg["error_m"] else ""
        rows.append([ends, format_km(leg["length_m"]) + error, format_km(at_m), leg["basis"], leg["line"]])
    reversals = [station_name(document, d["station"]) for d in itinerary["dwells"] if d["kind"] == "reversal"]
    turned = [f"Reversing at {', '.join(reversals)}."] if reversals else []
    head = f"DISTANCE  {_ends(document)}"
    table = _table(["leg", "length", "so far", "basis", "line"], rows)
    return [head, "", f"{_length_line(itinerary)}.", *turned, "", *table]


def format_why(document: Document) -> list[str]:
    """Return every timed item with its assumptions, then every assumption with its value and source."""
    itinerary = document["itinerary"]
    rows = []
    for leg in itinerary["legs"]:
        what = f"run {station_name(document, leg['from'])} – {station_name(document, leg['to'])}"
        times = [format_duration(leg[k]) for k in ("run_low_s", "run_s", "run_high_s")]
        rows.append([what, format_km(leg["length_m"]), *times, ", ".join(leg["keys"])])
    for dwell in itinerary["dwells"]:
        times = [format_duration(dwell[k]) for k in ("low_s", "likely_s", "high_s")]
        rows.append(
            [f"{dwell['kind']} {station_name(document, dwell['station'])}", "", *times, ", ".join(dwell["keys"])]
        )
    lines = ["WHY", *_table(["item", "track", "low", "likely", "high", "assumption"], rows), ""]
    for a in document["assumptions"]:
        spread = f"{a['value']:g}" if a["low"] == a["high"] else f"{a['low']:g}/{a['value']:g}/{a['high']:g}"
        lines.append(f"{a['key']} = {spread} {a['unit']}  [{a['origin']}]")
        lines.append(f"  source: {a['source']}" + (f"; known from {a['known_from'][:16]}" if a["known_from"] else ""))
        lines += [f"  {a['note']}"] if a["note"] else []
    tracks = dict.fromkeys(f"{leg['line']}: {leg['source']}" for leg in itinerary["legs"])
    lines += ["", "Track lengths:", *(f"  {track}" for track in tracks)]
    return [*lines, f"Time zones: tzdata {document['tzdata']}."]
