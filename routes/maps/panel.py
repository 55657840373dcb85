"""The answer as static HTML, readable with scripts off: headline, deadlines, hours, summary, stations, method."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from routes.claim_sentences import (
    format_chance_of,
    format_claim,
    format_claimed_start,
    format_expected,
    list_fastest,
    list_thresholds,
)
from routes.maps.chart import build_chart
from routes.maps.features import list_parts
from routes.maps.flat.plot import ABOUT, build_inset
from routes.maps.html import details, table, tag, unbroken, wrap
from routes.maps.method import build_allowances, build_claims_table, build_method, build_track_table, build_ways_table
from routes.maps.row_panel import build_row_parts, format_row_bounds, format_row_title, list_row_verdict
from routes.maps.scheduled_panel import build_scheduled_parts
from routes.sentences import (
    EVENTS,
    MOST_WATCHED,
    READINGS,
    format_arrival,
    format_as_of,
    format_bounds,
    format_ends,
    format_flip,
    format_length,
    format_readings_note,
    format_route,
    format_summary,
    format_unclocked,
    format_under_way,
    format_verdict,
    format_watch,
    format_zones,
    is_shown_up,
    list_assumed,
    list_tripwires,
    name_way,
    reading_names,
    spans_years,
    station_name,
)
from routes.sentences_joined import (
    CHANGES,
    RIDE_HEADS,
    RIDES,
    head_connections,
    is_joined,
    list_connections,
    list_ride_rows,
    list_turns,
)
from routes.sentences_scheduled import SCHEDULED_KINDS, format_asked, format_journey, is_scheduled
from routes.sentences_told import format_left, format_left_in, format_told, format_windows, is_told, list_otherwise
from routes.stamps import format_bound, format_stamp, format_utc, format_zone
from routes.units import format_km

Document = Mapping[str, Any]
KINDS = {
    "latest-departure": "Latest departure",
    "arrival": "Arrival",
    "feasible": "Can it be there?",
    "distance": "Distance",
    "compare": "Which of these?",
    "reach": "How far by then?",
    **SCHEDULED_KINDS,
}
SHARED = "The same for each"
EARLY_TO_LATE = ("early", "expected", "late")
QUOTE_TITLES = {"en": "To quote", "ko": "인용문", "ru": "Для цитирования"}


def format_title(document: Document) -> str:
    """Return the title of the page, `Latest departure: Pyongyang → Vladivostok, by Tue 12 Sep 2023 24:00 …`."""
    kind = KINDS.get(document["question"]["kind"], document["question"]["kind"])
    bounds = _all_bounds(document)
    return f"{kind}: {_format_head(document)}" + (f", {bounds}" if bounds else "")


def _format_head(document: Document) -> str:
    return format_row_title(document) if document["itinerary"] is None else format_ends(document)


def _all_bounds(document: Document) -> str:
    if document["itinerary"] is None:
        return format_row_bounds(document)
    if is_scheduled(document):
        return format_asked(document)
    return " or ".join(dict.fromkeys(format_bounds(part) for part in list_parts(document)))


def build_panel(document: Document) -> str:
    """Return the HTML of the whole answer, each reading of the question in turn."""
    if document["itinerary"] is None:
        rest = [*_quote(document), *_notes(document), *build_method(document)]
        return "\n".join([_header(document), *build_row_parts(document), *rest])
    parts = list_parts(document)
    if is_scheduled(document):
        rest = [*_quote(document), *_notes(document), *build_method(document)]
        return "\n".join([_header(document), *build_scheduled_parts(parts), *rest])
    ways = [build_ways_table(document)] if "ways" in document else []
    rest = [*ways, *_quote(document), *_assumptions(document), *build_method(document)]
    return "\n".join([_header(document), *_list_body(parts), *rest])


def _list_body(parts: Sequence[Document]) -> list[str]:
    """Return the pieces of each reading below its bounds, then those that are the same in all of them."""
    readings = [list(_part(part, number)) for number, part in enumerate(parts, start=1)]
    shared = [piece for piece in readings[0] if all(piece in pieces for pieces in readings)]
    if len(readings) == 1:
        return shared
    own = [
        [tag("h2", format_bounds(part)), *(piece for piece in pieces if piece not in shared)]
        for part, pieces in zip(parts, readings, strict=True)
    ]
    return [piece for pieces in (*own, [tag("h2", SHARED), *shared] if shared else []) for piece in pieces]


def _header(document: Document) -> str:
    question = document["question"]
    lines = [tag("p", KINDS.get(question["kind"], question["kind"]), kind="kind"), tag("h1", _format_head(document))]
    if "understood" in question:
        lines.append(tag("p", f"Understood: {question['understood']}", kind="title"))
    if bounds := _all_bounds(document):
        lines.append(tag("p", bounds, kind="bounds"))
    if question["title"]:
        lines.append(tag("p", question["title"], kind="title"))
    lines.append(tag("p", format_as_of(document), kind="as-of" if document["as_of"]["today"] else "as-of past"))
    return wrap("header", lines)


def _part(part: Document, number: int) -> Iterator[str]:
    """Yield the pieces of one reading."""
    yield _verdict_box(part)
    if "claims" in part["answer"]:
        yield build_claims_table(part)
    if "arrive_by" in part["answer"]:
        yield from _deadlines(part, number)
    if is_joined(part):
        yield table(RIDES, RIDE_HEADS, _unbreak(list_ride_rows(part), 1), kind="times")
        if changes := list_connections(part):
            yield table(CHANGES, head_connections(part), _unbreak(changes, 1), kind="times")
        yield from (tag("p", line, kind="flip") for line in list_turns(part))
    if part["question"]["kind"] == "distance":
        yield wrap("div", [tag("p", line) for line in _list_length(part)], kind="summary")
        yield build_track_table(part)
        return
    yield from (tag("p", line, kind="flip") for line in format_windows(part))
    if others := list_otherwise(part):
        rows = [[label, *map(unbroken, times)] for label, *times in others]
        yield table("Had it been seen otherwise, it would arrive", ["reading", *EARLY_TO_LATE], rows, kind="times")
    yield from build_allowances(part["answer"])
    yield wrap("div", [tag("p", line) for line in format_summary(part)], kind="summary")
    if inset := build_inset(part, number):
        yield details("Time and distance", [inset, tag("p", _explain_inset(part), kind="assumes")])
    yield details("All stations on the way", [_event_table(part)], is_open=part["question"]["kind"] == "arrival")


def _deadlines(part: Document, number: int) -> Iterator[str]:
    """Yield the readings at each place, the curve, the readings for each hour, when the date flips, the tripwires."""
    yield _deadline_table(part)
    if part["answer"].get("curve"):
        yield build_chart(part, number)
    if part["answer"]["by_hour"]:
        yield _hour_table(part)
    yield from (tag("p", format_flip(flip), kind="flip") for flip in part["answer"]["date_flips"])
    yield from (tag("p", line, kind="flip") for line in format_watch(part))
    if len(part["answer"]["watch"]) > MOST_WATCHED:
        rows = [[name, unbroken(time)] for name, time in list_tripwires(part)]
        yield details("All tripwires", [table("Not so by then: below even odds", ["what", "by"], rows, kind="times")])


def _explain_inset(part: Document) -> str:
    """Return what the chart of time and distance shows."""
    names, has_deadline = reading_names(part), "deadlines" in part["answer"]
    bands = (
        f"blue from {names['safe']} to {names['even']}, orange from there to {names['too_late_after']} (dots: computed)"
    )
    dashed = "dashed upright: as of (grey), arrive by (red)" if has_deadline else "dashed upright: as of"
    shaded = bands if has_deadline else "blue from early to late"
    return f"{ABOUT} The line is the expected run; shaded {shaded}; {dashed}."


def _list_length(part: Document) -> list[str]:
    """Return the way of a distance in sentences: lines, time under way, and where it reverses."""
    reversals = [
        station_name(part, work["station"]) for work in part["itinerary"]["dwells"] if work["kind"] == "reversal"
    ]
    turned = [f"Reversing at {', '.join(reversals)}."] if reversals else []
    return [format_route(part), f"{format_under_way(part['itinerary'])}.", *turned]


def _verdict_box(part: Document) -> str:
    """Return the answer set large; on a phone it stands above the map, apart from its heading."""
    first, *others = list_verdict(part)
    reading = [tag("p", format_bounds(part), kind="reading")] if part["alternatives"] else []
    answer = part["answer"]
    is_missed = (
        answer.get("verdict", "credible") not in ("credible", "strained")
        or answer.get("on_time", 1) < 1 - answer.get("confidence", 1)
        or ("on_time" not in answer and "depart_by" in answer and _is_gone(answer["depart_by"]))
    )
    lines = [*reading, tag("p", first, kind="lead"), *(tag("p", line) for line in others)]
    return wrap("div", lines, kind="verdict missed" if is_missed else "verdict")


def _is_gone(row: Document) -> bool:
    """Return whether not even the last reading can be had, or can be had any more."""
    return row["too_late_after"] is None or "too_late_after" in row["past"]


def list_verdict(part: Document) -> list[str]:
    """Return the answer in a sentence or two, the first one to be set large."""
    if part["itinerary"] is None:
        return list_row_verdict(part)
    if is_scheduled(part):
        return [format_journey(part)]
    if part["question"]["kind"] == "distance":
        return [f"{format_length(part['itinerary'])}."]
    if "claims" in part["answer"]:
        main, *others = sorted(part["answer"]["claims"], key=lambda claim: claim["mode"] != part["question"]["mode"])
        return [*(format_claim(claim) for claim in (main, *others)), format_claimed_start(part), format_expected(part)]
    told = [*format_left_in(part), *([format_told(part)] if is_told(part) else []), *format_left(part)]
    if "on_time" in part["answer"]:
        return [
            f"In time with {format_chance_of(part['answer'], part['answer']['on_time'])}.",
            format_arrival(part),
            *told,
        ]
    return format_verdict(part) if "depart_by" in part["answer"] else [format_arrival(part), *told]


def _quote(document: Document) -> Iterator[str]:
    """Yield the sentence to quote, in the language that the question asks for, where it is said in that."""
    asked, quotes = document["question"].get("lang", "en"), document.get("quote", {})
    lang = asked if asked in quotes else "en"
    if lang in QUOTE_TITLES and (text := quotes.get(lang)):
        title, quote = tag("h2", QUOTE_TITLES[lang]), wrap("blockquote", [tag("p", text)])
        yield f'<div class="quote" lang="{lang}">{title}{quote}</div>'


def _deadline_table(part: Document) -> str:
    deadlines = part["answer"]["deadlines"]
    rows = [
        [
            f"{station_name(part, row['station'])} {EVENTS[row['event']]}{'†' if row['behind'] else ''}",
            *_cells(row, with_year=spans_years(part)),
            format_zones(row[name] for name in READINGS if row[name]),
        ]
        for row in deadlines
    ]
    note = "; * already past" if any(row["past"] for row in deadlines) else ""
    note += "; † behind it by what was seen" if any(row["behind"] for row in deadlines) else ""
    caption = f"Deadlines on the way, each on the clock of the place{note}"
    return table(caption, ["place", *reading_names(part).values(), "clock"], rows, kind="times readings")


def _unbreak(rows: Iterable[list[str]], column: int) -> list[list[str]]:
    return [[unbroken(cell) if n == column else cell for n, cell in enumerate(row)] for row in rows]


def _hour_table(part: Document) -> str:
    name, zone = station_name(part, part["question"]["from"]), format_zone(part["answer"]["depart"])
    with_year = spans_years(part)
    rows = [
        [unbroken(format_bound(row["arrive_by"], with_year=with_year)), *_cells(row, with_year=with_year)]
        for row in part["answer"]["by_hour"]
    ]
    caption = f"To arrive by, leave {name} ({zone}) by"
    return table(caption, ["arrive by", *reading_names(part).values()], rows, kind="times readings")


def _cells(row: Document, *, with_year: bool) -> list[str]:
    """Return the three readings; a row of the arrival itself ends the day as the headline does, at 24:00."""
    write = format_bound if row.get("event") == "arr" else format_stamp
    return [
        unbroken(write(row[name], with_year=with_year)) + ("*" if name in row["past"] else "") if row[name] else "never"
        for name in READINGS
    ]


def _zone(row: Document) -> str:
    return next((format_zone(row[name]) for name in ("even", "too_late_after", "safe") if row[name]), "")


def _event_table(part: Document) -> str:
    """Return every departure, arrival and passing with its clock, the track so far, its times, and that in UTC."""
    events = part["itinerary"]["events"]
    rows = [_event_row(part, event, with_year=spans_years(part)) for event in events]
    leaving = f"Leaving {format_stamp(part['answer']['depart'])}; times" if _is_fixed(part) else "Times"
    head = [f"place, clock, {name_way(part)} so far", *EARLY_TO_LATE]
    return table(f"{leaving} on the clock of the place", head, rows, kind="times readings")


def _is_fixed(part: Document) -> bool:
    """Return whether the first event is taken as certain, as a departure is that was asked about and not seen."""
    first = part["itinerary"]["events"][0]
    return bool(first["early"] == first["late"])


def _event_row(part: Document, event: Document, *, with_year: bool) -> list[str]:
    """Return one row of times, rounded up as fits an arrival; the departure itself is rounded down, as a deadline."""
    up = is_shown_up(event)
    stamps = [event[key] for key in ("early", "time", "late")]
    early, expected, late = (
        unbroken(format_stamp(stamp, with_year=with_year, up=up)) if stamp else "never" for stamp in stamps
    )
    utc = f"\n{unbroken(format_utc(event['time'], up=up))}" if event["time"] else ""
    below = f"{format_zones(stamp for stamp in stamps if stamp)}, {format_km(event['at_m'])}"
    return [f"{station_name(part, event['station'])} {EVENTS[event['event']]}\n{below}", early, expected + utc, late]


def _assumptions(document: Document) -> Iterator[str]:
    """Yield what the answer rests on in a sentence, what its readings mean, and its notes."""
    if document["question"]["kind"] != "distance":
        yield tag("p", f"Assumes: {'; '.join(list_assumed(document))}.", kind="assumes")
        if unclocked := format_unclocked(document):
            yield tag("p", unclocked, kind="assumes")
        if "deadlines" in document["answer"]:
            yield tag("p", format_readings_note(document), kind="assumes")
    if "claims" in document["answer"]:
        sentences = [*list_fastest(document["answer"]["claims"]), list_thresholds()]
        yield from (tag("p", sentence, kind="assumes") for sentence in sentences)
    yield from _notes(document)


def _notes(document: Document) -> Iterator[str]:
    yield from (tag("p", f"Note: {note}.", kind="note") for note in document["notes"])
