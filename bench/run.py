"""What commands, single calls, paths on the world's track and journeys by timetable cost (`make bench`).

Cases run in turn, round after round, so that a busy moment of the machine falls on all of them; the median counts.
The goal of a process is a multiple of an empty Python process, that of a call a multiple of a bare Python loop, timed
in turn with it; the milliseconds that it stands for are beside it. The goals of paths are shares of what peers take.
A missed goal is printed and is not a failure; two engines that disagree on a length or a journey are one.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BASELINE = ROOT / "bench" / "baseline.json"
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "ROUTES_"))}


@dataclass(frozen=True, slots=True)
class Command:
    """A whole process: arguments after `python`, and the goal as a multiple of the empty process."""

    name: str
    arguments: tuple[str, ...]
    goal: float | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A call inside one process; `prepare` imports and returns what is timed, and the goal is in bare loops.

    `goal_ms` is the time that the goal stands for on the machine of the baseline.
    """

    name: str
    prepare: Callable[[], Callable[[], object]]
    goal: float | None = None
    goal_ms: float | None = None


LOOP_COUNT = 100_000


def run_loop() -> int:
    """Return the sum of the first numbers, added one by one: what bare Python takes about 4 ms for."""
    total = 0
    for number in range(LOOP_COUNT):
        total += number
    return total


def _prepare_geodesic() -> Callable[[], object]:
    from routes.geo import Coordinate, geodesic_m

    start, end = Coordinate(39.0, 125.7), Coordinate(43.1, 131.9)
    return lambda: geodesic_m(start, end)


def _prepare_world() -> Callable[[], object]:
    from routes.folders import stack_folders
    from routes.scenarios.world import load_world

    return lambda: load_world(stack_folders(None))


def _prepare_answer() -> Callable[[], object]:
    from datetime import UTC, datetime

    import routes

    data = routes.load(now=datetime(2023, 9, 11, tzinfo=UTC))

    def answer() -> object:
        forget_results()
        return data.latest_departure("Pyongyang", "Vladivostok", arrive="by Tuesday 24:00")

    return answer


def _prepare_window() -> Callable[[], object]:
    from datetime import UTC, datetime

    import routes

    data = routes.load(now=datetime(2023, 9, 11, tzinfo=UTC))
    shut = ["Khasan 06:00-22:00"]

    def answer() -> object:
        forget_results()
        return data.latest_departure("Pyongyang", "Vladivostok", arrive="by Tuesday 24:00", windows=shut)

    return answer


def forget_results() -> None:
    """Forget what the engines keep for the next question, so that every question is the first."""
    for name, module in list(sys.modules.items()):
        if name.startswith("routes.timing."):
            for function in vars(module).values():
                if hasattr(function, "cache_clear"):
                    function.cache_clear()


# A border open 06-22 for five days, and a deadline on the last of them, in seconds.
BORDER = tuple((day * 86_400 + 6 * 3600, day * 86_400 + 22 * 3600) for day in range(5))
DEADLINE_S = 4 * 86_400 + 7 * 3600


def _prepare_departure() -> Callable[[], object]:
    from routes.estimate import Estimate
    from routes.ids import StationCode
    from routes.itinerary import Item, Itinerary, Leg, Work
    from routes.timing.stages import find_readings

    start, end = StationCode("a"), StationCode("b")
    run, stand = Estimate(11_400, 14_400, 19_800), Estimate(600, 1_200, 2_400)
    items: list[Item] = []
    for key in "abcdef":
        items.append(Leg(start, end, 200_000, 0, "official", "", 0, "line", 1520, False, "source", run, (key,)))
        items.append(Work("stop", end, stand, ("stop",)))
    journey = Itinerary(start, end, tuple(items), 1_000_000)

    def depart() -> object:
        forget_results()
        return find_readings(journey, [DEADLINE_S], windows={4: BORDER, 8: BORDER})

    return depart


