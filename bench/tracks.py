"""What a path on the world's track costs, beside what it costs peers: the same pairs in one run, with equal sums.

Every goal is a share of a peer's time in the same run, so that a busy machine weighs on both.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from os import environ
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.engines import PEERS, Engine, Track, prepare_ours
from routes.errors import UsageError

OURS = "routes"
PAIRS, SIDE = 40, 100
SLOW_MS = 60
"""A peer slower than this finds the first few pairs only."""

FEW = 5
GOALS = (
    ("one pair with path", "pair_ms", "scgraph", 5),
    ("one pair with path", "pair_ms", "scipy", 100),
    ("100x100 matrix", "matrix_ms", "pandana", 20),
)
Figures = dict[str, dict[str, float]]


def load_track() -> tuple[Track, dict[str, float]]:
    """Return the largest part of the world's track, and the seconds that its hierarchy took and takes to load."""
    import numpy as np

    from routes.rail.build import build_base
    from routes.rail.components import label_components
    from routes.rail.graph import RailPoint
    from routes.rail.hierarchy import build_hierarchy
    from routes.rail.source import find_text

    wheel = environ.get("ROUTES_RAIL_WHEEL")
    whole = build_base(find_text(Path(wheel) if wheel else None)).graph
    parts = label_components(whole)
    graph = cut_part(whole, parts == np.bincount(parts).argmax())
    first_s, hierarchy = clock(lambda: build_hierarchy(graph))
    again_s = min(clock(lambda: build_hierarchy(graph))[0] for _ in range(3))
    points = [RailPoint(0, 0, 0)] * len(graph.lat_e7)
    edges = graph.start.tolist(), graph.end.tolist(), graph.length_m.tolist()
    for edge, (a, b, metres) in enumerate(zip(*edges, strict=True)):
        points[a], points[b] = RailPoint(edge, 0, 0), RailPoint(edge, metres, 0)
    spent = {"first_s": first_s, "prepare_s": again_s, "load_s": time_loading(graph, hierarchy)}
    return Track(graph, hierarchy, edges, points), spent


def cut_part(graph: Any, keep: Any) -> Any:
    """Return the nodes to keep of a network, with the edges between them."""
    import numpy as np

    from routes.rail.assemble import bare_graph

    edges = keep[graph.start]
    number = np.cumsum(keep) - 1
    return bare_graph(
        graph.lat_e7[keep],
        graph.lon_e7[keep],
        start=number[graph.start[edges]],
        end=number[graph.end[edges]],
        length_m=graph.length_m[edges],
    )


def time_loading(graph: Any, hierarchy: Any) -> float:
    """Return the seconds in which network and hierarchy come back from one file, its checksum checked."""
    from routes.arrays import read_arrays, write_arrays

    named = {f"graph_{n}": a for n, a in graph._asdict().items() if hasattr(a, "dtype")}
    named |= {f"hierarchy_{n}": a for n, a in hierarchy._asdict().items()}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "track"
        write_arrays(path, named, {})
        return min(clock(lambda: read_arrays(path))[0] for _ in range(3))


