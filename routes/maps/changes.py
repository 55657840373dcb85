"""Where on its line a journey crosses a border or comes to another clock, for the map and for the chart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from routes.basemap.crossing import find_crossing
from routes.basemap.reader import open_basemap
from routes.gazetteer.countries import name_country
from routes.gazetteer.zones import country_of_zone, find_zone, find_zones
from routes.geo import Coordinate, cut_line, sphere_m, wrap_coordinate
from routes.maps.lines import Line, Point, find_point, put_beside
from routes.sentences import station_name
from routes.units import format_duration

Document = Mapping[str, Any]
Told = tuple[str, str, str, Point]
AT_BORDER = "Marked where the drawn line meets the generalised border."
AT_ZONE = "Marked where the drawn line meets the edge of the zone, by tzfpy."
BETWEEN = "Marked midway between where the drawn line leaves the one country and comes to the other."
MIDWAY = "Marked midway: where between the two it is, the data do not say."
SHORT_M = 20_000
"""Of a shorter line the middle is as good as the edges of zones, whose table takes 0.1 s to load."""
HALVINGS = 10
"""How often a piece of a line is halved to find the edge of a zone: to a thousandth of the piece."""


class Change(NamedTuple):
    """A border or another clock: what is drawn and told of it, where, and so many metres along the journey."""

    kind: str
    label: str
    text: str
    point: Point
    at_m: float


class Move(NamedTuple):
    """What lies between two events at two places: the number of the leg, and the events."""

    leg: int
    start: Document
    end: Document


def list_changes(document: Document, lines: Sequence[Line]) -> Iterator[Change]:
    """Yield each border that is crossed and each change of clocks, at the border or the edge of a zone where known.

    Clocks that are put on or back for the season change at an instant and at no place: they are not among these.
    """
    for move in list_moves(document):
        leg, codes = document["itinerary"]["legs"][move.leg], (move.start["station"], move.end["station"])
        countries = [document["stations"][code]["country"] for code in codes]
        crosses = len(set(filter(None, countries))) == 2 if leg.get("calls") else leg["border"]
        shift_s = measure_shift(document, move)
        if not crosses and not shift_s:
            continue
        points, title = _cut(document, lines[move.leg], codes), " – ".join(station_name(document, c) for c in codes)
        if crosses:
            found = [_border(points, countries, format_clocks(shift_s), title)]
        else:
            edges = _find_edges(points, shift_s, _read_utc(move))
            told = f"The clocks change between {title}"
            found = [_clocks(told, edge, AT_ZONE) for edge in edges] or [
                _clocks(told, (find_middle(points), shift_s), MIDWAY)
            ]
        for kind, label, text, point in found:
            yield Change(kind, label, text, point, _find_metres(point, points, move))


def _zones(points: Sequence[Point]) -> list[str]:
    """Return the zone of each point, "" at sea."""
    zones = find_zones(*zip(*(wrap_coordinate(*point) for point in points), strict=True))
    return ["" if zone.startswith("Etc/") else zone for zone in zones]


def _border(points: Sequence[Point], countries: Sequence[str], clocks: str, title: str) -> Told:
    """Return the kind, label, text and place of a border, and of the clocks that change there."""
    found = find_crossing(open_basemap(), points)
    point, place = (found, AT_BORDER) if found else _find_gap(points, countries)
    label = ", ".join(part for part in (f"border {'/'.join(countries)}", clocks) if part)
    told = f"{' – '.join(map(name_country, countries))}, between {title}. {clocks.capitalize() or 'Same clock'}."
    return "border", label, f"{told} {place}", point


def _find_gap(points: Sequence[Point], countries: Sequence[str]) -> tuple[Point, str]:
    """Return the middle of what lies between two countries on a line, or of the whole line, and which it is."""
    if _measure(points)[-1] < SHORT_M:
        return find_middle(points), MIDWAY
    found = [country_of_zone(zone) for zone in _zones(points)]
    left = max((place for place, country in enumerate(found) if country == countries[0]), default=None)
    if left is None or countries[1] not in found[left:]:
        return find_middle(points), MIDWAY
    return find_middle(points[left : found.index(countries[1], left) + 1]), BETWEEN


def _clocks(told: str, edge: tuple[Point, int], place: str) -> Told:
    label = format_clocks(edge[1])
    return "clock", label, f"{told}: {label}. {place}", edge[0]


def _find_edges(points: Sequence[Point], shift_s: int, at: datetime | None) -> list[tuple[Point, int]]:
    """Return where a line comes to another clock, with by how much; [] where the zones of positions tell otherwise.

    Other clocks on the way from which it comes back, as along the edge of a zone, are passed over.
    """
    clocks = [(_offset_s(zone, at), place) for place, zone in enumerate(_zones(points)) if zone]
    runs = clocks[:1]
    for clock, place in clocks:
        known = next((number for number, (other, _) in enumerate(runs) if other == clock), None)
        runs = [*runs, (clock, place)] if known is None else runs[: known + 1]
    if sum(new - old for (old, _), (new, _) in pairwise(runs)) != shift_s:
        return []
    pieces = [((points[place - 1], points[place]), old, new) for (old, _), (new, place) in pairwise(runs)]
    return [(_halve(*piece, new, at), new - old) for piece, old, new in pieces]


def _halve(first: Point, last: Point, clock_s: int, at: datetime | None) -> Point:
    """Return the first point between two of a line, the second included, that has a clock."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        share = (low + high) / 2
        zone = find_zone(wrap_coordinate(*_between(first, last, share)))
        low, high = (low, share) if _offset_s(zone, at) == clock_s else (share, high)
    return _between(first, last, high)


