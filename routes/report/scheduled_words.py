"""An answer by timetable as words: the journey stop by stop on each stop's clock, or the pairs of a profile as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from routes.stamps import Stamp, format_stamp, format_utc, format_zone, offset_s
from routes.units import format_duration

Document = dict[str, Any]
TITLES = {"latest-departure": "LATEST DEPARTURE", "earliest-arrival": "EARLIEST ARRIVAL", "profile": "PROFILE"}


def format_scheduled(document: Document) -> str:
    """Return the answer for people."""
    question, stations = document["question"], document["stations"]
    kind = question["kind"].removeprefix("timetable-")
    ends = " → ".join(_visible(stations[question[side]]["name"]) for side in ("from", "to"))
    lines = [f"{TITLES[kind]}  {ends} {_format_asked(question)}", *_list_feeds(document), ""]
    pairs = [{"answer": document["answer"], "itinerary": document["itinerary"]}, *document["alternatives"]]
    if kind == "profile":
        lines += _list_pairs(pairs)
    else:
        for n, pair in enumerate(pairs):
            lines += ["", "Or:"] if n else []
            lines += [_tell(pair, stations, kind), "", *_list_legs(pair["itinerary"], stations)]
    return "\n".join([*lines, "", *(f"Note: {note}" for note in document["notes"])])


def _format_asked(question: Document) -> str:
    when = question["arrive"] or question["depart"]
    words = [_format_when(when, "by" if question["arrive"] else "from")]
    words += [_format_when(question["until"], "until")] if question["until"] else []
    words += [f"via {', '.join(map(_visible, question['via']))}"] if question["via"] else []
    avoided = [*question["avoid"], *question["avoid_routes"]]
    words += [f"avoiding {', '.join(map(_visible, avoided))}"] if avoided else []
    return " ".join(words)


def _format_when(when: Document, usual: str) -> str:
    operator = usual if when["operator"] == "on" else when["operator"]
    readings = " or ".join(f"{r['text']} {r['zone'].rsplit('/', 1)[-1].replace('_', ' ')}" for r in when["readings"])
    return f"{operator} {readings}"


def _list_feeds(document: Document) -> Iterator[str]:
    for source in document["sources"]:
        thanks = f"; {', '.join(map(_visible, source['credits']))}" if source["credits"] else ""
        name = f"{document['question']['timetable']}: {_visible(source['name'])}"
        yield f"TIMETABLE {name}, {source['from']} to {source['to']}{thanks}"


def _tell(pair: Document, stations: Document, kind: str) -> str:
    answer, way = pair["answer"], pair["itinerary"]
    start, end = (_visible(stations[way[side]]["name"]) for side in ("from", "to"))
    leave = f"{format_stamp(answer['depart'])} local ({format_utc(answer['depart'])})"
    come = f"{format_stamp(answer['arrive'], up=True)} local ({format_utc(answer['arrive'], up=True)})"
    rest = f"{format_duration(answer['duration_s'])}, {format_changes(answer['changes'])}{_clock_change(answer)}"
    if kind == "latest-departure":
        return f"Leave {start} by {leave}: {rest}."
    return f"At {end} from {come} on: {rest}."


def format_changes(changes: int) -> str:
    """Return `no change`, `1 change` or `2 changes`."""
    return "no change" if changes == 0 else "1 change" if changes == 1 else f"{changes} changes"


def _clock_change(answer: Document) -> str:
    shift_s = answer["clock_change_s"]
    return f"; clocks {'+' if shift_s > 0 else '-'}{format_duration(abs(shift_s))}" if shift_s else ""


def _list_legs(itinerary: Document, stations: Document) -> Iterator[str]:
    """Yield two lines for each leg: where and when it is boarded, by what, and where and when it is left."""
    rows = [row for leg in itinerary["legs"] for row in _list_ends(leg, stations)]
    width = max(len(name) for _, name, _, _ in rows)
    for n, (stamp, name, what, mark) in enumerate(rows):
        is_arrival = n % 2 == 1
        reading = f"{mark}{format_stamp(stamp, up=is_arrival)}"
        shift = "  (other clocks)" if n and offset_s(stamp) != offset_s(rows[n - 1][0]) else ""
        yield f"{reading:<18}{format_zone(stamp):<9} {name:<{width}}  {what}{shift}".rstrip()


def _list_ends(leg: Document, stations: Document) -> Iterator[tuple[Stamp, str, str, str]]:
    if leg["mode"] == "foot":
        walk = f"on foot, {format_duration(leg['run_low_s'])}"
        yield leg["departs"], _visible(stations[leg["from"]]["name"]), walk, ""
        yield leg["arrives"], _visible(stations[leg["to"]]["name"]), "", ""
        return
    first, last = leg["stops"][0], leg["stops"][-1]
    head = f" to {_visible(leg['headsign'])}" if leg["headsign"] else ""
    stay = ", stay aboard" if leg["aboard"] else ""
    yield first["depart"], _name(first), f"{_visible(leg['route'])}{head}{stay}", "~" if first["interpolated"] else ""
    yield last["arrive"], _name(last), "", "~" if last["interpolated"] else ""


def _name(stop: Document) -> str:
    platform = f", platform {_visible(stop['platform'])}" if stop["platform"] else ""
    return _visible(stop["name"]) + platform


def _list_pairs(pairs: Sequence[Document]) -> Iterator[str]:
    """Yield a row for each pair of a profile."""
    offsets = [{offset_s(pair["answer"][end]) for pair in pairs} for end in ("depart", "arrive")]
    yield f"{'leave':<18}{'arrive':<18}{'under way':<12}{'changes':<9}by"
    for pair in pairs:
        answer, legs = pair["answer"], pair["itinerary"]["legs"]
        names = ", ".join("on foot" if leg["mode"] == "foot" else _visible(leg["route"]) for leg in legs)
        leave, come = format_stamp(answer["depart"]), format_stamp(answer["arrive"], up=True)
        under_way = format_duration(answer["duration_s"])
        yield f"{leave:<18}{come:<18}{under_way:<12}{answer['changes']:<9}{names}"
    yield ""
    first = pairs[0]["answer"]
    if len(offsets[0] | offsets[1]) > 1:
        yield f"Leaving is in {first['depart']['zone']}, arriving in {first['arrive']['zone']}."
    yield f"{len(pairs):,} best {'pair' if len(pairs) == 1 else 'pairs'}: no other leaves as late and arrives as early."


def _visible(text: str) -> str:
    """Return a text of a feed in which control characters stand as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def format_imported(document: Document) -> str:
    """Return what came of an import for people."""
    counts = document["counts"]
    size = f"{counts['stops']:,} stops, {counts['routes']:,} routes, {counts['trips']:,} trips"
    lines = [
        f"timetable {document['name']}: {size}, {counts['stop_times']:,} stop times",
        f"days      {document['from']} to {document['to']}",
        f"zones     {', '.join(document['zones'])}",
        *(f"feed      {_visible(f['feed'])}: {_visible(f['name'])}" for f in document["sources"]),
        f"left out  {_format_left(document['left_out'])}",
        f"file      {document['path']}",
    ]
    return "\n".join(lines)


def _format_left(left: dict[str, int]) -> str:
    parts = [f"{count:,} {'row' if count == 1 else 'rows'} of {file}" for file, count in left.items()]
    return ", ".join(parts) or "nothing"
