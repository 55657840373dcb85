"""The country of each node: the time zone of its position, and the country that tzdata gives that zone."""

from __future__ import annotations

import numpy as np

from routes.gazetteer.zones import country_of_zone, find_zones
from routes.rail.assemble import UNKNOWN, freeze_graph
from routes.rail.graph import E7, RailGraph


def name_countries(graph: RailGraph) -> RailGraph:
    """Return the graph with the country of each node; "" for one in no country's zone, as at sea.

    Near a border a node may fall on the wrong side by the error of the zones' outlines and of its own position,
    some 100 m each.
    """
    zones = find_zones((graph.lat_e7 / E7).tolist(), (graph.lon_e7 / E7).tolist())
    codes = {zone: country_of_zone(zone) for zone in set(zones)}
    countries = (*UNKNOWN, *sorted({*codes.values()} - {*UNKNOWN}))
    numbers = {zone: countries.index(code) for zone, code in codes.items()}
    country = np.fromiter(map(numbers.__getitem__, zones), np.int16, len(zones))
    return freeze_graph(graph._replace(country=country, countries=countries))
