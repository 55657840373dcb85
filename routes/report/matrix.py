"""The matrix of two lists of places as one document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from routes.rail.matrix import Rows
    from routes.scenarios.matrix import Lists

SHORTEST = "shortest"
WAY = (
    "each length is that of the shortest path; `routes distance` gives the quickest for the train, with its borders "
    "and changes of gauge, which crosses no needless border and may be longer"
)
NOTE = "run_s is time under way at the train's likely paces, without stops, borders and changes of gauge"


def build_matrix(lists: Lists, rows: Iterable[Rows]) -> dict[str, Any]:
    """Return the document of a matrix: metres and seconds by start and end, None where no track joins them."""
    length_m: list[list[int | None]] = []
    run_s: list[list[int | None]] = []
    for some in rows:
        for table, numbers in ((length_m, some.length_m), (run_s, some.run_s)):
            table += [[None if n < 0 else n for n in row] for row in numbers.tolist()]
    return {
        "schema": "routes-matrix/1",
        "from": [spot.label for spot in lists.starts],
        "to": [spot.label for spot in lists.ends],
        "way": SHORTEST,
        "length_m": length_m,
        "run_s": run_s,
        "left_out": [finding._asdict() for finding in lists.findings],
        "notes": [WAY, NOTE],
    }
