"""The error of each pair of bench/distances.csv: track kilometres published against answered (`make distances`).

Every pair is asked as a user would ask it, with the via stations that force the line which the figure is of. A pair
fails when the way is refused, goes through a country that it should not, or is more than 5 % off; a failed pair
stays in the table and is named. The exit status is 1 when a pair fails or the median misses its goal.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from routes.api import Routes
    from routes.report.document import Document

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "bench" / "distances.csv"
COLUMNS = (
    "pair", "from", "to", "via", "published_km", "tolerance_km", "countries", "basis", "sourced_km", "source", "note",
)  # fmt: skip
BASES = ("line table", "line length", "timetable", "train distance", "press")
"""What a figure was read from, surest first: kilometres posted station by station; the length of a line as a whole;
an operator's timetable; the whole distance of a train; a newspaper."""

MEDIAN_PERCENT, WORST_PERCENT = 1.5, 5.0


class Pair(NamedTuple):
    """A row of the table: two places and those between, as the tool is asked for them, and what was published.

    `tolerance_km` is how far the source's own figures are apart; it is told, and forgives nothing. `countries` are
    those that the way may pass. `sourced_km` are those of the way that were set to a published length by
    data/rail_patches.csv: of them the pair proves nothing.
    """

    pair: str
    start: str
    end: str
    via: tuple[str, ...]
    published_km: float
    tolerance_km: float
    countries: frozenset[str]
    basis: str
    sourced_km: float
    source: str
    note: str


class Measured(NamedTuple):
    """What the tool answers: kilometres (None where it refuses, with `fault`), and the countries in travel order.

    `routed_km` are those of the network by itself, None where a leg of authored kilometres does not lie on it.
    `authored_km` are those of the answer that come from data/segments.csv and not from the network.
    """

    pair: Pair
    length_km: float | None
    routed_km: float | None
    authored_km: float
    countries: tuple[str, ...]
    fault: str

    @property
    def error_percent(self) -> float:
        """Return by how much the answer is longer than the published figure; infinite for a refusal."""
        return float("inf") if self.length_km is None else (self.length_km / self.pair.published_km - 1) * 100

    @property
    def strays(self) -> tuple[str, ...]:
        """Return the countries passed that the way should not pass."""
        return tuple(code for code in dict.fromkeys(self.countries) if code not in self.pair.countries)

    @property
    def fails(self) -> bool:
        """Return whether the pair is named as a failure."""
        return self.length_km is None or bool(self.strays) or abs(self.error_percent) > WORST_PERCENT

    @property
    def is_routed(self) -> bool:
        """Return whether most of the answer is the network's; an authored answer shows only what was authored."""
        return self.length_km is not None and self.authored_km < self.length_km / 2


