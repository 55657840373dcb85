"""Whether this project and nigiri find the same journeys by timetable, and how long each takes for them.

Both load the same feed: a synthetic day as large as London's, and one that is named (`--feed`), of which nigiri gets a
copy with our changes between platforms written out and without the rows that our import leaves out and tells of. Both
feeds count whole minutes, as nigiri does. Every journey that only one of the two finds must fall under a rule of
`excuse`; one that does not is printed with its question, and is a failure. Both use one thread, and their times are
those of the processor, so that what else the machine does counts for neither.
"""

from __future__ import annotations

import random
import time
import zlib
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bench import london
from bench.nigiri import MOST_CHANGES, MOST_MINUTES, Engine, Peer, Point, write_with_changes

if TYPE_CHECKING:
    from routes.timetable.network import Network

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "bench"
SEED, TOLD = 6, 5


class Case(NamedTuple):
    """A feed that both have loaded; questions begin on `days` service days from `first` on, from `hour` on.

    `left_out` is how many of its stop times ours leaves out and tells of; the peer's copy is without them.
    """

    name: str
    network: Network
    peer: Engine
    first: date
    days: int
    hour: int
    left_out: int


class Query(NamedTuple):
    """Two stops, by index and by stop_id, and a minute of the Unix epoch."""

    ends: tuple[int, int]
    refs: tuple[str, str]
    minute: int

    def __str__(self) -> str:
        """Return the query as one would ask it."""
        return (
            f"{self.refs[0]} to {self.refs[1]} from {datetime.fromtimestamp(self.minute * 60, UTC):%Y-%m-%d %H:%M} UTC"
        )


class Tally(NamedTuple):
    """What came of the queries: how many had an answer, differences by rule, unexplained ones, and seconds by kind."""

    counts: Counter[str]
    excused: Counter[str]
    faults: list[str]
    spent_s: dict[str, list[float]]


def open_london() -> Case:
    """Return the synthetic day, written and imported once for each state of its generator."""
    source = Path(london.__file__).read_bytes()
    feed = KEPT / f"london-{zlib.crc32(source):08x}.zip"
    if not feed.is_file():
        london.write_london(feed)
    first = datetime.strptime(london.FIRST_DAY, "%Y%m%d").replace(tzinfo=UTC).date()
    network = _build_network(feed)
    return Case("London-sized day", network, Peer(feed, first, 3), first + timedelta(days=1), 1, 5, 0)


