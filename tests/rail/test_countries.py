"""Each node has the country that tzdata gives the zone of its position."""

from __future__ import annotations

import pytest

from routes.rail.countries import name_countries
from tests.rail.lines import Point, draw_network

# Both sides of each rail border of the authored corridors, at the stations, from data/stations.csv.
BORDERS: list[tuple[Point, str]] = [
    ((42.4299, 130.6447), "RU"),
    ((42.4142, 130.6167), "KP"),
    ((40.1003, 124.3972), "KP"),
    ((40.1206, 124.3896), "CN"),
    ((49.6372, 117.3259), "RU"),
    ((49.5859, 117.4292), "CN"),
    ((50.3891, 106.0999), "RU"),
    ((50.2364, 106.2064), "MN"),
    ((52.5251, 13.3694), "DE"),
    ((48.8768, 2.3590), "FR"),
    ((21.0244, 105.8412), "VN"),  # Hanoi, which tzfpy has under Asia/Bangkok
    ((17.8760, 102.7240), "TH"),
]


@pytest.mark.parametrize(("point", "country"), BORDERS)
def test_country_of_a_position(point: Point, country: str) -> None:
    graph = name_countries(draw_network([point], {}))
    assert graph.countries == ("", country)
    assert graph.country.tolist() == [1]


def test_open_sea_has_no_country() -> None:
    assert name_countries(draw_network([(0.0, -30.0)], {})).country.tolist() == [0]
