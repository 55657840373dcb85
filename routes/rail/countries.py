"""The country of each node: the time zone of its position, and the country that tzdata gives that zone."""

from __future__ import annotations

import numpy as np

from routes.gazetteer.zones import country_of_zone, find_zone
from routes.geo import Coordinate
from routes.rail.assemble import UNKNOWN, freeze_graph
from routes.rail.graph import E7, RailGraph


def name_countries(graph: RailGraph) -> RailGraph:
    """Return the graph with the country of each node; "" for one in no country's zone, as at sea.

    Near a border a node may fall on the wrong side by the error of the zones' outlines and of its own position,
    some 100 m each.
    """
    lats, lons = (graph.lat_e7 / E7).tolist(), (graph.lon_e7 / E7).tolist()
    codes = [country_of_zone(find_zone(Coordinate(lat, lon))) for lat, lon in zip(lats, lons, strict=True)]
    countries = (*UNKNOWN, *sorted(set(codes) - {*UNKNOWN}))
    index = {code: number for number, code in enumerate(countries)}
    country = np.fromiter((index[code] for code in codes), np.int16, len(codes))
    return freeze_graph(graph._replace(country=country, countries=countries))
