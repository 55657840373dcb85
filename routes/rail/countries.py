"""The country of each node: the time zone of its position, and the country that tzdata gives that zone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import tzdata

from routes.rail.assemble import UNKNOWN, freeze_graph
from routes.rail.graph import E7, RailGraph


@cache
def read_countries() -> dict[str, str]:
    """Return the ISO code of the country of each zone in tzdata's zone.tab, which lists each zone once."""
    path = Path(tzdata.__file__).parent / "zoneinfo" / "zone.tab"
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {row[2].strip(): row[0] for row in rows if len(row) > 2}


def name_countries(graph: RailGraph) -> RailGraph:
    """Return the graph with the country of each node; "" for one in no country's zone, as at sea.

    Near a border a node may fall on the wrong side by the error of the zones' outlines and of its own position,
    some 100 m each.
    """
    from tzfpy import get_tz  # 5 MB of outlines, decompressed when first asked

    by_zone = read_countries()
    lons, lats = (graph.lon_e7 / E7).tolist(), (graph.lat_e7 / E7).tolist()
    codes = [by_zone.get(get_tz(lon, lat), "") for lon, lat in zip(lons, lats, strict=True)]
    countries = (*UNKNOWN, *sorted(set(codes) - {*UNKNOWN}))
    index = {code: number for number, code in enumerate(countries)}
    country = np.fromiter((index[code] for code in codes), np.int16, len(codes))
    return freeze_graph(graph._replace(country=country, countries=countries))