def read_pairs(path: Path = TABLE) -> list[Pair]:
    """Return the rows of the table in order; what they must be is held by tests/test_distances.py."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_build_pair(row) for row in csv.DictReader(file)]


def _build_pair(row: dict[str, str]) -> Pair:
    via = tuple(name for name in row["via"].split(" ; ") if name)
    figures = float(row["published_km"]), float(row["tolerance_km"])
    countries = frozenset(row["countries"].split(";"))
    ends, texts = (row["from"], row["to"]), (row["source"], row["note"])
    return Pair(row["pair"], *ends, via, *figures, countries, row["basis"], float(row["sourced_km"]), *texts)


def measure_pair(data: Routes, pair: Pair) -> Measured:
    """Return what the tool answers for a pair."""
    from routes.errors import RoutesError

    try:
        document = data.distance(pair.start, pair.end, via=pair.via, geometry=True)
    except RoutesError as fault:
        return Measured(pair, None, None, 0.0, (), str(fault).splitlines()[0])
    legs = document["itinerary"]["legs"]
    routed_m = [leg.get("routed_m") for leg in legs]
    routed_km = None if None in routed_m else sum(routed_m) / 1000
    authored_km = sum(leg["length_m"] for leg in legs if leg["basis"] != "routed") / 1000
    passed = _pass_countries(document)
    return Measured(pair, document["answer"]["length_m"] / 1000, routed_km, authored_km, passed, "")


def _pass_countries(document: Document) -> tuple[str, ...]:
    """Return the countries of the stations of the way, each once for every time that it is entered."""
    codes = [code for leg in document["itinerary"]["legs"] for code in (leg["from"], leg["to"])]
    passed = [document["stations"][code]["country"] for code in codes]
    return tuple(one for one, before in zip(passed, [None, *passed], strict=False) if one != before)


def list_lines(measured: Sequence[Measured]) -> Iterator[str]:
    """Yield a heading, and a line for each pair in the order of the table."""
    yield f"{'pair':29}{'published':>10}{'±':>5}{'answered':>10}{'error':>9}  {'authored':>8}{'network':>10}  countries"
    for one in measured:
        pair = one.pair
        head = f"{pair.pair:29}{pair.published_km:10,.1f}{pair.tolerance_km:5g}"
        if one.length_km is None:
            yield f"{head}{'refused':>10}  FAILS: {one.fault}"
            continue
        error = f"{one.length_km:10,.1f}{one.error_percent:+8.2f}%"
        routed = "-" if one.routed_km is None else f"{one.routed_km:,.1f}"
        rest = f"{one.authored_km / one.length_km:8.0%}{routed:>10}  {'-'.join(one.countries)}"
        tail = f"FAILS: passes {', '.join(one.strays)}" if one.strays else "FAILS" if one.fails else ""
        own = f"({pair.sourced_km:g} km set to a published length)" if pair.sourced_km else ""
        yield " ".join(part for part in (f"{head}{error}  {rest}", own, tail) if part)


def list_goals(measured: Sequence[Measured]) -> Iterator[tuple[str, bool]]:
    """Yield a sentence for each goal, and whether it is met."""
    for name, chosen in (
        ("all", measured),
        ("those mostly on the network alone", [m for m in measured if m.is_routed]),
    ):
        if not chosen:
            continue
        errors = [abs(m.error_percent) for m in chosen]
        median, worst = statistics.median(errors), max(chosen, key=lambda m: abs(m.error_percent))
        met = median <= MEDIAN_PERCENT
        yield f"{len(chosen)} pairs, {name}: median {median:.2f} % (goal {MEDIAN_PERCENT:g} %)", met
        met = abs(worst.error_percent) <= WORST_PERCENT
        yield f"  worst {worst.pair.pair} {worst.error_percent:+.2f} % (goal {WORST_PERCENT:g} %)", met
    failed = [m.pair.pair for m in measured if m.fails]
    yield f"failed: {', '.join(failed) if failed else 'none'}", not failed


def open_data() -> Routes:
    """Return the tool with the packaged data and the network that `routes network build` keeps."""
    import routes
    from routes.cli.options import cache_folder

    return routes.load(cache=cache_folder())


def main() -> int:
    """Print the error of each pair and whether the goals are met; return the exit status."""
    parser = argparse.ArgumentParser(description="the error of each pair with published track kilometres")
    parser.add_argument("pairs", nargs="*", metavar="PAIR", help="only pairs whose name holds one of these words")
    words = [word.casefold() for word in parser.parse_args().pairs]
    pairs = [p for p in read_pairs() if not words or any(word in p.pair.casefold() for word in words)]
    if not pairs:
        print("no pair has such a name", file=sys.stderr)
        return 2
    data = open_data()
    measured = [measure_pair(data, pair) for pair in pairs]
    print("\n".join(list_lines(measured)))
    print()
    goals = list(list_goals(measured))
    for sentence, met in goals:
        print(f"{sentence}{'' if met else '  MISSED'}")
    return 0 if all(met for _, met in goals) else 1


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
