"""The ground of a flat picture: sea, land, rivers, borders and the degree net, each as one path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from routes.basemap.reader import (
    Box,
    clip_coast,
    clip_land,
    clip_lines,
    list_points,
    list_rings,
    open_basemap,
    thin_lines,
)
from routes.geo import DEGREE_M, SPHERE_M
from routes.maps.background import VIEWS
from routes.maps.flat.frame import Frame, find_region
from routes.maps.flat.svg import Spot, element, group, layer, path_data, text
from routes.maps.layers import GROUND_STYLES
from routes.maps.look import AS_IS, Look

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    from routes.basemap.tiles import Layer

WIDE_DEG = 100.0
"""Beyond this span the coarse world shows all that can be seen."""
RIVERS_M = 4_000
"""Rivers are drawn where a unit of the picture is no more than this."""
LEAST_RING = 5
"""An islet is drawn from so many times the detail across."""
WHOLE = 1.0
"""A line without smaller bends than this is drawn in whole units."""
SMALL_M = 4_000
"""From so many metres to a unit on, a small picture shows the coarse world."""
NET_DEG = (1, 2, 5, 10, 20, 30)


def draw_ground(frame: Frame, look: Look = AS_IS, *, detail: float = 0.35, is_small: bool = False) -> list[str]:
    """Return the layers of the ground, with borders as the look has them; no bend smaller than `detail` units is kept.

    A small picture has no rivers and no net of degrees, and the coarse world from a nearer scale on.
    """
    layers, region = open_basemap(), find_region(frame)
    is_wide = min(region.east - region.west, region.north - region.south) > WIDE_DEG
    coarse = "overview_" if is_wide or (is_small and frame.metres > SMALL_M) else ""
    clip = "url(#map-frame)"
    drawn = [
        layer("Sea", [_sea(frame, region)], clip=clip),
        layer("Land", [_land(frame, layers, region, coarse, detail)], clip=clip),
    ]
    if not is_small and not coarse and frame.metres <= RIVERS_M:
        rivers = clip_lines(layers, region, layer="rivers", most=6)
        drawn.append(layer("Rivers", [_stroke(frame, "river", list_points(rivers.shapes), detail)], clip=clip))
    borders = clip_lines(layers, region, layer=f"{coarse}borders")
    paths = [
        _stroke(frame, name, list_points(borders.shapes[np.isin(borders.kinds, kinds)]), detail)
        for name, kinds in zip(("border", "disputed"), VIEWS[look.worldview], strict=True)
    ]
    net = [layer("Degree net", [_net(frame, region)], clip=clip)] if not is_small else []
    return [*drawn, layer("Country borders", paths, clip=clip), *net]


def _sea(frame: Frame, region: Box) -> str:
    """Return the sea: all of the panel, or what a picture of the world shows of the globe."""
    panel = frame.panel
    if frame.view.is_world:
        edge = [(region.west, -90), (region.west, 90), (region.east, 90), (region.east, -90), (region.west, -90)]
        return element(
            "path", {"fill": GROUND_STYLES["sea"], "d": path_data(map(_spots, _place(frame, [np.array(edge, float)])))}
        )
    box = {"x": panel.left, "y": panel.top, "width": panel.width, "height": panel.height}
    return element("rect", {**box, "fill": GROUND_STYLES["sea"]})


def _land(frame: Frame, layers: dict[str, Layer], region: Box, coarse: str, detail: float) -> str:
    """Return the land, filled in one path without a stroke because tiles cut it, and the coast."""
    name = f"{coarse}land"
    step = detail * frame.metres / DEGREE_M
    rings = list_rings(clip_land(layers, region, layer=name))
    placed = _place(frame, thin_lines(_seen(frame, rings, detail), step))
    kept = [_spots(ring) for ring in placed if len(ring) > 3]
    data = path_data(kept, closed=True, is_whole=detail >= WHOLE)
    fill = element("path", {"id": "land-fill", "fill": GROUND_STYLES["land"], "d": data})
    return fill + _stroke(frame, "shore", clip_coast(layers, region, layer=name), detail)


def _seen(frame: Frame, lines: Iterable[NDArray[float64]], detail: float) -> list[NDArray[float64]]:
    """Return the lines that meet the panel, without rings too small to be seen: islets and ponds."""
    listed = [line for line in lines if len(line) > 1]
    if not listed:
        return []
    starts = np.concatenate([np.zeros(1, int), np.cumsum([len(line) for line in listed[:-1]], dtype=int)])
    spots, panel = frame.place(np.concatenate(listed)), frame.panel
    low, high = np.minimum.reduceat(spots, starts), np.maximum.reduceat(spots, starts)
    meets = ((low <= (panel.right, panel.bottom)) & (high >= (panel.left, panel.top))).all(axis=1)
    is_large = (high - low).max(axis=1) > LEAST_RING * detail
    is_open = np.array([bool((line[0] != line[-1]).any()) for line in listed])
    return [listed[index] for index in np.flatnonzero(meets & (is_large | is_open)).tolist()]


def _stroke(frame: Frame, name: str, lines: Iterable[NDArray[float64]], detail: float) -> str:
    step = detail * frame.metres / DEGREE_M / 2
    placed = thin_lines(_place(frame, thin_lines(_seen(frame, lines, detail), step)), detail)
    style = {"fill": "none", **GROUND_STYLES["strokes"][name]}
    data = path_data(map(_spots, placed), is_whole=detail >= WHOLE)
    return element("path", {"id": name, **style, "d": data}) if data else ""


def _place(frame: Frame, lines: Sequence[NDArray[float64]]) -> list[NDArray[float64]]:
    """Return where lines lie in the picture, all of them placed at once."""
    if not lines:
        return []
    dense = [_densify(line, frame) for line in lines]
    return np.split(frame.place(np.concatenate(dense)), np.cumsum([len(line) for line in dense[:-1]]))


def _spots(placed: NDArray[float64]) -> list[Spot]:
    return [(x, y) for x, y in placed.tolist()]


def _densify(lonlat: NDArray[float64], frame: Frame) -> NDArray[float64]:
    """Return a line with points put in so that no arc is drawn straight by more than a seventh of a unit."""
    most = float(np.clip(2 * np.degrees(np.sqrt(0.3 * frame.metres / SPHERE_M)), 0.1, 5.0))
    steps = np.abs(np.diff(lonlat, axis=0)).max(axis=1)
    counts = np.maximum(1, np.ceil(steps / most)).astype(int)
    if (counts == 1).all():
        return lonlat
    at = np.concatenate([[0.0], np.cumsum(np.repeat(1 / counts, counts))])
    index = np.arange(len(lonlat))
    return np.column_stack([np.interp(at, index, lonlat[:, axis]) for axis in (0, 1)])


def _net(frame: Frame, region: Box) -> str:
    """Return meridians and parallels at whole degrees, some four to eight of them, named along the edges."""
    tall, wide = region.north - region.south, region.east - region.west
    step = next((s for s in NET_DEG if tall / s <= 7), NET_DEG[-1])
    across = next((s for s in NET_DEG if wide / s <= 12), NET_DEG[-1])
    top = 90 - step if region.north == 90 else region.north
    bottom = -90 + step if region.south == -90 else region.south
    lons = np.arange(np.ceil(region.west / across) * across, region.east + 1e-9, across)
    lats = np.arange(np.ceil(region.south / step) * step, region.north + 1e-9, step)
    meridians = [np.array([(lon, bottom), (lon, top)], float) for lon in lons]
    parallels = [np.array([(region.west, lat), (region.east, lat)], float) for lat in lats if abs(lat) < 90]
    lines = _stroke(frame, "net", [*meridians, *parallels], 0.3)
    labels = [_net_label(frame, line, f"{_degree(lon)}", 1) for line, lon in zip(meridians, lons.tolist(), strict=True)]
    labels += [
        _net_label(frame, line, f"{abs(line[0, 1]):.0f}°{'N' if line[0, 1] >= 0 else 'S'}", 0) for line in parallels
    ]
    return lines + group("net-labels", labels)


def _degree(lon: float) -> str:
    wrapped = (lon + 180) % 360 - 180
    return f"{abs(wrapped):.0f}°{'' if wrapped in (0, -180) else 'E' if wrapped > 0 else 'W'}"


def _net_label(frame: Frame, line: NDArray[float64], words: str, axis: int) -> str:
    """Return the name of a line where it meets the upper edge (axis 1) or the right one (axis 0), or ""."""
    panel = frame.panel
    spots = frame.place(_densify(line, frame))
    edge = panel.top + 12 if axis == 1 else panel.right - 5
    beyond = np.flatnonzero(np.diff(np.sign(spots[:, axis] - edge)) != 0)
    for index in beyond.tolist():
        x, y = spots[index]
        if axis == 1 and panel.left + 30 < x < panel.right - 60:
            return text((x + 3, edge), words, GROUND_STYLES["net_label"])
        if axis == 0 and panel.top + 30 < y < panel.bottom - 14:
            return text((edge, y - 3), words, {**GROUND_STYLES["net_label"], "text-anchor": "end"})
    return ""
