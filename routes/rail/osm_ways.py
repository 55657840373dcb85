"""The ways of one or several OpenStreetMap files that are track, made into lines between nodes that have a position."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.errors import DataError
from routes.rail.osm_chains import Lines
from routes.rail.osm_file import OsmObject, Tally, read_positions, scan_tagged
from routes.rail.osm_stations import KINDS
from routes.rail.osm_tags import RAILWAY, Track, get_service, is_track, read_track

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

CROSSING = "railway_crossing"
"""The value of `railway` on a node where two tracks cross on the level and a train cannot go from one to the other."""
CROSSOVER = "crossover"


class Way(NamedTuple):
    """One way that is track in use: its nodes, service and what is known of it."""

    version: int
    nodes: array[int]
    service: str
    track: Track


class OsmTrack(NamedTuple):
    """What the files have: ways by id, nodes where tracks cross without joining, and objects that are stations.

    `left_out` counts the ways that are no track of the network, by their value of `railway`, or `out of use`.
    """

    ways: Mapping[int, Way]
    crossings: frozenset[int]
    stations: tuple[tuple[Path, OsmObject], ...]
    left_out: Mapping[str, int]


class Kinds(NamedTuple):
    """Lines, and the track of each of their kinds; its speed is left out, for a kind has several."""

    lines: Lines
    tracks: tuple[Track, ...]


def scan_ways(paths: Sequence[Path], *, tallies: Mapping[Path, Tally]) -> OsmTrack:
    """Return the track and stations of all files; of a way that several have, the newest version.

    Raises: DataError, with the findings of all files, when one cannot be read, or is damaged.
    """
    seen = _Seen({}, set(), [], Counter())
    damaged: list[DataError] = []
    for path in paths:
        try:
            _scan_file(path, seen, tally=tallies[path])
        except DataError as fault:
            damaged.append(fault)
    if damaged:
        findings = [finding for fault in damaged for finding in fault.findings]
        raise DataError("; ".join(f.message for f in damaged), hint=damaged[0].hint, findings=findings)
    return OsmTrack(dict(sorted(seen.ways.items())), frozenset(seen.crossings), tuple(seen.stations), seen.left_out)


class _Seen(NamedTuple):
    ways: dict[int, Way]
    crossings: set[int]
    stations: list[tuple[Path, OsmObject]]
    left_out: Counter[str]


def _scan_file(path: Path, seen: _Seen, *, tally: Tally) -> None:
    """Add what one file has to what was seen in others."""
    wanted = [("railway", value) for value in (*RAILWAY, *KINDS, CROSSING)]
    for found in scan_tagged(path, wanted, tally=tally):
        value = found.tags["railway"]
        if value in KINDS:
            seen.stations.append((path, found))
        elif not found.is_way:
            seen.crossings.update([found.id] if value == CROSSING else ())
        elif not is_track(found.tags):
            seen.left_out["out of use" if RAILWAY.get(value, (False,))[0] else value] += 1
        elif found.id not in seen.ways or seen.ways[found.id].version < found.version:
            seen.ways[found.id] = _read_way(found, tally=tally)


def _read_way(found: OsmObject, *, tally: Tally) -> Way:
    track, unread = read_track(found.tags)
    for key in unread:
        remedy = "correct it in OpenStreetMap, or go without"
        example = f"{found.name} ({found.tags[key]})"
        tally.add("osm_tag_unreadable", key, f"values of {key} that say nothing", remedy=remedy, example=example)
    return Way(found.version, array("q", found.nodes), get_service(found.tags), track)


def choose_ways(ways: Mapping[int, Way], services: Iterable[str]) -> dict[int, Way]:
    """Return the ways of the lines themselves and of the services named, and the crossovers between the tracks kept.

    Without its crossovers a line of two tracks is two lines that meet where the second track ends.
    """
    wanted = {"", *services}
    kept = {i: way for i, way in ways.items() if way.service in wanted}
    if CROSSOVER in wanted:
        return kept
    known = {node for way in kept.values() for node in way.nodes}
    for group in _group_ways({i: way for i, way in ways.items() if way.service == CROSSOVER}):
        if len(known.intersection(node for i in group for node in ways[i].nodes)) > 1:
            kept.update((i, ways[i]) for i in group)
    return dict(sorted(kept.items()))


def _group_ways(ways: Mapping[int, Way]) -> Iterator[list[int]]:
    """Yield the ids of ways that hang together by the nodes they share."""
    at: defaultdict[int, list[int]] = defaultdict(list)
    for i, way in ways.items():
        for node in way.nodes:
            at[node].append(i)
    seen: set[int] = set()
    for seed in ways:
        group, waiting = [], [seed]
        while waiting:
            i = waiting.pop()
            if i not in seen:
                seen.add(i)
                group.append(i)
                waiting += [other for node in ways[i].nodes for other in at[node]]
        if group:
            yield group


def place_ways(
    paths: Sequence[Path], ways: Mapping[int, Way], crossings: frozenset[int], *, tallies: Mapping[Path, Tally]
) -> Kinds:
    """Return the lines of some ways, parted where a node has no position: beyond the border of an extract.

    Of a node that several files have, the position in the first of them counts.
    """
    wanted = sorted({node for way in ways.values() for node in way.nodes})
    positions: dict[int, tuple[int, int]] = {}
    for path in paths:
        positions |= read_positions(path, [i for i in wanted if i not in positions])
    _tell_missing(ways, positions, tally=tallies[paths[0]])
    ids = [i for i in wanted if i in positions]
    index = {i: n for n, i in enumerate(ids)}
    kinds: dict[Track, int] = {}
    node, first, kind, speed = array("q"), array("q", [0]), array("q"), array("q")
    for way in ways.values():
        number = kinds.setdefault(way.track._replace(speed_kmh=0), len(kinds))
        for run in _list_runs(way.nodes, index):
            node.extend(run)
            first.append(len(node))
            kind.append(number)
            speed.append(way.track.speed_kmh)
    places = np.array([positions[i] for i in ids], np.int32).reshape(-1, 2)
    nodes, firsts = np.array(node, np.int64), np.array(first, np.int64)
    nodes, places = _part_crossings(nodes, firsts, places, [index[i] for i in sorted(crossings) if i in index])
    lines = Lines(nodes, firsts, np.array(kind, np.int64), np.array(speed, np.int64), places[:, 0], places[:, 1])
    return Kinds(lines, tuple(kinds))


def _tell_missing(ways: Mapping[int, Way], positions: Mapping[int, tuple[int, int]], *, tally: Tally) -> None:
    for i, way in ways.items():
        if any(node not in positions for node in way.nodes):
            remedy = "nothing, at the border of an extract; else give the neighbouring extract too"
            message = "ways through nodes without a position in these files; their track ends there"
            tally.add("osm_node_missing", "", message, remedy=remedy, example=f"way/{i}")


def _list_runs(nodes: Iterable[int], index: Mapping[int, int]) -> Iterator[list[int]]:
    """Yield the parts of a way between nodes that are missing, by the numbers of their nodes, each at least two."""
    run: list[int] = []
    for node in nodes:
        number = index.get(node)
        if number is None:
            if len(run) > 1:
                yield run
            run = []
        elif not run or run[-1] != number:
            run.append(number)
    if len(run) > 1:
        yield run


def _part_crossings(
    node: NDArray[int64], first: NDArray[int64], places: NDArray[np.int32], crossings: Sequence[int]
) -> tuple[NDArray[int64], NDArray[np.int32]]:
    """Return nodes and positions with a second node where two tracks cross without joining.

    Where one track passes and the other's ways end there, or both pass, it is clear which is which; elsewhere the
    node joins them all, as any other.
    """
    wanted = np.flatnonzero(np.isin(node, crossings))
    ends = np.isin(wanted, np.concatenate([first[:-1], first[1:] - 1])).tolist()
    passing: defaultdict[int, list[int]] = defaultdict(list)
    ending: defaultdict[int, list[int]] = defaultdict(list)
    for at, is_end in zip(wanted.tolist(), ends, strict=True):
        (ending if is_end else passing)[int(node[at])].append(at)
    node = node.copy()
    more: list[int] = []
    for crossing in crossings:
        counts = len(passing[crossing]), len(ending[crossing])
        if counts in ((2, 0), (1, 2)):
            node[passing[crossing][0]] = len(places) + len(more)
            more.append(crossing)
    return node, np.concatenate([places, places[more]])
