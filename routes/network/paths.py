"""The path that takes a train the fewest seconds, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from routes.errors import UsageError
from routes.ids import StationCode
from routes.network.graph import REGULAR, TURN_KINDS, Network, Path, Step
from routes.network.refusals import build_refusal, refuse_unanswerable
from routes.network.search import Conditions, Costs, scan_path, scan_tree

__all__ = ["Costs", "Path", "Step", "find_path", "find_tree"]


def find_path(
    network: Network,
    origin: StationCode,
    destination: StationCode,
    *,
    costs: Costs,
    via: Sequence[StationCode] = (),
    avoid: AbstractSet[str] = frozenset(),
    turns: str = REGULAR,
    usual: bool = False,
) -> Path:
    """Return the path of fewest seconds through the via stations in order; of equal ones the shortest.

    With `usual`, it enters no country but those of the stations named and of the way laid between them, and begins and
    ends on the main gauge of its stations (the first they list; any where the gauge can be changed), wherever such a
    path exists.

    Where that leaves several, the choice follows the codes of their stations, never the order of the file.
    A path runs back over the segment just run, or makes a listed reversal, only where turns.csv has that
    turn: a `regular` one always, a `possible` one with `turns="possible"`. Other movements are free.

    Raises: InfeasibleError, with the reason and what would help; UsageError, when `turns` is another word.

    >>> find_path(network, "khasan", "vladivostok", costs=costs).length_m   # reverses at Ussuriysk
    373000
    """
    if turns not in TURN_KINDS:
        raise UsageError(f'turns "{turns}" is neither regular nor possible', hint="write regular or possible")
    conditions = Conditions(tuple(via), frozenset(avoid), turns)
    refuse_unanswerable(network, origin, destination, conditions)
    for wished in _wish(network, (origin, *via, destination), conditions) if usual else (conditions,):
        path = scan_path(network, origin, destination, costs=costs, conditions=wished)
        if path is not None:
            return path
    raise build_refusal(network, origin, destination, costs=costs, conditions=conditions)


def find_tree(
    network: Network,
    origin: StationCode,
    country: str,
    *,
    costs: Costs,
    via: Sequence[StationCode] = (),
    avoid: AbstractSet[str] = frozenset(),
    turns: str = REGULAR,
) -> dict[StationCode, Path]:
    """Return the paths that `find_path` with `usual` finds to the stations of a country at its dearest wish.

    A station that is missing may still have a path that goes without the wish.
    """
    conditions = Conditions(tuple(via), frozenset(avoid), turns)
    named = (origin, *via)
    home = {network.stations[code].country for code in named} | {country}
    abroad = frozenset(station.country for station in network.stations.values()) - home
    if home & conditions.avoid:
        return {}
    wished = conditions._replace(avoid=conditions.avoid | abroad, main_gauge=True)
    found = scan_tree(network, origin, costs=costs, conditions=wished)
    return {code: path for code, path in found.items() if network.stations[code].country == country}


def _wish(network: Network, named: Sequence[StationCode], conditions: Conditions) -> Iterator[Conditions]:
    """Yield the conditions to try, the dearest wish first: to stay in the countries named, or of the way laid."""
    home = {network.stations[code].country for code in named} | network.passed.get((named[0], named[-1]), frozenset())
    abroad = frozenset(station.country for station in network.stations.values()) - home
    for avoid in (conditions.avoid | abroad, conditions.avoid):
        yield conditions._replace(avoid=avoid, main_gauge=True)
        yield conditions._replace(avoid=avoid)