def _find_metres(point: Point, points: Sequence[Point], move: Move) -> float:
    """Return the metres along the journey of a point of a move: its share of the drawn line is that of those told."""
    along = _measure(points)
    detours = [_near(a, point) + _near(point, b) - _near(a, b) for a, b in pairwise(points)]
    before = detours.index(min(detours))
    share = min(1.0, (along[before] + _near(points[before], point)) / (along[-1] or 1))
    return float(move.start["at_m"] + share * (move.end["at_m"] - move.start["at_m"]))


def _near(first: Point, second: Point) -> float:
    return sphere_m(Coordinate(*first), Coordinate(*second))


def _measure(points: Sequence[Point]) -> list[float]:
    """Return the metres from the first point to each."""
    return list(accumulate((_near(*pair) for pair in pairwise(points)), initial=0.0))


def find_middle(points: Sequence[Point]) -> Point:
    """Return the point half of the way along a line."""
    along = _measure(points)
    after = min(max(1, bisect_right(along, along[-1] / 2)), len(points) - 1)
    piece = along[after] - along[after - 1]
    return _between(points[after - 1], points[after], (along[-1] / 2 - along[after - 1]) / piece if piece else 0.0)


def _between(first: Point, last: Point, share: float) -> Point:
    return round(first[0] + share * (last[0] - first[0]), 5), round(first[1] + share * (last[1] - first[1]), 5)


def _cut(document: Document, line: Line, codes: Sequence[str]) -> Sequence[Point]:
    """Return the part of a leg's line between two places: all of it, but for a ride that calls on its way."""
    if tuple(codes) == (line.start, line.end):
        return line.points
    places = [put_beside(Coordinate(*find_point(document, code)), line.points[0]) for code in codes]
    return cut_line(line.points, *places) or places


def _read_utc(move: Move) -> datetime | None:
    """Return the instant at which clocks are compared: that of leaving; None without times."""
    stamp = move.start["time"] or move.start["early"]
    return datetime.fromisoformat(stamp["utc"]) if stamp else None


def _offset_s(zone: str, at: datetime | None) -> int:
    return int((at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()).total_seconds()) if at else 0


def list_moves(document: Document) -> Iterator[Move]:
    """Yield each movement from event to event, calls of a ride among them."""
    legs, events = document["itinerary"]["legs"], document["itinerary"]["events"]
    ends = [(a, b) for a, b in pairwise(events) if a["event"] != "arr"]
    for number, (leg, (start, end)) in enumerate(zip(legs, ends, strict=True)):
        calls = [start, *leg.get("calls", ()), end]
        yield from (Move(number, a, b) for a, b in pairwise(calls) if a["event"] != "arr")


def measure_shift(document: Document, move: Move) -> int:
    """Return by how many seconds the clock of one place is before that of the other as one leaves; 0 without times."""
    zones = (document["stations"][event["station"]]["zone"] for event in (move.start, move.end))
    start_s, end_s = (_offset_s(zone, _read_utc(move)) for zone in zones)
    return end_s - start_s


def format_clocks(change_s: int) -> str:
    """Return `clocks +1 h`, or "" where they do not change."""
    clocks = f"clocks {'+' if change_s > 0 else '−'}{format_duration(abs(change_s))}" if change_s else ""
    return clocks.removesuffix(" 00")
