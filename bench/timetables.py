"""Journeys by timetable beside nigiri's: the same answers, what they cost, and what an import does (`make bench`)."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import london
from bench.agreeing import (
    KEPT,
    TOLD,
    Case,
    Ours,
    Query,
    Tally,
    compare,
    compare_profiles,
    draw_queries,
    open_feed,
    open_london,
)
from bench.importing import measure_import

ROOT = Path(__file__).resolve().parents[1]
Figures = dict[str, dict[str, float]]
QUERIES, RANGES = 1_000, 5
GOALS = {"earliest arrival": (0.25, 1.0), "latest departure": (0.25, 1.0), "Pareto": (1.0, None)}
"""Most that ours may take on the London-sized day, in shares of nigiri's median and of its 99th percentile."""
MOST_BACKWARD = 1.2
"""Times that arriving by a time may take of leaving at one."""
IMPORTS = ((0.086, 3.0), (1.05, 60.0))
"""Sizes of the synthetic day with 200,000 and 5 million stop times, the goal in seconds of the processor."""
MOST_MB = 2000


def print_timetables(runs: int, feed: Path | None) -> tuple[Figures, list[str]]:
    """Print what is found and how fast beside nigiri, on a feed too where one is named; return figures and faults."""
    KEPT.mkdir(parents=True, exist_ok=True)
    figures, faults = print_imports(), print_long_train()
    figures |= print_cold(runs)
    try:
        cases = [open_london(), *([] if feed is None else [open_feed(feed)])]
    except ImportError as reason:
        print(f"\nThe comparison with nigiri is left out: {reason}")
        return figures, faults
    if feed is None:
        print("\nA published feed is compared as well where one is named: --feed FEED.zip")
    for case in cases:
        queries = draw_queries(case, QUERIES)
        tally = compare(case, queries)
        figures |= print_tally(case, queries, tally, has_goals=case is cases[0])
        faults += tally.faults
    more = print_profiles(cases[0])
    print_roof(cases[0])
    return figures | more[0], faults + more[1]


def print_tally(case: Case, queries: list[Query], tally: Tally, *, has_goals: bool) -> Figures:
    """Print how many answers agree, what those that differ fall under, and the times; return the times."""
    print(f"\n{case.name}: {len(queries):,} queries, {tally.counts['journeys']:,} with a journey")
    if case.left_out:
        print(f"  {case.left_out} stop times that the import leaves out, and tells of, are left out of nigiri's copy")
    print(f"  latest departures checked forward, and a minute later: {tally.counts['departures']:,}")
    for rule, count in sorted(tally.excused.items()):
        print(f"  {rule}: {count:,}")
    print(f"  unexplained differences: {len(tally.faults)}")
    for fault in tally.faults[:TOLD]:
        print(f"    {fault}")
    print(f"  {'':22}{'median ms':>10}{'p99 ms':>10}{'of nigiri’s':>13}{'p99':>8}")
    theirs, figures = summarize(tally.spent_s["nigiri"]), dict[str, dict[str, float]]()
    for kind, spent in tally.spent_s.items():
        median, high = summarize(spent)
        shares = (median / theirs[0], high / theirs[1])
        goals = GOALS.get(kind) if has_goals else None
        told = "" if goals is None else "  ".join(map(format_goal, shares, goals))
        print(f"  {kind:22}{median:10.2f}{high:10.2f}{shares[0]:12.2f}x{shares[1]:7.2f}x  {told}")
        figures[f"{case.name}: {kind}"] = {
            "median_ms": round(median, 3),
            "p99_ms": round(high, 3),
            "ratio": round(shares[0], 3),
        }
    if has_goals:
        share = (
            figures[f"{case.name}: latest departure"]["median_ms"]
            / figures[f"{case.name}: earliest arrival"]["median_ms"]
        )
        print(f"  arriving by a time takes {share:.2f}x of leaving at one  {format_goal(share, MOST_BACKWARD)}")
    return figures


