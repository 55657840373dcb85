"""The rows of a comparison by their deadline, as its table and its sentence to quote put them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from routes.stamps import read_local

Document = Mapping[str, Any]


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