def _prepare_sighting() -> Callable[[], object]:
    from routes.estimate import Estimate
    from routes.timing.chance import Stage, build_chain, build_pace, latest_s, look_back
    from routes.timing.elicited import build_pert
    from routes.timing.forecast import Sighting, look_ahead, weigh_paces
    from routes.timing.spread import certain

    run, stand = build_pert(Estimate(11_400, 14_400, 19_800)), build_pert(Estimate(600, 1_200, 2_400))
    legs = [Stage(run, stand, BORDER if leg in (2, 4) else ()) for leg in range(6)]
    chain = build_chain(legs, build_pace())
    outlook, forecast = look_back(chain, DEADLINE_S), look_ahead(chain, certain(DEADLINE_S - 28 * 3600))
    seen = Sighting(2, DEADLINE_S - 18 * 3600, 600)

    def update() -> list[int | None]:
        weights = weigh_paces(forecast, seen)
        return [latest_s(outlook, 3, confidence, weights=weights) for confidence in (0.9, 0.5, 0.1)]

    return update


EMPTY = Command("empty process", ("-c", "pass"))
QUESTION = ("latest-departure", "Pyongyang", "Vladivostok", "--arrive", "by Tuesday 24:00", "--as-of", "2023-09-11")
COMMANDS = [
    EMPTY,
    Command("routes --help", ("-m", "routes", "--help"), goal=5),
    Command("routes latest-departure", ("-m", "routes", *QUESTION), goal=25),
    Command("routes ask", ("-m", "routes", "ask", "latest departure for Tuesday arrival"), goal=25),
]
CALLS = [
    Call("length of one geodesic", _prepare_geodesic, goal=0.25, goal_ms=1),
    Call("all tables read", _prepare_world),
    Call("one latest departure", _prepare_answer),
    Call("the same with a window", _prepare_window, goal=250, goal_ms=1000),
    Call("deadline by chance, six legs", _prepare_departure, goal=13, goal_ms=50),
    Call("update by a sighting", _prepare_sighting, goal=1.3, goal_ms=5),
]


def run_once(arguments: tuple[str, ...]) -> tuple[float, str]:
    """Return milliseconds of one process, and its last line on stderr when it failed (else "")."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    spent_ms = (time.perf_counter() - start) * 1000
    return spent_ms, (done.stderr.strip().splitlines() or ["no message"])[-1] if done.returncode else ""


def time_commands(runs: int) -> tuple[dict[str, float], dict[str, str]]:
    """Return median milliseconds by name, and the message of each command that failed; one warm run is not counted."""
    failed = {c.name: message for c in COMMANDS if (message := run_once(c.arguments)[1])}
    timed = [c for c in COMMANDS if c.name not in failed]
    rounds = [{c.name: run_once(c.arguments)[0] for c in timed} for _ in range(runs)]
    return {c.name: statistics.median(r[c.name] for r in rounds) for c in timed}, failed


def time_call(call: Call) -> tuple[float, float]:
    """Return the median milliseconds of one call, and of the bare loop in turn with it, over about a second."""
    function = call.prepare()
    function()
    spent: tuple[list[float], list[float]] = ([], [])
    end = time.perf_counter() + 1
    while time.perf_counter() < end or len(spent[0]) < 3:
        for timed, times in zip((function, run_loop), spent, strict=True):
            start = time.perf_counter()
            timed()
            times.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent[0]), statistics.median(spent[1])


def slowest_imports(arguments: tuple[str, ...], *, count: int = 10) -> list[str]:
    """Return the imports that cost most by themselves, slowest first."""
    command = [sys.executable, "-X", "importtime", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    rows = re.findall(r"^import time: +(\d+) \| +\d+ \| +(\S+)$", done.stderr, re.MULTILINE)
    return [f"{int(us) / 1000:7.1f} ms  {name}" for us, name in sorted(rows, key=lambda r: -int(r[0]))[:count]]


def _verdict(value: float, goal: float | None) -> str:
    return "" if goal is None else "met" if value <= goal else "MISSED"


def _was(baseline: dict[str, Any], name: str) -> str:
    entry = baseline.get("cases", {}).get(name)
    if entry is None:
        return "-"
    return f"{entry['ratio']:.2g}x" if "ratio" in entry else f"{entry['median_ms']:.3f}"


def print_commands(runs: int, baseline: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Print one line for each command, with its slowest imports where the goal is missed; return the figures."""
    medians, failed = time_commands(runs)
    print(f"{'whole process':28}{'ms':>9}{'ratio':>8}{'goal':>8}  {'':7}{'recorded':>9}")
    for case in COMMANDS:
        if case.name in failed:
            print(f"{case.name:28}  FAILED: {failed[case.name]}")
            continue
        ratio = medians[case.name] / medians[EMPTY.name]
        goal = "" if case.goal is None else f"<={case.goal:g}x"
        verdict = _verdict(ratio, case.goal)
        was = _was(baseline, case.name)
        print(f"{case.name:28}{medians[case.name]:9.1f}{ratio:7.1f}x{goal:>8}  {verdict:7}{was:>9}")
        if verdict == "MISSED":
            print("\n".join(f"    {line}" for line in slowest_imports(case.arguments)))
    return {n: {"median_ms": round(m, 1), "ratio": round(m / medians[EMPTY.name], 2)} for n, m in medians.items()}


