"""Canals and straits on the ways of ships: which the generalised land of the map closes, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import shapely

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from shapely import LineString
    from shapely.geometry.base import BaseGeometry


class Passage(NamedTuple):
    """A waterway that the map may close: its name, its line from water to water, and how far its land stops no ship.

    `axis` has longitudes and latitudes, `margin` is in degrees. `country` is whose own water it is, closed to whoever
    keeps out of that country; "" where transit is free. `shores` are the countries beside a strait that stays open.
    `is_lane` says whether the lanes of the oceans go through it.
    """

    name: str
    axis: tuple[tuple[float, float], ...]
    margin: float
    country: str = ""
    shores: tuple[str, ...] = ()
    is_lane: bool = True


class Strait(NamedTuple):
    """A strait that the map has as water: its name, a line from shore to shore, and the countries on them."""

    name: str
    lon: float
    lat: float
    end_lon: float
    end_lat: float
    shores: tuple[str, ...]


class Passed(NamedTuple):
    """A passage or strait on a way, `country` and `shores` as of a passage."""

    name: str
    country: str
    shores: tuple[str, ...]


# Lines by general knowledge, read off the map; margins of some kilometres: each is narrower than the map is exact.
# A canal is its country's: Suez by the Egyptian law 285 of 1956 (the Convention of Constantinople, 1888, opens it to
# all flags), Panama by the treaties of 1977, Kiel a German federal waterway, Corinth dug through Greece. The Kanmon
# Strait is internal water by article 1 of Japan's order on the territorial sea (1977), as part of the Seto Inland Sea.
# Through the Turkish straits merchant ships pass freely by article 2 of the Montreux Convention (1936).
PASSAGES = (
    Passage(
        "the Suez Canal", ((32.32, 31.3), (32.31, 30.85), (32.31, 30.58), (32.4, 30.3), (32.56, 29.87)), 0.25, "EG"
    ),
    Passage("the Panama Canal", ((-79.92, 9.42), (-79.88, 9.22), (-79.68, 9.1), (-79.55, 8.92)), 0.2, "PA"),
    Passage("the Bosporus", ((29.0, 40.98), (29.06, 41.1), (29.13, 41.25)), 0.1, shores=("TR",)),
    Passage("the Dardanelles", ((26.15, 40.0), (26.38, 40.14), (26.4, 40.22), (26.75, 40.43)), 0.1, shores=("TR",)),
    Passage(
        "the Kiel Canal",
        ((9.1, 53.88), (9.18, 53.95), (9.35, 54.12), (9.66, 54.32), (9.95, 54.36), (10.16, 54.37), (10.25, 54.45)),
        0.1,
        "DE",
        is_lane=False,
    ),
    Passage("the Corinth Canal", ((22.93, 37.97), (22.985, 37.935), (23.04, 37.9)), 0.08, "GR"),
    Passage(
        "the Kanmon Strait",
        ((130.7, 34.05), (130.84, 33.98), (130.9, 33.93), (130.96, 33.96), (131.05, 33.98), (131.3, 33.9)),
        0.1,
        "JP",
    ),
)
# Free to transit by articles 37 and 38 of the UN Convention on the Law of the Sea, or by treaties that its
# article 35 (c) leaves alone: the Danish straits (Copenhagen, 1857) and Magellan (article V of 1881). The Strait
# of Kerch, whose standing is disputed, stays open too. Ends read off the map, a little inland.
STRAITS = (
    Strait("the Strait of Malacca", 101.0, 1.9, 102.0, 2.6, ("ID", "MY")),
    Strait("the Singapore Strait", 103.85, 1.4, 103.95, 0.9, ("ID", "MY", "SG")),
    Strait("the Sunda Strait", 105.7, -6.05, 106.1, -5.85, ("ID",)),
    Strait("the Lombok Strait", 115.45, -8.5, 116.1, -8.5, ("ID",)),
    Strait("the Strait of Hormuz", 56.3, 26.1, 56.3, 27.1, ("IR", "OM")),
    Strait("the Bab el-Mandeb", 43.15, 12.5, 43.55, 12.85, ("DJ", "ER", "YE")),
    Strait("the Strait of Gibraltar", -5.6, 36.1, -5.6, 35.75, ("ES", "MA")),
    Strait("the Strait of Messina", 15.5, 38.1, 15.8, 38.1, ("IT",)),
    Strait("the Strait of Kerch", 36.5, 45.25, 36.9, 45.25, ("RU", "UA")),
    Strait("the Strait of Dover", 1.3, 51.15, 1.8, 50.85, ("FR", "GB")),
    Strait("the Great Belt", 10.75, 55.35, 11.2, 55.35, ("DK",)),
    Strait("the Öresund", 12.55, 56.05, 12.75, 56.02, ("DK", "SE")),
    Strait("the Korea Strait", 128.9, 35.2, 130.0, 33.4, ("JP", "KR")),
    Strait("the Tsugaru Strait", 140.3, 41.15, 140.3, 41.6, ("JP",)),
    Strait("the La Pérouse Strait", 141.95, 45.4, 142.1, 46.0, ("JP", "RU")),
    Strait("the Taiwan Strait", 119.0, 25.4, 121.0, 24.7, ("CN", "TW")),
    Strait("the Bering Strait", -168.0, 65.65, -170.0, 66.1, ("RU", "US")),
    Strait("the Torres Strait", 142.5, -10.9, 142.5, -9.2, ("AU", "PG")),
    Strait("the Strait of Magellan", -70.9, -53.9, -71.1, -54.15, ("CL",)),
)


def list_open(closed: Collection[str] = ()) -> tuple[Passage, ...]:
    """Return the passages that are open to a ship that keeps out of some countries' own waters."""
    return tuple(passage for passage in PASSAGES if not passage.country or passage.country not in closed)


