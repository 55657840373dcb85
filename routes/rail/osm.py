"""A rail network from extracts of OpenStreetMap: its graph, its stations, and what was wrong with the files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.errors import DataError, UsageError
from routes.findings import Finding
from routes.rail.assemble import UNKNOWN, bare_graph, freeze_graph
from routes.rail.countries import name_countries
from routes.rail.graph import RailGraph
from routes.rail.osm_chains import CountryOf, Edges, build_edges
from routes.rail.osm_file import Tally
from routes.rail.osm_stations import OsmStation, list_stations
from routes.rail.osm_tags import SERVICES, Track
from routes.rail.osm_ways import Kinds, choose_ways, place_ways, scan_ways

if TYPE_CHECKING:
    from numpy import int16, int32, int64
    from numpy.typing import NDArray

LICENCE = "ODbL 1.0"
LONGEST_M = np.iinfo(np.int32).max


class OsmNetwork(NamedTuple):
    """A graph with the country of each node, its stations, and what in the files was not used, as findings.

    `ways` is how many ways became track, `left_out` how many did not, by the reason.
    """

    graph: RailGraph
    stations: tuple[OsmStation, ...]
    findings: tuple[Finding, ...]
    ways: int
    left_out: Mapping[str, int]


def read_osm(
    paths: Sequence[Path],
    *,
    services: Sequence[str] = (),
    country_of: CountryOf | None = None,
    progress: Callable[[str], None] | None = None,
) -> OsmNetwork:
    """Return the network of one extract, or of several that join at the objects they share, in any order.

    `services` names what is wanted beside the lines themselves, of SERVICES, with commas or one by one. Where a line
    leaves a country, which `country_of` tells of latitudes and longitudes in ten-millionths of a degree, it has a node
    on both sides of the border, at most a kilometre apart but for pieces that are longer. `progress` is told of each
    step.

    Raises: DataError, with all findings, when a file cannot be read or none has track; UsageError, for an unknown
    service, or no file.
    """
    tell = progress or _be_silent
    services = [service.strip() for text in services for service in text.split(",")]
    files = _check_files(paths, services)
    tallies = {path: Tally(str(path)) for path in files}
    tell("reading ways")
    found = scan_ways(files, tallies=tallies)
    ways = choose_ways(found.ways, services)
    left_out = dict(found.left_out)
    for way in found.ways.keys() - ways.keys():
        service = found.ways[way].service
        left_out[service] = left_out.get(service, 0) + 1
    tell("reading positions")
    kinds = place_ways(files, ways, found.crossings, tallies=tallies)
    stations = list_stations(found.stations, tallies=tallies)
    tell("joining tracks")
    edges = build_edges(kinds.lines, country_of or find_countries)
    findings = tuple(finding for tally in tallies.values() for finding in tally.findings())
    if not len(edges.length_m):
        raise _refuse_empty(files, findings, left_out)
    graph = name_countries(_build_graph(kinds, edges))
    return OsmNetwork(graph, tuple(stations), findings, len(ways), dict(sorted(left_out.items())))


def find_countries(lat_e7: NDArray[int32], lon_e7: NDArray[int32]) -> NDArray[int64]:
    """Return a number for the country of each point, of use only beside the others of the same call."""
    none = np.zeros(0, np.int32)
    return name_countries(bare_graph(lat_e7, lon_e7, start=none, end=none, length_m=none)).country.astype(np.int64)


def _be_silent(_: str) -> None:
    """Tell nobody."""


def _check_files(paths: Sequence[Path], services: Sequence[str]) -> list[Path]:
    """Return the files, each once, in an order that does not depend on the one in which they are named.

    Raises: UsageError and DataError as `read_osm`, with the faults of all files at once.
    """
    unknown = sorted(set(services).difference(SERVICES))
    if unknown:
        raise UsageError(f'no track has the service "{unknown[0]}"', hint=f"name some of: {', '.join(SERVICES)}")
    if not paths:
        raise UsageError("no extract is named", hint="name one or more, such as region-latest.osm.pbf")
    return sorted(dict.fromkeys(paths), key=lambda path: (path.name, str(path)))


def _refuse_empty(files: Sequence[Path], findings: Sequence[Finding], left_out: Mapping[str, int]) -> DataError:
    met = ", ".join(f"{count:,} {reason}" for reason, count in sorted(left_out.items()))
    message = "no railway=rail or narrow_gauge in use between nodes with positions"
    remedy = "take an extract of a region with a railway, with its nodes"
    label = ", ".join(map(str, files))
    finding = Finding("osm_track_missing", label, 0, 0, "railway", "", f"{message} (met: {met or 'none'})", remedy)
    return DataError(
        f"no track in {', '.join(path.name for path in files)}: {message}",
        hint=f"{remedy}; with `--service spur,siding,yard` also track beside the lines",
        findings=(*findings, finding),
    )


def _build_graph(kinds: Kinds, edges: Edges) -> RailGraph:
    """Return the graph of some edges; its nodes are those at their ends, in the order of the ids in OpenStreetMap."""
    lines, count = kinds.lines, len(edges.length_m)
    ends = np.concatenate([edges.node[edges.first[:-1]], edges.node[edges.first[1:] - 1]])
    nodes, numbers = np.unique(ends, return_inverse=True)
    between = np.ones(len(edges.node), bool)
    between[edges.first[:-1]] = between[edges.first[1:] - 1] = False
    inner = edges.node[between]
    shape = np.column_stack([lines.y[inner], lines.x[inner]]).ravel()
    shape_from = np.concatenate([[0], np.cumsum(np.diff(edges.first) - 2)])
    gauge_mm, mixed = _number_gauges(kinds.tracks)
    return freeze_graph(
        RailGraph(
            lat_e7=lines.y[nodes],
            lon_e7=lines.x[nodes],
            country=np.zeros(len(nodes), np.int16),
            countries=UNKNOWN,
            start=numbers[:count].astype(np.int32),
            end=numbers[count:].astype(np.int32),
            length_m=np.clip(np.rint(edges.length_m), 1, LONGEST_M).astype(np.int32),
            segment=np.full(count, -1, np.int32),
            segments=(),
            gauge_mm=gauge_mm[edges.kind],
            electrified=_column(kinds.tracks, "electrified")[edges.kind],
            highspeed=_column(kinds.tracks, "highspeed")[edges.kind],
            speed_kmh=edges.speed_kmh.astype(np.int16),
            usage=_column(kinds.tracks, "usage")[edges.kind],
            shape_from=shape_from.astype(np.int32),
            shape_e7=shape.astype(np.int32),
            mixed_gauges=mixed,
        )
    )


def _column(tracks: Sequence[Track], name: str) -> NDArray[int16]:
    return np.array([getattr(track, name) for track in tracks], np.int16)


def _number_gauges(tracks: Sequence[Track]) -> tuple[NDArray[int16], tuple[tuple[int, ...], ...]]:
    """Return the number that stands for the gauges of each kind of track, and the combinations of several."""
    mixed = sorted({track.gauges_mm for track in tracks if len(track.gauges_mm) > 1})
    numbers: dict[tuple[int, ...], int] = {(): 0} | {gauges: -1 - i for i, gauges in enumerate(mixed)}
    single = {track.gauges_mm: track.gauges_mm[0] for track in tracks if len(track.gauges_mm) == 1}
    return np.array([(numbers | single)[track.gauges_mm] for track in tracks], np.int16), tuple(mixed)
