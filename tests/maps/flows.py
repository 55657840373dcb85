"""Flows for the tests of their page."""

from __future__ import annotations

from random import Random

from routes.geo import Coordinate
from routes.scenarios.flows import Flow, Flows


def few_flows(name: str = "many.csv", place: str = "Here") -> Flows:
    """Return three flows, one of them over the Pacific."""
    places = ((place, Coordinate(35.0, 140.0)), ("There", Coordinate(34.0, -118.0)), ("Far", Coordinate(-33.0, 151.0)))
    flows = (Flow(2, 0, 1.0, None, None), Flow(1, 0, 2.0, 1_234_000, 3_600), Flow(0, 1, 10.0, None, None))
    return Flows(name, places, flows, 15, 1, 1)


def many_flows(count: int = 10_000) -> Flows:
    """Return flows between 400 places scattered over the land of the north."""
    chance = Random(1)
    places = tuple((f"P{n}", Coordinate(chance.uniform(0, 65), chance.uniform(-120, 140))) for n in range(400))
    pairs = sorted({(chance.randrange(400), chance.randrange(400)) for _ in range(count)})
    flows = sorted(Flow(a, b, float(int(chance.paretovariate(1.1))), None, None) for a, b in pairs if a != b)
    return Flows("many.csv", places, tuple(sorted(flows, key=lambda flow: flow.volume)), count, 0, 0)
