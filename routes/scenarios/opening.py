"""The world's track opened for questions: the network of the cache, with what answers for places and positions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from routes.gazetteer.zones import country_of_zone, find_zone
from routes.geo import Coordinate
from routes.ids import StationCode
from routes.rail.snap import snap, snap_lines, snap_parts
from routes.scenarios.railways import open_railways
from routes.scenarios.track import Track
from routes.scenarios.world import World

if TYPE_CHECKING:
    from routes.rail.network import RailNetwork


def open_track(world: World, folder: Path) -> Track:
    """Return the network kept in a folder.

    Raises: UsageError, that names the command which builds it, where there is none; DataError.
    """
    return build_track(open_railways(world, folder))


def build_track(network: RailNetwork) -> Track:
    """Return a network as questions see it."""
    graph, source = network.graph, network.source
    return Track(
        graph=graph,
        hierarchy=network.hierarchy,
        stations={node: StationCode(code) for code, node in network.nodes.items()},
        routed_m=network.routed_m,
        ways={
            (StationCode(one.start), StationCode(one.end), one.line): tuple(map(_read_edge, one.edges))
            for one in network.joins
            if one.edges
        },
        credit=f"{source.credit} (ODbL 1.0), by {source.name}",
        snap=lambda place, limit_m: snap(graph, place, limit_m, grid=network.grid),
        snap_parts=lambda place, limit_m: snap_parts(
            graph, place, network.component, limit_m=limit_m, grid=network.grid
        ),
        snap_lines=lambda place, limit_m: snap_lines(graph, place, limit_m=limit_m, grid=network.grid),
        zone_of=_zone_of,
        country_of=lambda lat, lon: country_of_zone(_zone_of(lat, lon)),
    )


def _read_edge(number: int) -> tuple[int, bool]:
    """Return an edge and whether it is run over from its start, which a number below zero says is not so."""
    return (number, True) if number >= 0 else (-1 - number, False)


def _zone_of(lat: float, lon: float) -> str:
    return find_zone(Coordinate(lat, lon))
