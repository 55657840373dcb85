"""The axes of a chart of time and distance: the clocks of both ends and UTC across, the stations down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from routes.clock import stamp, to_local
from routes.maps.flat.frame import Panel
from routes.maps.flat.letters import shorten
from routes.maps.flat.svg import Spot, clean, element, path_data, text
from routes.sentences import station_name
from routes.stamps import format_zone, read_local

Document = Mapping[str, Any]
INK, SOFT, RULE = "#1a1a1a", "#555555", "#c9c6be"
STEPS_H = (1, 2, 3, 6, 12, 24, 48, 96, 168, 336)
QUARTER = timedelta(minutes=15)
TICK_ROOM, TALL_NAME = 61.0, 13.5


class Grid(NamedTuple):
    """Where instants and metres lie in the panel of a chart."""

    panel: Panel
    first: datetime
    last: datetime
    length_m: int

    def x(self, instant: datetime) -> float:
        """Return how far across an instant lies."""
        return self.panel.left + self.panel.width * ((instant - self.first) / (self.last - self.first))

    def y(self, at_m: float) -> float:
        """Return how far down a place lies."""
        return self.panel.top + 10 + (self.panel.height - 20) * at_m / max(1, self.length_m)

    def spot(self, when: Document, at_m: float) -> Spot:
        """Return where a stamp at a place lies."""
        return self.x(read_utc(when)), self.y(at_m)


def read_utc(when: Document) -> datetime:
    """Return the instant of a stamp."""
    return datetime.fromisoformat(when["utc"])


def draw_clock(grid: Grid, zone: str, *, name: str, above: bool, row: int = 0) -> Iterator[str]:
    """Yield the ticks of a clock above or below the panel, with its offset; a change of offset is written out."""
    ticks = _list_ticks(grid, zone)
    y = grid.panel.top - 7 - 15 * row if above else grid.panel.bottom + 15 + 15 * row
    if ticks:
        zones = dict.fromkeys(format_zone(tick) for tick in ticks)
        head = clean(f"{name}, {' / '.join(zones)}".replace("UTC, UTC", "UTC").removesuffix("+0"))
        style = {"font-size": 11, "font-weight": 600, "fill": INK, "text-anchor": "end"}
        yield text((grid.panel.left - 10, y), head, style)
    for tick in ticks:
        local, x = read_local(tick), grid.x(read_utc(tick))
        is_day = (local.hour, local.minute) == (0, 0)
        words = f"{local:%a} {local.day} {local:%b}" if is_day else f"{local:%H:%M}"
        values = {"font-size": 10.5, "text-anchor": "middle", "fill": INK if is_day else SOFT}
        if grid.panel.left + 12 < x < grid.panel.right - (26 if is_day else 12):
            yield text((x, y), words, values | {"font-weight": 700 if is_day else None})


def draw_hours(grid: Grid, zone: str) -> Iterator[str]:
    """Yield the lines of the hours of a clock down the panel, and its midnights, which are stronger."""
    ticks = _list_ticks(grid, zone)
    for is_day, style in ((False, {"stroke": RULE, "stroke-width": 0.6}), (True, {"stroke": "#8f8b80"})):
        xs = [grid.x(read_utc(tick)) for tick in ticks if (read_local(tick).hour == 0) == is_day]
        if xs:
            lines = [((x, grid.panel.top), (x, grid.panel.bottom)) for x in xs]
            yield element("path", {"id": "midnights" if is_day else "hours", **style, "d": path_data(lines)})


def _list_ticks(grid: Grid, zone: str) -> list[Document]:
    """Return the whole hours of a clock that are shown, each with some room, midnights among them."""
    hours = (grid.last - grid.first) / timedelta(hours=1)
    step = next((s for s in STEPS_H if hours / s <= grid.panel.width / TICK_ROOM), STEPS_H[-1])
    quarter = timedelta(minutes=grid.first.minute % 15, seconds=grid.first.second, microseconds=grid.first.microsecond)
    count = int((grid.last - grid.first) / QUARTER) + 2
    quarters = (grid.first - quarter + QUARTER * n for n in range(count))
    return [stamp(at, zone) for at in quarters if grid.first <= at <= grid.last and _is_whole(to_local(at, zone), step)]


def _is_whole(local: datetime, step: int) -> bool:
    if local.minute or local.second:
        return False
    return (local.toordinal() * 24 + local.hour) % step == 0


def draw_stations(document: Document, places: Sequence[tuple[str, int, int]], grid: Grid) -> Iterator[str]:
    """Yield the names of stations with their kilometres and a line across, the weightiest where they are too close.

    `places` are code, metres from the start, and rank: 0 for the ends, 1 for stops, 2 for what is passed.
    """
    taken, names, lengths = list[float](), list[str](), list[str]()
    yield from _draw_rules(grid, places)
    for code, at_m, rank in sorted(places, key=lambda place: place[2]):
        y = grid.y(at_m)
        if any(abs(y - other) < TALL_NAME for other in taken):
            continue
        taken.append(y)
        size, is_bold = 12 if rank < 2 else 10.5, rank < 2
        values = {"font-size": size, "text-anchor": "end", "font-weight": (700, 600, None)[rank]}
        left = grid.panel.left - 46
        name = shorten(clean(station_name(document, code)), size, left - 8, bold=is_bold)
        names.append(text((left, y + 4), name, values | {"fill": INK if is_bold else SOFT}))
        km = f"{round(at_m / 1000):,}{'' if at_m else ' km'}"
        end = {"font-size": 10.5, "text-anchor": "end", "fill": SOFT}
        lengths.append(text((grid.panel.left - 10, y + 4), km, end))
    yield from (*names, *lengths)


def _draw_rules(grid: Grid, places: Sequence[tuple[str, int, int]]) -> Iterator[str]:
    """Yield the lines across of the ends and stops, and those of what is passed, which are weaker."""
    for is_passed, width in ((False, 0.9), (True, 0.5)):
        ys = dict.fromkeys(grid.y(at_m) for _, at_m, rank in places if (rank == 2) == is_passed)
        if ys:
            lines = [((grid.panel.left, y), (grid.panel.right, y)) for y in ys]
            style = {"id": "passed" if is_passed else "stops", "stroke": RULE, "stroke-width": width}
            yield element("path", {**style, "d": path_data(lines)})
