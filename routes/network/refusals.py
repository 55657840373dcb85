"""Why there is no path: one condition at a time is relaxed, and the one that helps is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from routes.errors import InfeasibleError, PlaceError
from routes.gazetteer.countries import name_country
from routes.geo import geodesic_m
from routes.ids import StationCode
from routes.network.graph import POSSIBLE, REGULAR, Network, Path, Step
from routes.network.search import ANY, Conditions, Costs, scan_path

Scan = Callable[[Conditions], Path | None]


class _Reason(NamedTuple):
    """What stands in the way, as a clause, and what the user can do about it."""

    clause: str
    hint: str


def refuse_unanswerable(
    network: Network, origin: StationCode, destination: StationCode, conditions: Conditions
) -> None:
    """Raise when no search can help: a station unknown, without track, or in an avoided country.

    Raises: PlaceError, InfeasibleError.
    """
    named = (origin, *conditions.via, destination)
    for code in named:
        if code not in network.stations:
            raise PlaceError(f'there is no station "{code}"', hint="name a station of data/stations.csv")
    for code in named:
        country = network.stations[code].country
        if country in conditions.avoid:
            message = f"{network.name(code)} lies in {name_country(country)}, which is to be avoided"
            raise InfeasibleError(message, hint=f"do not avoid {name_country(country)}")
    if (origin, destination) in network.refusals:
        message, hint = network.refusals[origin, destination]
        raise InfeasibleError(message, hint=hint)
    for code in named:
        if not network.ways_from(code) and set(named) != {code}:
            raise InfeasibleError(
                f"no track in segments.csv reaches {network.name(code)}", hint=_name_nearest(network, code, None)
            )


def build_refusal(
    network: Network, origin: StationCode, destination: StationCode, *, costs: Costs, conditions: Conditions
) -> InfeasibleError:
    """Return the error that says why no path joins the two, and what would help."""

    def scan(relaxed: Conditions) -> Path | None:
        return scan_path(network, origin, destination, costs=costs, conditions=relaxed)

    reasons = _find_reasons(network, costs, conditions, scan)
    one, other = network.name(origin), network.name(destination)
    way = f"no path from {one} to {other}"
    if reasons:
        hint = "; or ".join(reason.hint for reason in reasons)
        return InfeasibleError(f"{way}: {reasons[0].clause}", hint=hint)
    if scan(Conditions((), frozenset(), ANY, any_gauge=True)) is None:
        hint = _name_nearest(network, destination, origin)
        return InfeasibleError(f"no track in segments.csv joins {one} and {other}", hint=hint)
    several = " and ".join(_describe_conditions(network, conditions))
    hint = "drop one of them and ask again to see what the others need"
    return InfeasibleError(f"{way}: several conditions stand in the way together ({several})", hint=hint)


def _find_reasons(network: Network, costs: Costs, conditions: Conditions, scan: Scan) -> list[_Reason]:
    """Return each condition that helps when it alone is relaxed, the mildest first."""
    found = []
    if conditions.turns == REGULAR and (path := scan(conditions._replace(turns=POSSIBLE))):
        found.append(_blame_possible_turn(network, path))
    elif path := scan(conditions._replace(turns=ANY)):
        found.append(_blame_unlisted_turn(network, path))
    if conditions.avoid and (path := scan(conditions._replace(avoid=frozenset()))):
        found.append(_blame_avoided(network, path, conditions))
    for place, code in enumerate(conditions.via):
        others = conditions.via[:place] + conditions.via[place + 1 :]
        if scan(conditions._replace(via=others)):
            clause = f"{network.name(code)} cannot be passed on the way under these conditions"
            found.append(_Reason(clause, f"leave out via {network.name(code)}"))
    if path := scan(conditions._replace(any_gauge=True)):
        found.append(_blame_gauge(network, costs, path))
    return sorted(found, key=lambda reason: reason.hint.startswith("leave out via"))


def _blame_possible_turn(network: Network, path: Path) -> _Reason:
    turn = next(s.turn for s in path.steps if s.turn is not None and s.turn.kind == POSSIBLE)
    at, start, end = map(network.name, (turn.at, turn.start, turn.end))
    clause = f"it needs the reversal at {at} between {start} and {end}, which no train is known to make"
    return _Reason(clause, "allow possible turns as well as regular ones")


def _blame_unlisted_turn(network: Network, path: Path) -> _Reason:
    before, after = next(
        (before, after)
        for before, after in zip(path.steps, path.steps[1:], strict=False)
        if before.start == after.end and network.find_turn(after.start, before.start, after.end) is None
    )
    row = f"{after.start},{before.start},{after.end}"
    at, back = network.name(after.start), network.name(after.end)
    clause = f"the train would have to reverse at {at} and run back to {back}, which turns.csv does not list"
    return _Reason(clause, f'if trains can reverse there, add to turns.csv a row that begins "{row}"')


def _blame_avoided(network: Network, path: Path, conditions: Conditions) -> _Reason:
    entered = dict.fromkeys(network.stations[code].country for code in path.stations)
    countries = " and ".join(name_country(country) for country in entered if country in conditions.avoid)
    return _Reason(f"every path goes through {countries}, which is to be avoided", f"do not avoid {countries}")


def _blame_gauge(network: Network, costs: Costs, path: Path) -> _Reason:
    """Name the first place where the train has no gauge to go on with."""
    have = set(costs.gauges_mm)
    for step in path.steps:
        before, have = have, _gauges_after(network, costs, step, have, first=step is path.steps[0])
        if not have:
            break
    track, train = _write_gauges(step.segment.gauges_mm), _write_gauges(costs.gauges_mm)
    here, there = network.name(step.start), network.name(step.end)
    if set(costs.gauges_mm) & set(step.segment.gauges_mm):
        clause = f"the train runs on {_write_gauges(sorted(before))} mm to {here} and cannot change there"
        hint = f"let the train change to {track} mm at {here}, or mark in stations.csv where it does"
    else:
        clause = f"the {train} mm train cannot leave {here} for {there}"
        hint = f"take a train that can run on {track} mm"
    return _Reason(f"{clause}; the track to {there} is {track} mm", hint)


def _gauges_after(network: Network, costs: Costs, step: Step, have: set[int], *, first: bool) -> set[int]:
    """Return the gauges the train can be on during a step, of those it can be on before it."""
    wanted = set(costs.gauges_mm) & set(step.segment.gauges_mm)
    if first or not network.stations[step.start].changes_gauge:
        return wanted & have
    return {new for new in wanted if any(new == old or costs.gauge_s(step.start, old, new) is not None for old in have)}


def _write_gauges(gauges_mm: Iterable[int]) -> str:
    return "/".join(str(gauge_mm) for gauge_mm in gauges_mm) or "no"


def _name_nearest(network: Network, wanted: StationCode, start: StationCode | None) -> str:
    """Return a hint that names the station nearest to `wanted`: any with track, or any that `start` reaches."""
    codes = list_joined(network, start) if start else {c for c in network.stations if network.ways_from(c)}
    place = network.stations[wanted].coordinate
    near = sorted((geodesic_m(place, network.stations[code].coordinate), code) for code in codes - {wanted})
    if not near:
        return "add the missing track to segments.csv"
    distance_m, code = near[0]
    name = network.name(code)
    return f"the nearest station with track is {name}, {distance_m / 1000:.0f} km away; add track or ask for {name}"


def list_joined(network: Network, start: StationCode) -> set[StationCode]:
    """Return the stations that any track joins to one, and itself; what a train may run on is not asked."""
    reached, waiting = {start}, [start]
    while waiting:
        for way in network.ways_from(waiting.pop()):
            if way.end not in reached:
                reached.add(way.end)
                waiting.append(way.end)
    return reached


def _describe_conditions(network: Network, conditions: Conditions) -> list[str]:
    words = [f"via {network.name(code)}" for code in conditions.via]
    words += [f"avoiding {name_country(country)}" for country in sorted(conditions.avoid)]
    return [*words, "the gauges of the train", f"{conditions.turns} turns only"]