def print_profiles(case: Case) -> tuple[Figures, list[str]]:
    """Print how the best pairs of a day agree with nigiri's, and their times; return times and faults."""
    queries = [query._replace(minute=query.minute // 1440 * 1440) for query in draw_queries(case, RANGES)]
    tally = compare_profiles(case, queries)
    theirs, ours = (summarize(tally.spent_s[kind])[0] for kind in ("nigiri", "profile"))
    print(f"\n24 h profiles of {len(queries)} pairs of stops: {tally.counts['journeys']:,} best pairs of times")
    print(f"  unexplained differences: {len(tally.faults)}")
    for fault in tally.faults[:TOLD]:
        print(f"    {fault}")
    print(f"  ours, which scans for all origins: {ours:.0f} ms, nigiri for one: {theirs:.0f} ms, ", end="")
    print(f"{ours / theirs:.2f}x  {format_goal(ours / theirs, 1)}")
    return {f"{case.name}: 24 h profile": {"median_ms": round(ours, 1), "ratio": round(ours / theirs, 3)}}, tally.faults


ROW_BYTES = 20
"""Of a connection as such: departure, arrival, both stops and the run, 4 bytes each.

The scan reads 4 of each, where one boards, and 8 more of those whose stop can be left; the rest is shared by a lane.
"""


def print_roof(case: Case) -> None:
    """Print what a connection costs the scan of a whole day beside what it costs to read its bytes from memory."""
    import numpy as np

    count = len(case.network.table.arrays["at"])
    plain = np.ones(count * ROW_BYTES // 4, np.int32)
    read_s, scan_s = [], []
    ours, queries = Ours(case.network), draw_queries(case, 40)
    departs = np.sort(case.network.table.arrays["depart"][case.network.table.arrays["at"]])
    for query in queries:
        begin = query.minute // 1440 * 1440
        found = ours.arrive_first(query)
        span = np.searchsorted(departs, [60 * (query.minute - begin), 60 * (int(found or 0) - begin)])
        start = time.process_time()
        ours.arrive_first(query)
        scan_s.append((time.process_time() - start, int(span[1] - span[0])))
        start = time.process_time()
        plain.max()
        read_s.append((time.process_time() - start) / count)
    scan_ns = 1e9 * sum(spent for spent, _ in scan_s) / max(1, sum(rows for _, rows in scan_s))
    read_ns = 1e9 * statistics.median(read_s)
    print(f"  a question costs {scan_ns:.1f} ns for each connection that leaves while one is under way; ", end="")
    print(f"reading its {ROW_BYTES} bytes costs {read_ns:.1f} ns: {scan_ns / read_ns:.1f}x")


def summarize(spent_s: list[float]) -> tuple[float, float]:
    """Return median and 99th percentile in milliseconds."""
    ordered = sorted(spent_s)
    return 1000 * statistics.median(ordered), 1000 * ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]


def format_goal(value: float, goal: float | None) -> str:
    """Return a goal and whether a value meets it, "" where there is none."""
    return "" if goal is None else f"<={goal:g} {'met' if value <= goal else 'MISSED'}"


def print_imports() -> Figures:
    """Print what imports cost beside a bare pass of the csv module; return the figures."""
    print(f"\n{'import of stop times':28}{'s':>8}{'MB':>8}{'csv alone s':>13}{'ratio':>8}{'steps told':>12}  goals")
    figures = {}
    for size, goal_s in IMPORTS:
        with TemporaryDirectory() as folder:
            feed = Path(folder) / "feed.zip"
            london.write_london(feed, size=size)
            found = measure_import(feed, Path(folder))
        ratio = found.import_s / found.bare_s
        print(
            f"{found.rows:<28,}{found.import_s:8.1f}{found.most_mb:8.0f}{found.bare_s:13.2f}{ratio:7.1f}x{found.told:12}"
            f"  s {format_goal(found.import_s, goal_s)}  MB {format_goal(found.most_mb, MOST_MB)}"
        )
        figures[f"import, size {size:g}"] = {"median_ms": round(1000 * found.import_s), "ratio": round(ratio, 2)}
    return figures


LONG = """
zone Etc/UTC
days 20300101 20300110
stop a 50.0,8.0
stop b 55.0,83.0
stop c 43.1,131.9
trip short a 10:00 b 110:00
trip long a 11:00 c 153:00
"""
HOURS = {"b": 101, "c": 144}
"""From 9:00 of a day until one arrives: after 100 h aboard one train, and after 142 h aboard the other."""


def print_long_train() -> list[str]:
    """Print whether both engines find a train of 100 h, and ours one of 142 h; return what is not so."""
    from routes.timetable.compiling import import_feeds
    from routes.timetable.network import Network
    from tests.timetable.grid import build_tables, write_zip

    with TemporaryDirectory() as folder:
        feed = write_zip(Path(folder) / "long.zip", build_tables(LONG))
        network = Network(import_feeds([feed], Path(folder), name="long", tell=lambda _step, _share: None).table)
        first = date(2030, 1, 1)
        try:
            from bench.nigiri import Peer

            peer = Peer(feed, first, 10)
        except ImportError:
            peer = None
        refs = network.table.texts["stop_ref"].list()
        begin = (first - date(1970, 1, 1)).days * 1440 + 9 * 60
        faults = []
        for end, hours in HOURS.items():
            query = Query((refs.index("a"), refs.index(end)), ("a", end), begin)
            ours = Ours(network).arrive_first(query)
            theirs = [point.arrives_min for point in peer.ask("a", end, begin)] if peer else []
            found = "-" if not peer else "found" if theirs == [begin + 60 * hours] else "not found"
            is_found = ours == begin + 60 * hours
            print(f"a train that arrives after {hours} h: ours {'found' if is_found else 'NOT FOUND'}, nigiri {found}")
            faults += [] if is_found else [f"a train that arrives after {hours} h is not found"]
    return faults


def print_cold(runs: int) -> Figures:
    """Print what a new process needs to answer from a feed as small as a corridor's; return the figures."""
    from routes.timetable.compiling import import_feeds
    from tests.timetable.grid import build_tables, write_zip

    with TemporaryDirectory() as folder:
        cache = Path(folder) / "routes"
        cache.mkdir()
        feed = write_zip(Path(folder) / "corridor.zip", build_tables(LONG))
        import_feeds([feed], cache, name="corridor", tell=lambda _step, _share: None)
        question = ("timetable", "latest-departure", "a", "b", "--arrive", "2030-01-08 12:00 UTC")
        environment = os.environ | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": folder}
        spent: dict[str, list[float]] = {"empty": [], "question": []}
        for _ in range(runs):
            for kind, arguments in (("empty", ("-c", "pass")), ("question", ("-m", "routes", *question))):
                start = time.perf_counter()
                subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, check=True)
                spent[kind].append(1000 * (time.perf_counter() - start))
        command = [sys.executable, "-X", "importtime", "-m", "routes", *question]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    empty, whole = (statistics.median(spent[kind]) for kind in ("empty", "question"))
    compiler = "MISSED: numba is imported" if "numba" in done.stderr else "no compiler imported"
    print(f"\na corridor’s question, new process: {whole:.0f} ms, {whole / empty:.1f}x an empty one; {compiler}")
    return {"corridor, new process": {"median_ms": round(whole, 1), "ratio": round(whole / empty, 2)}}
