"""The rows of a comparison or a reach, as terminal, page and sentence to quote put them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from routes.claim_sentences import format_model_chance, name_by, name_vehicle
from routes.clock import zone_city
from routes.sentences import READINGS, format_chance, reading_names, station_name
from routes.stamps import format_bound, format_stamp, format_zone, read_local
from routes.units import format_km

Document = Mapping[str, Any]
OPEN_NOTE = (
    "Open: even odds can still be had; against the odds: less than that; closed: even too late is past. "
    "The chance beside it is that of one who leaves at the as-of instant."
)
GIVEN_SEEN = (
    "By train it is the chance given what was seen, by which it is open from 50% on, and closed below that of too late."
)
REACH_HEAD = ("reached by then", "chance", "km", "early", "expected", "")


class Deadline(NamedTuple):
    """The rows of one deadline, on the clock of each destination (`is_local`), or all at one instant."""

    stamp: Document
    is_local: bool
    rows: tuple[Document, ...]


def group_deadlines(rows: Sequence[Document]) -> list[Deadline]:
    """Return the rows by the readings of the deadline, in order.

    A reading is one deadline where it is the same instant for every row, or shows the same time on the clocks of all
    destinations; else each of its times is one.
    """
    found: list[Deadline] = []
    for reading in _list_readings(rows):
        is_one = len({row["arrive_by"]["utc"] for row in reading}) == 1
        times: dict[datetime | None, list[Document]] = {}
        for row in reading:
            time = None if is_one else read_local(row["arrive_by"]).replace(tzinfo=None)
            times.setdefault(time, []).append(row)
        for same in times.values():
            is_local = len({row["arrive_by"]["utc"] for row in same}) > 1
            found.append(Deadline(same[0]["arrive_by"], is_local, tuple(same)))
    return found


def _list_readings(rows: Sequence[Document]) -> list[list[Document]]:
    """Return the first rows of all ways, then the second ones, and so on: each way has a row for each reading."""
    found: list[list[Document]] = []
    count = Counter[tuple[str, str, str]]()
    for row in rows:
        way = row["from"], row["to"], row["mode"]
        if count[way] == len(found):
            found.append([])
        found[count[way]].append(row)
        count[way] += 1
    return found


def is_not_left(answer: Document) -> bool:
    """Return whether the instant that a reach asks about does not come after the first instant of leaving."""
    return str(answer["at"]["utc"]) <= str(answer["left"]["first"]["utc"])


def find_farthest(document: Document, chance: float) -> Document | None:
    """Return the place of a reach farthest along its way that has at least this chance; None for none."""
    reached = [row for row in document["answer"]["stations"] if row["chance"] >= chance]
    return max(reached, key=lambda row: (row["length_m"], row["chance"]), default=None)


def name_ends(document: Document, row: Document) -> str:
    """Return `Pyongyang – Vladivostok`."""
    return f"{station_name(document, row['from'])} – {station_name(document, row['to'])}"


def list_found(group: Deadline) -> list[Document]:
    """Return the rows of a deadline that have a way."""
    return [row for row in group.rows if row["depart_by"]]


def format_group(group: Deadline) -> str:
    """Return by when the rows of a deadline are to arrive, and on whose clock their departures stand."""
    rows = list_found(group)
    by = f"By {format_bound(group.stamp, with_year=True)} "
    by += "on the clock of each destination" if group.is_local else zone_city(group.stamp["zone"])
    how = "" if len({row["mode"] for row in rows}) > 1 else f" {name_by(rows[0]['mode'])}"
    return f"{by}, leaving{how} {_name_clock([stamp for row in rows for stamp in _stamps(row)])}:"


def build_group(document: Document, group: Deadline) -> list[list[str]]:
    """Return the head and the rows of a deadline; what is the same for all of them stands in no column."""
    rows = list_found(group)
    stamps = [stamp for row in rows for stamp in _stamps(row)]
    with_year = len({read_local(stamp).year for stamp in (group.stamp, *stamps)}) > 1
    origins, modes = document["question"]["origins"], {row["mode"] for row in rows}
    zones = {format_zone(stamp) for stamp in stamps}
    shown = {0: True, 1: len(modes) > 1, 6: len(zones) > 1}
    ends = ["from – to" if len(origins) > 1 else "to", "", "km", *reading_names(document).values(), "", "as of then"]
    table = [ends, *(_comparison_row(document, row, with_year=with_year) for row in rows)]
    return [[cell for at, cell in enumerate(line) if shown.get(at, True)] for line in table]


def list_missing(document: Document) -> list[str]:
    """Return each row without a way with the reason, once."""
    rows = [row for row in document["answer"]["rows"] if not row["depart_by"]]
    return list(dict.fromkeys(f"{name_ends(document, row)} {name_by(row['mode'])}: {row['note']}." for row in rows))


def _name_clock(stamps: Sequence[Document]) -> str:
    """Return whose clock the departures stand on: the one of a zone, several that agree, or each its own."""
    cities, offsets = {zone_city(stamp["zone"]) for stamp in stamps}, {format_zone(stamp) for stamp in stamps}
    if len(offsets) == 1:
        return f"on the clock of {cities.pop()} ({offsets.pop()})" if len(cities) == 1 else f"in {offsets.pop()}"
    return "on the clock of each origin"


def _stamps(row: Document) -> list[Document]:
    """Return the readings of a row that there are."""
    return [row["depart_by"][name] for name in READINGS if row["depart_by"][name]]


def _comparison_row(document: Document, row: Document, *, with_year: bool) -> list[str]:
    readings, start = row["depart_by"], station_name(document, row["from"])
    cells = [
        (format_stamp(readings[name], with_year=with_year) + ("*" if name in readings["past"] else ""))
        if readings[name]
        else "never"
        for name in READINGS
    ]
    return [
        (f"{start} – " if len(document["question"]["origins"]) > 1 else "") + station_name(document, row["to"]),
        name_vehicle(row["mode"]),
        format_km(row["length_m"]).removesuffix(" km"),
        *cells,
        " / ".join(dict.fromkeys(format_zone(stamp) for stamp in _stamps(row))),
        f"{row['open']}, {format_model_chance(row['on_time_now'])}",
    ]


def format_nowhere(answer: Document) -> str:
    """Return why there is no place: it has not left by then, or has had next to no time."""
    if not is_not_left(answer):
        return "No place has a chance of 1%."
    left = answer["left"]["first"]
    return f"By then it has not left: it leaves {format_stamp(left, with_year=True)} {zone_city(left['zone'])}."


def format_reach_left(document: Document) -> str:
    """Return when it is taken to have left, and of a day that its first instant counts."""
    left = document["answer"]["left"]
    first = f"{format_stamp(left['first'], with_year=True)} {zone_city(left['first']['zone'])}"
    if left["last"] is None:
        return f"Left {first}."
    phrase = document["question"]["depart"]["phrase"]
    return f'Left "{phrase}": read generously, from its first instant, {first}.'


def build_reached_row(document: Document, row: Document) -> list[str]:
    """Return a place of a reach as a row: its chance and length, early and expected on its clock."""
    return [
        station_name(document, row["station"]),
        format_model_chance(row["chance"]),
        format_km(row["length_m"]).removesuffix(" km"),
        format_stamp(row["early"], up=True),
        format_stamp(row["expected"], up=True) if row["expected"] else "never",
        format_zone(row["early"]),
    ]


def format_below(document: Document) -> list[str]:
    """Return how many places more it can hardly have reached, and to how many there is no way; [] for neither."""
    question, answer = document["question"], document["answer"]
    below = f"{answer['below']} more have less than {format_chance(answer['least_chance'])}" if answer["below"] else ""
    cut_off = f"to {answer['cut_off']} there is no way for {question['train']['title']}" if answer["cut_off"] else ""
    return [f"{'; '.join(part for part in (below, cut_off) if part)}."] if below or cut_off else []


def format_reach_note(answer: Document) -> str:
    """Return what the times of a reach mean."""
    early = format_chance(round(1 - answer["confidence"], 4))
    return f"Each arrival stands on the clock of its place: early with {early} by then, expected with 50%."


def format_reach_bound(answer: Document) -> str:
    """Return `by Tue 12 Sep 2023 06:00 Pyongyang`."""
    return f"by {format_bound(answer['at'], with_year=True)} {zone_city(answer['at']['zone'])}"