def clock(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that a call took, and what it returned."""
    start = time.perf_counter()
    found = call()
    return time.perf_counter() - start, found


def prepare_engines(track: Track, spent: dict[str, float]) -> tuple[dict[str, Engine], Figures]:
    """Return every engine that is installed, with the seconds that it took to be prepared; say which are missing."""
    engines, figures = {OURS: prepare_ours(track)}, {OURS: {"prepare_s": spent["prepare_s"]}}
    for name, prepare in PEERS.items():
        try:
            seconds, engine = clock(partial(prepare, track))
        except ImportError as fault:
            print(f"{name} is missing ({fault}): pip install -e '.[bench]'")
            continue
        engines[name], figures[name] = engine, {"prepare_s": seconds}
    return engines, figures


def time_pairs(engines: dict[str, Engine], pairs: list[tuple[int, int]], rounds: int) -> tuple[Figures, list[str]]:
    """Return the median milliseconds of a pair by engine, asked in turn, and which sums of lengths differ from ours."""
    figures, faults = {}, []
    asked, expected = {}, [engines[OURS].length_m(engines[OURS].pair(*pair)) for pair in pairs]
    for name, engine in engines.items():
        engine.pair(*pairs[0])
        spent, _ = clock(partial(engine.pair, *pairs[0]))
        asked[name] = pairs[: FEW if spent * 1000 > SLOW_MS else len(pairs)]
        total = sum(engine.length_m(engine.pair(*pair)) for pair in asked[name])
        if total != sum(expected[: len(asked[name])]):
            faults.append(f"{name}: {len(asked[name])} pairs add up to {total:,} m")
    times: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(rounds):
        for name, engine in engines.items():
            spent, _ = clock(partial(_ask_all, engine, asked[name]))
            times[name].append(spent / len(asked[name]))
    for name in engines:
        figures[name] = {"pair_ms": statistics.median(times[name]) * 1000}
    return figures, faults


def _ask_all(engine: Engine, pairs: list[tuple[int, int]]) -> None:
    for pair in pairs:
        engine.pair(*pair)


def time_many(
    engines: dict[str, Engine], question: str, arguments: tuple[Any, ...], rounds: int
) -> tuple[Figures, list[str]]:
    """Return the median milliseconds of a matrix or sweep by engine, asked in turn, and which sums differ from ours."""
    able = {name: call for name, engine in engines.items() if (call := getattr(engine, question))}
    sums = {name: call(*arguments) for name, call in able.items()}
    times: dict[str, list[float]] = {name: [] for name in able}
    for turn in range(rounds):
        for name, call in able.items():
            if turn == 0 or times[name][0] < 0.5:
                times[name].append(clock(partial(call, *arguments))[0])
    figures = {name: {f"{question}_ms": statistics.median(times[name]) * 1000} for name in able}
    return figures, [f"{name}: {question} adds up to {s:,} m" for name, s in sums.items() if s != sums[OURS]]


def print_tracks(rounds: int, baseline: dict[str, Any]) -> tuple[dict[str, dict[str, float]], list[str]]:
    """Print a line for each engine and each goal; return the figures, and the sums that differ from ours."""
    try:
        track, spent = load_track()
    except UsageError as fault:
        print(f"\nno track of the world: {fault.message}; {fault.hint}")
        return {}, []
    engines, figures = prepare_engines(track, spent)
    drawn = random.Random(20_190_424)
    nodes = [drawn.randrange(len(track.points)) for _ in range(2 * (PAIRS + SIDE))]
    pairs = list(zip(nodes[:PAIRS], nodes[PAIRS : 2 * PAIRS], strict=True))
    faults = []
    for found, differ in (
        time_pairs(engines, pairs, rounds),
        time_many(engines, "matrix", (nodes[2 * PAIRS :][:SIDE], nodes[-SIDE:]), rounds),
        time_many(engines, "sweep", (nodes[0],), rounds),
    ):
        faults += differ
        for name, values in found.items():
            figures[name] |= values
    _print_table(figures, baseline, size=len(track.points))
    print(f"  hierarchy: {spent['first_s']:.2f} s the first time, with loading or compiling the machine code")
    _print_goal("preparation within 3 s", spent["prepare_s"], 3, "s")
    _print_goal("loading within 0.3 s", spent["load_s"], 0.3, "s")
    for what, key, peer, share in GOALS:
        if key in figures.get(peer, {}):
            ratio = figures[peer][key] / figures[OURS][key]
            print(f"  {what}: 1/{ratio:.1f} of {peer}, goal 1/{share}: {'met' if ratio >= share else 'MISSED'}")
    print("  SUMS DIFFER: " + "; ".join(faults) if faults else "  the sums of lengths of all engines are equal")
    return {f"track {name}": {k: round(v, 4) for k, v in f.items()} for name, f in figures.items()}, faults


def _print_goal(what: str, value: float, goal: float, unit: str) -> None:
    print(f"  {what}: {value:.3f} {unit}: {'met' if value <= goal else 'MISSED'}")


def _print_table(figures: Figures, baseline: dict[str, Any], *, size: int) -> None:
    """Print the figures of each engine, with what was recorded for a pair."""
    heads = ("prepared s", "pair ms", "100x100 ms", "one-all ms", "recorded")
    print(f"\n{f'world rail, {size:,} nodes':28}" + "".join(f"{head:>12}" for head in heads))
    for name, found in figures.items():
        keys = ("prepare_s", "pair_ms", "matrix_ms", "sweep_ms")
        cells = [f"{found[key]:.3f}" if key in found else "-" for key in keys]
        was = baseline.get("cases", {}).get(f"track {name}", {}).get("pair_ms")
        label = name if name == OURS else f"{name} {version(name)}"
        print(f"{label:28}" + "".join(f"{cell:>12}" for cell in [*cells, "-" if was is None else f"{was:.3f}"]))
