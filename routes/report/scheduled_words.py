"""An answer by timetable as words: the journey stop by stop on each stop's clock, or the pairs of a profile as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from routes.report.layout import wrap_text
from routes.report.quote import list_parts
from routes.sentences_scheduled import format_asked, format_journey, name_stop, visible
from routes.stamps import Stamp, format_stamp, format_zone, offset_s
from routes.units import format_duration

Document = Mapping[str, Any]


def format_scheduled(document: Document) -> str:
    """Return the answer for people."""
    question, stations = document["question"], document["stations"]
    kind = question["kind"].removeprefix("timetable-")
    ends = " → ".join(visible(stations[question[side]]["name"]) for side in ("from", "to"))
    lines = [f"{kind.replace('-', ' ').upper()}  {ends} {format_asked(document)}", *_list_feeds(document), ""]
    pairs = list_parts(document)
    if kind == "profile":
        lines += _list_pairs(pairs)
    else:
        for n, pair in enumerate(pairs):
            lines += ["", "Or:"] if n else []
            lines += [format_journey(pair), "", *list_rides(pair["itinerary"]["legs"], stations)]
    quotes = document["quote"]
    quote = wrap_text(f"Quote: {quotes.get(question['lang']) or quotes['en']}") if kind != "profile" else []
    return "\n".join([*lines, "", *(f"Note: {note}" for note in document["notes"]), *quote])


def _list_feeds(document: Document) -> Iterator[str]:
    for source in document["sources"]:
        credited = [*(source["credits"] or ()), *([source["source"]] if source["source"] else [])]
        thanks = f"; {', '.join(map(visible, credited))}" if credited else ""
        name = f"{document['question']['timetable']}: {visible(source['title'])}"
        yield f"TIMETABLE {name}, {source['from']} to {source['to']}{thanks}"


def list_rides(legs: Sequence[Any], stations: Any) -> Iterator[str]:
    """Yield two lines for each leg: where and when it is boarded, by what, and where and when it is left."""
    rows = [row for leg in legs for row in _list_ends(leg, stations)]
    width = max(len(name) for _, name, _, _ in rows)
    for n, (stamp, name, what, mark) in enumerate(rows):
        is_arrival = n % 2 == 1
        reading = f"{mark}{format_stamp(stamp, up=is_arrival)}"
        shift = "  (other clocks)" if n and offset_s(stamp) != offset_s(rows[n - 1][0]) else ""
        yield f"{reading:<18}{format_zone(stamp):<9} {name:<{width}}  {what}{shift}".rstrip()


def _list_ends(leg: Any, stations: Any) -> Iterator[tuple[Stamp, str, str, str]]:
    if leg["mode"] == "foot":
        walk = f"on foot, {format_duration(leg['run_low_s'])}"
        yield leg["departs"], visible(stations[leg["from"]]["name"]), walk, ""
        yield leg["arrives"], visible(stations[leg["to"]]["name"]), "", ""
        return
    first, last = leg["stops"][0], leg["stops"][-1]
    head = f" to {visible(leg['headsign'])}" if leg["headsign"] else ""
    stay = ", stay aboard" if leg["aboard"] else ""
    stay += f", every {format_duration(leg['headway_s'])}" if leg["headway_s"] else ""
    yield (
        first["depart"],
        name_stop(first),
        f"{visible(leg['route'])}{head}{stay}",
        "~" if first["approximate"] else "",
    )
    yield last["arrive"], name_stop(last), "", "~" if last["approximate"] else ""


def _list_pairs(pairs: Sequence[Document]) -> Iterator[str]:
    """Yield a row for each pair of a profile."""
    offsets = [[offset_s(at) for at in column] for column in zip(*map(_list_stamps, pairs), strict=True)]
    is_shifting = any(len(set(column)) > 1 for column in offsets)
    width = 25 if is_shifting else 18
    yield f"{'leave':<{width}}{'arrive':<{width}}{'under way':<12}{'changes':<9}by"
    for pair in pairs:
        answer, legs = pair["answer"], pair["itinerary"]["legs"]
        names = ", ".join("on foot" if leg["mode"] == "foot" else visible(leg["route"]) for leg in legs)
        stamps = [
            (format_stamp(at, up=up), format_zone(at)) for at, up in zip(_list_stamps(pair), (False, True), strict=True)
        ]
        leave, come = (f"{at} {zone}" if is_shifting else at for at, zone in stamps)
        under_way = format_duration(answer["duration_s"])
        yield f"{leave:<{width}}{come:<{width}}{under_way:<12}{answer['changes']:<9}{names}"
    yield ""
    first = pairs[0]["answer"]
    if len(set().union(*offsets)) > 1 and not is_shifting:
        yield f"Leaving is in {first['depart']['zone']}, arriving in {first['arrive']['expected']['zone']}."
    yield f"{len(pairs):,} best {'pair' if len(pairs) == 1 else 'pairs'}: no other leaves as late and arrives as early."


def _list_stamps(pair: Document) -> tuple[Stamp, Stamp]:
    return pair["answer"]["depart"], pair["answer"]["arrive"]["expected"]


def format_imported(document: Document) -> str:
    """Return what came of an import for people."""
    counts = document["counts"]
    size = f"{counts['stops']:,} stops, {counts['routes']:,} routes, {counts['trips']:,} trips"
    lines = [
        f"timetable {document['name']}: {size}, {counts['stop_times']:,} stop times",
        f"days      {document['from']} to {document['to']}",
        f"zones     {', '.join(document['zones'])}",
        *(f"feed      {visible(f['feed'])}: {visible(f['title'])}" for f in document["sources"]),
        f"left out  {_format_left(document['left_out'])}",
        f"file      {document['path']}",
    ]
    return "\n".join(lines)


def _format_left(left: dict[str, int]) -> str:
    parts = [f"{count:,} {'row' if count == 1 else 'rows'} of {file}" for file, count in left.items()]
    return ", ".join(parts) or "nothing"