def print_calls(baseline: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Print one line for each call; return the figures."""
    figures = {}
    print(f"\n{'single call':28}{'ms':>9}{'ratio':>8}{'goal':>8}  {'':7}{'recorded':>9}")
    for call in CALLS:
        spent, loop = time_call(call)
        ratio = spent / loop
        figures[call.name] = {"median_ms": round(spent, 4), "ratio": round(ratio, 3)}
        goal = "" if call.goal is None else f"<={call.goal:g}x"
        meant = "" if call.goal_ms is None else f"  ({call.goal_ms:g} ms)"
        verdict, was = _verdict(ratio, call.goal), _was(baseline, call.name)
        print(f"{call.name:28}{spent:9.3f}{ratio:7.2f}x{goal:>8}  {verdict:7}{was:>9}{meant}")
    print(f"A ratio is to an empty process, or to {LOOP_COUNT:,} additions in bare Python.")
    return figures


def main() -> None:
    """Time everything and print it; with --record, write the baseline that later runs print beside theirs."""
    parser = argparse.ArgumentParser(description="time whole commands and single calls")
    parser.add_argument("--record", action="store_true", help="write bench/baseline.json")
    parser.add_argument("--runs", type=int, default=15, help="rounds over all commands (15)")
    parser.add_argument(
        "--only", choices=("commands", "calls", "tracks", "maps", "timetables"), default="", help="time these alone"
    )
    parser.add_argument("--feed", type=Path, help="a GTFS feed on which timetables are compared too")
    given = parser.parse_args()
    baseline = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.is_file() else {}
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    print(f"{machine}; median of {given.runs} alternating runs")
    print(f"recorded: {baseline['machine'] if baseline else 'nothing yet, make bench-record'}\n")
    cases: dict[str, dict[str, float]] = dict(baseline.get("cases", {})) if given.only else {}
    faults: list[str] = []
    if given.only in ("", "commands"):
        cases |= print_commands(given.runs, baseline)
    if given.only in ("", "calls"):
        cases |= print_calls(baseline)
    if given.only in ("", "tracks"):
        from bench.tracks import print_tracks

        found, faults = print_tracks(given.runs, baseline)
        cases |= found
    if given.only in ("", "maps"):
        from bench.maps import print_maps

        cases |= print_maps(min(given.runs, 5))
    if given.only in ("", "timetables"):
        from bench.timetables import print_timetables

        found, more = print_timetables(given.runs, given.feed)
        cases, faults = cases | found, faults + more
    if given.record:
        text = json.dumps(
            {"machine": machine, "runs": baseline["runs"] if given.only and baseline else given.runs, "cases": cases},
            indent=2,
            sort_keys=True,
        )
        BASELINE.write_text(text + "\n", encoding="utf-8")
        print(f"\nrecorded in {BASELINE.relative_to(ROOT)}")
    if faults:
        sys.exit("two engines differ without a reason: one of them is wrong")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