def open_feed(feed: Path) -> Case:
    """Return a feed, and as nigiri's a copy with our changes."""
    network = _build_network(feed)
    copy = KEPT / "with-changes.zip"
    left_out = write_with_changes(feed, copy, network)
    first, days = date.fromordinal(network.table.first_day), network.table.days
    same = _build_network(copy)
    margin = min(7, days // 4)
    begin = first + timedelta(days=margin)
    return Case(feed.name, same, Peer(copy, first, days), begin, days - 2 * margin, 0, left_out)


def _build_network(feed: Path) -> Network:
    """Return a feed imported into the folder of the bench, searched by the compiled scan."""
    from routes.timetable.compiling import import_feeds
    from routes.timetable.network import Network
    from routes.timetable.table import SUFFIX, VERSION, open_timetable

    name = f"b{VERSION}-{zlib.crc32(feed.read_bytes()):08x}"
    if not (KEPT / f"{name}{SUFFIX}").is_file():
        import_feeds([feed], KEPT, name=name, tell=lambda _step, _share: None)
    return Network(open_timetable(KEPT, name), compiled=True)


def draw_queries(case: Case, count: int) -> list[Query]:
    """Return random queries between different places with service."""
    rng, table = random.Random(SEED), case.network.table
    refs, place = table.texts["stop_ref"].list(), table.arrays["place"].tolist()
    served = sorted(set(table.arrays["stop"].tolist()))
    begin = int(datetime(case.first.year, case.first.month, case.first.day, tzinfo=UTC).timestamp()) // 60
    queries: list[Query] = []
    while len(queries) < count:
        start, end = rng.choice(served), rng.choice(served)
        minute = begin + rng.randrange(case.days) * 1440 + rng.randrange(60 * case.hour, 1440)
        if place[start] != place[end]:
            queries.append(Query((start, end), (refs[start], refs[end]), minute))
    return queries


class Ours:
    """The questions of this project's engine, in minutes of the Unix epoch."""

    def __init__(self, network: Network) -> None:
        """Import what is needed, so that no question pays for it."""
        from routes.timetable import blocks, routing, search
        from routes.timetable.table import EPOCH

        self.network, self._search, self._blocks, self._routing = network, search, blocks, routing
        self._epoch_s = round(EPOCH.timestamp())

    def _build(self, query: Query, minute: int, *, is_forward: bool) -> Any:
        start, end = ([self._search.Access(stop, 0)] for stop in query.ends)
        at_s = minute * 60 - self._epoch_s
        if is_forward:
            return self._search.Question(start, end, at_s, self._blocks.FORWARD)
        return self._search.Question(end, start, -at_s, self._blocks.BACKWARD)

    def arrive_first(self, query: Query) -> float | None:
        """Return the earliest arrival."""
        found = self._search.find_best(self.network, self._build(query, query.minute, is_forward=True))
        return None if found is None else (found.goal_s + self._epoch_s) / 60

    def leave_last(self, query: Query, by: int) -> float | None:
        """Return the latest departure to arrive by a minute."""
        found = self._search.find_best(self.network, self._build(query, by, is_forward=False))
        return None if found is None else (-found.goal_s + self._epoch_s) / 60

    def list_best(self, query: Query) -> list[Point]:
        """Return the best journeys of arrival and changes."""
        found = self._search.find_pareto(self.network, self._build(query, query.minute, is_forward=True))
        return sorted(Point((one.goal_s + self._epoch_s) // 60, len(one.rides) - 1) for one in found)

    def list_pairs(self, query: Query, until: int) -> list[tuple[int, int]]:
        """Return every best pair of departure and arrival of the span from the query's minute to another."""
        start, end = ([self._search.Access(stop, 0)] for stop in query.ends)
        span = {"from_s": query.minute * 60 - self._epoch_s, "until_s": until * 60 - self._epoch_s}
        found = self._routing.find_profile(self.network, start, end, **span)
        return [((one.departs_s + self._epoch_s) // 60, (one.arrives_s + self._epoch_s) // 60) for one in found]


def excuse(point: Point, *, is_ours: bool, minute: int) -> str:
    """Return the rule by which a journey that only one engine finds is no fault, "" where there is none."""
    if is_ours and point.arrives_min - minute > MOST_MINUTES:
        return "ours only: beyond nigiri's 5 days"
    if is_ours and point.changes > MOST_CHANGES:
        return "ours only: beyond nigiri's 14 changes"
    return ""


def compare(case: Case, queries: list[Query]) -> Tally:
    """Return what came of queries put to both engines in turn."""
    ours, tally = Ours(case.network), Tally(Counter(), Counter(), [], {})
    for query in queries[:3]:
        ours.arrive_first(query), ours.leave_last(query, query.minute + 600), ours.list_best(query)
    for query in queries:
        theirs = _time(tally, "nigiri", partial(case.peer.ask, *query.refs, query.minute))
        found = _time(tally, "Pareto", partial(ours.list_best, query))
        first = _time(tally, "earliest arrival", partial(ours.arrive_first, query))
        tally.counts["journeys"] += bool(theirs or found)
        if first != (found[0].arrives_min if found else None):
            tally.faults.append(f"{query}: earliest arrival {first}, but the best of the Pareto set is {found[:1]}")
        _settle(tally, query, found, theirs)
        if theirs and found and theirs[0].arrives_min == found[0].arrives_min:
            _check_departure(tally, case, ours, query, theirs[0].arrives_min)
    return tally


def _time(tally: Tally, kind: str, ask: Callable[[], Any]) -> Any:
    start = time.process_time()
    answer = ask()
    tally.spent_s.setdefault(kind, []).append(time.process_time() - start)
    return answer


def _settle(tally: Tally, query: Query, found: list[Point], theirs: list[Point]) -> None:
    """Count the journeys that only one of the two found, by rule; those without a rule are faults."""
    for only, is_ours in ((set(found) - set(theirs), True), (set(theirs) - set(found), False)):
        for point in sorted(only):
            rule = excuse(point, is_ours=is_ours, minute=query.minute)
            tally.excused[rule] += 1
            if not rule:
                whose = "ours" if is_ours else "nigiri"
                after = point.arrives_min - query.minute
                tally.faults.append(f"{query}: only {whose} arrives after {after} min with {point.changes} changes")


def _check_departure(tally: Tally, case: Case, ours: Ours, query: Query, by: int) -> None:
    """Check the latest departure by nigiri's answers forward: leaving then arrives in time, a minute later does not."""
    last = _time(tally, "latest departure", partial(ours.leave_last, query, by))
    tally.counts["departures"] += 1
    if last is None or last < query.minute or last != int(last):
        tally.faults.append(f"{query}: the latest departure is {last}, and one leaves at {query.minute} in time")
        return
    then, later = (case.peer.ask(*query.refs, int(last) + after) for after in (0, 1))
    if not then or then[0].arrives_min > by:
        tally.faults.append(f"{query}: leaving at {last} as the latest, nigiri does not arrive by {by}")
    if later and later[0].arrives_min <= by:
        tally.faults.append(f"{query}: leaving after the latest departure {last}, nigiri arrives by {by}")


def compare_profiles(case: Case, queries: list[Query]) -> Tally:
    """Return what came of the best pairs of whole days, ours with the fewest changes of each and nigiri's of all."""
    ours, tally = Ours(case.network), Tally(Counter(), Counter(), [], {})
    until = queries[0].minute + 1440
    ours.list_pairs(queries[0], until)
    for query in queries:
        until = query.minute + 1440
        theirs = _time(tally, "nigiri", partial(case.peer.range, *query.refs, query.minute, until))
        found = _time(tally, "profile", partial(ours.list_pairs, query, until))
        tally.counts["journeys"] += len(found)
        best = list_undominated({(leave, come) for leave, come, _ in theirs if leave < until})
        if best != found:
            only = sorted(set(best) ^ set(found))[:TOLD]
            tally.faults.append(f"{query}: the best pairs of a day differ in {only}")
    return tally


def list_undominated(pairs: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs of departure and arrival that no other betters, in order of departure."""
    found: list[tuple[int, int]] = []
    for leave, come in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if not found or come < found[-1][1]:
            found.append((leave, come))
    return found[::-1]
