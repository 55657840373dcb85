"""A country's worth of track that nobody laid: lines of two tracks, with junctions, crossovers and sidings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.rail.extract import N, W, write_extract

NODES_A_WAY = 10
WAYS_A_LINE = 40
Place = tuple[int, tuple[float, float]]


def write_country(path: Path, *, ways: int = 100_000, seed: int = 1) -> Path:
    """Return the path of an extract with about that many ways of track, of ten nodes each, at ids up to 12 billion.

    A line has two tracks of twenty ways each; every other way has a crossover or a siding at its end, and every
    tenth a branch to the next line.
    """
    draw = Random(seed)
    laid = list(_lay_lines(max(1, ways * 2 // 3 // WAYS_A_LINE), draw))
    where = {node: place for _, places in laid for node, place in places}
    nodes = (N(node, *place) for node, place in sorted(where.items()))
    return write_extract(path, nodes, (W(n, run, tags) for n, ((run, tags), _) in enumerate(laid, 1)))


def _lay_lines(count: int, draw: Random) -> Iterator[tuple[tuple[list[int], dict[str, str]], list[Place]]]:
    """Yield the nodes and tags of each way, and where the nodes lie."""
    length = WAYS_A_LINE // 2 * (NODES_A_WAY - 1) + 1
    step = 12_000_000_000 // (2 * count * length + 1)
    main = {"railway": "rail", "gauge": "1435", "usage": "main", "electrified": "contact_line"}

    def at(line: int, track: int, k: int) -> Place:
        lat = 47 + 8 * (line % 400) / 400 + track * 0.00004 + 0.0002 * ((k // 7) % 3)
        return 1 + step * ((2 * line + track) * length + k), (round(lat, 7), 6 + line // 400 + 0.005 * k)

    for line in range(count):
        for way in range(WAYS_A_LINE):
            track, k = way % 2, way // 2 * (NODES_A_WAY - 1)
            places = [at(line, track, k + i) for i in range(NODES_A_WAY)]
            speed = {"maxspeed": str(draw.choice([80, 100, 120]))} if draw.random() < 0.7 else {}
            yield ([node for node, _ in places], main | speed), places
            side = draw.choice([{"service": "crossover"}, {"service": "siding"}, {}, {}])
            if way % 20 == 0 and line + 1 < count and (line + 1) % 400:
                side, other = {"usage": "branch"}, at(line + 1, 0, k)
            else:
                other = at(line, 1 - track, k + 1)
            if side:
                yield ([places[0][0], other[0]], main | side), [places[0], other]
