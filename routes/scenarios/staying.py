"""Ways that cross no needless border: at home, in the countries of the places named and those open to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from routes.rail.chain import build_chain, list_stays
from routes.units import format_km

if TYPE_CHECKING:
    from routes.rail.graph import RailGraph, RailPath

MOST_HOME = 1.5
"""Assumed: a way with fewer border controls is taken unless it needs more than this many times the quickest's minutes.

No train is sent through a third country for a small gain. Where it is far quicker, as by Canada from Alaska to Seattle
if there were track, it is.
"""

Pair = tuple[str, str]
Seek = Callable[[Collection[str]], "RailPath | None"]
"""Finds the quickest path out of some countries, None where there is none."""


class Home(NamedTuple):
    """The countries that a question names, and the pairs between which trains cross without a stop for control."""

    named: frozenset[str]
    is_open: Collection[Pair]

    @property
    def countries(self) -> frozenset[str]:
        """Return the countries named, and those whose border with one of them is open."""
        return self.named | {there for here, there in self.is_open if here in self.named}

    def count_controls(self, passed: Sequence[str]) -> int:
        """Return how many borders with control lie between countries passed in travel order.

        >>> Home(frozenset({"RU"}), {("RU", "BY"), ("BY", "RU")}).count_controls(["RU", "BY", "PL", "LT"])
        2
        """
        return sum(pair not in self.is_open for pair in pairwise(passed))


class Stayed(NamedTuple):
    """The path taken, and what is to be said of a quicker one that was left, "" where none was."""

    path: RailPath
    note: str


def stay_home(graph: RailGraph, quickest: RailPath, home: Home, seek: Seek, cost: Callable[[RailPath], int]) -> Stayed:
    """Return the path of fewest border controls within MOST_HOME times the cost of the quickest.

    Sought outside every country that is not home, else without each country that the quickest passes and that is not.
    """
    best, passed = quickest, list_passed_countries(graph, quickest)
    fewest, most = home.count_controls(passed), MOST_HOME * cost(quickest)
    for shut in _list_shut(graph, passed, home):
        path = seek(shut)
        if path is None or cost(path) > most:
            continue
        controls = home.count_controls(list_passed_countries(graph, path))
        if controls < fewest:
            best, fewest = path, controls
    return Stayed(best, "" if best is quickest else _tell(graph, quickest, best, home))


def list_passed_countries(graph: RailGraph, path: RailPath) -> list[str]:
    """Return the countries of a path in travel order, each once for every stay."""
    return [country for country, _, _ in list_stays(graph, build_chain(graph, path))]


def _list_shut(graph: RailGraph, passed: Sequence[str], home: Home) -> Iterator[frozenset[str]]:
    """Yield the countries to stay out of, the most first; nothing for a path at home."""
    strange = [country for country in dict.fromkeys(passed) if country not in home.countries]
    known = frozenset(graph.countries) - {""}
    if strange:
        yield known - home.countries
    if len(strange) > 1:
        allowed = home.countries.union(passed)
        yield from ((known - allowed) | {country} for country in strange)


def _tell(graph: RailGraph, quickest: RailPath, best: RailPath, home: Home) -> str:
    """Return what the quickest path has that the one taken has not."""
    (gone, kept), lengths = (list_passed_countries(graph, p) for p in (quickest, best)), (quickest, best)
    others = ", ".join(country for country in dict.fromkeys(gone) if country not in kept)
    more = home.count_controls(gone) - home.count_controls(kept)
    long, short = (format_km(path.length_m) for path in (lengths[1], lengths[0]))
    return (
        f"a way by {others} would be quicker, {short} of track where this one has {long}, but crosses "
        f"{more} more border{'s' if more > 1 else ''} with control; --via leads there"
    )
