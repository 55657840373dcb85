"""The faults of a feed as findings: each kind told a few times in full, and counted beyond."""

from __future__ import annotations

from typing import NamedTuple

from routes.findings import Finding

TOLD = 10
"""How often one code is told for one field of one table; a feed may have the same fault in a million rows."""
LONGEST = 60


class Told(NamedTuple):
    """All faults of a feed: the findings told, how often each (code, file, field) occurs, and rows left out by file."""

    findings: tuple[Finding, ...]
    counts: dict[tuple[str, str, str], int]
    left_out: dict[str, int]


class Faults:
    """Gathers what is wrong while tables are read."""

    __slots__ = ("counts", "findings", "label", "left_out")

    def __init__(self, label: str) -> None:
        self.label = label
        self.findings: list[Finding] = []
        self.counts: dict[tuple[str, str, str], int] = {}
        self.left_out: dict[str, int] = {}

    def add(self, code: str, file: str, row: int, field: str, value: str, message: str, remedy: str) -> None:
        """Take in one fault; row 1 is the header, as in the GTFS reference's own validator, and 0 the whole table."""
        key = code, file, field
        self.counts[key] = self.counts.get(key, 0) + 1
        if self.counts[key] <= TOLD:
            where = f"{self.label}/{file}" if file else self.label
            shown = value if len(value) <= LONGEST else value[:LONGEST] + "…"
            self.findings.append(Finding(code, where, row, 1 if row else 0, field, shown, message, remedy))

    def leave_out(self, file: str, rows: int = 1) -> None:
        """Count rows of a table that are not used."""
        if rows:
            self.left_out[file] = self.left_out.get(file, 0) + rows

    def tell(self) -> Told:
        """Return all that was found, those not told in full counted."""
        return Told(tuple(self.findings), self.counts, self.left_out)