def build_openings(passages: Sequence[Passage]) -> BaseGeometry:
    """Return the area round passages in which the map's land stops no ship."""
    return shapely.union_all([shapely.LineString(passage.axis).buffer(passage.margin) for passage in passages])


def list_closing(countries: Collection[str]) -> tuple[Passage, ...]:
    """Return the passages that are closed to whoever keeps out of these countries."""
    return tuple(passage for passage in PASSAGES if passage.country in countries)


def leave_out(line: BaseGeometry, openings: BaseGeometry | None = None) -> BaseGeometry:
    """Return a line of longitudes -180 to 180 without what of it lies in openings, by default those of all."""
    openings = ALL_OPENINGS if openings is None else openings
    return shapely.difference(line, openings) if shapely.intersects(line, openings) else line


def list_passed(lines: Sequence[LineString]) -> list[Passed]:
    """Return the passages and straits that lines of longitudes -180 to 180 go through, as they are met."""
    found = [(at, passed) for shape, passed in _SHAPES if (at := _meet(lines, shape)) is not None]
    return [passed for _, passed in sorted(found)]


def _meet(lines: Sequence[LineString], shape: BaseGeometry) -> tuple[int, float] | None:
    """Return where the first line to touch a shape does so: its index, and how far along it; None for none."""
    for index, line in enumerate(lines):
        part = shapely.intersection(line, shape)
        if not part.is_empty:
            first = shapely.get_coordinates(part)
            return index, min(float(shapely.line_locate_point(line, shapely.Point(point))) for point in first)
    return None


def _gate(passage: Passage) -> BaseGeometry:
    """Return a line across a passage, half of it on either side, that only who goes through it meets."""
    line = shapely.LineString(passage.axis)
    (x1, y1), (x2, y2) = (line.interpolate(share, normalized=True).coords[0] for share in (0.45, 0.55))
    scale = 1.1 * passage.margin / shapely.Point(x1, y1).distance(shapely.Point(x2, y2))
    across = (y1 - y2) * scale, (x2 - x1) * scale
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    return shapely.LineString([(x - across[0], y - across[1]), (x + across[0], y + across[1])])


_SHAPES = (
    *((_gate(passage), Passed(passage.name, passage.country, passage.shores)) for passage in PASSAGES),
    *((shapely.LineString([(s.lon, s.lat), (s.end_lon, s.end_lat)]), Passed(s.name, "", s.shores)) for s in STRAITS),
)
ALL_OPENINGS = build_openings(PASSAGES)
