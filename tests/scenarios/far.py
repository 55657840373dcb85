"""A small network of track from text, and a world whose few authored stations lie on it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from routes.api import Routes
from routes.rail.assemble import bare_graph
from routes.rail.build import Authored, Base, build_network
from routes.rail.countries import name_countries
from routes.rail.graph import E7
from routes.rail.network import Source
from routes.scenarios.opening import build_track
from routes.scenarios.track import Track
from tests.build import build_routes, build_train, write

# The Rhine at Strasbourg is the border; Amiens and the two others of the north are apart from the rest.
NODES = {
    "paris": (48.850, 2.350),
    "epernay": (49.040, 3.960),
    "nancy": (48.690, 6.170),
    "strasbourg": (48.585, 7.735),
    "kehl": (48.575, 7.870),
    "karlsruhe": (48.994, 8.400),
    "stuttgart": (48.784, 9.182),
    "dijon": (47.320, 5.040),
    "basel": (47.547, 7.590),
    "freiburg": (48.000, 7.840),
    "amiens": (49.890, 2.310),
    "arras": (50.290, 2.780),
    "attu": (52.900, 179.600),
    "kiska": (52.900, -179.600),
}
EDGES = """
paris epernay 142       epernay nancy 211       nancy strasbourg 150    strasbourg kehl 12
kehl karlsruhe 75       karlsruhe stuttgart 82  paris dijon 315         dijon basel 260
basel freiburg 65       freiburg karlsruhe 140  amiens arras 67         attu kiska 60
"""
WORLD = """
station paris FR Europe/Paris 48.85,2.35
station nancy FR Europe/Paris 48.69,6.17
track paris nancy 353
speed.FR 60/60/60 km/h
speed 50/60/70 km/h
speed.border 20/20/20 km/h
border 30/30/30 min
gauge 60/60/60 min
gauges 1435/1520
"""
AIRLINER = build_train([["speed", "800", "km/h"]]).replace("title = ", 'mode = "air"\ntitle = ')

SHIP = build_train([["speed", "25", "km/h"]]).replace("title = ", 'mode = "sea"\ntitle = ')


def build_far(folder: Path, text: str = WORLD, *, edges: str = EDGES, now: str = "2026-03-02T00:00:00+00:00") -> Routes:
    """Return a world of these lines whose track of the world is that of NODES and `edges` (start, end, km)."""
    write(folder / "trains" / "airliner.toml", AIRLINER)
    write(folder / "trains" / "ship.toml", SHIP)
    routes = build_routes(folder, text, now=now)

    @cache
    def opened() -> Track:
        return lay_out(routes, edges)

    return routes._replace(world=routes.world._replace(open_track=opened))


def lay_out(routes: Routes, edges: str) -> Track:
    """Return the track of NODES and some edges, with the authored segments laid on it."""
    numbers = {name: number for number, name in enumerate(NODES)}
    words = edges.split()
    rows = [(numbers[words[i]], numbers[words[i + 1]], int(words[i + 2]) * 1000) for i in range(0, len(words), 3)]
    start, end, length_m = np.array(rows, np.int32).T
    lat, lon = np.array(list(NODES.values())).T
    graph = bare_graph(
        np.rint(lat * E7).astype(np.int32),
        np.rint(lon * E7).astype(np.int32),
        start=start,
        end=end,
        length_m=length_m,
    )
    source = Source("test track 1", "here", "", "ODbL 1.0", "© OpenStreetMap contributors", *(len(NODES), len(rows), 0))
    world = routes.world
    places = {str(s.code): s.coordinate for s in world.gazetteer.stations.values()}
    return build_track(build_network(Base(name_countries(graph), source), Authored(places, world.network.segments, ())))
