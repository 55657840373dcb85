from __future__ import annotations

from routes.gazetteer.nearby import find_near
from routes.gazetteer.station import Gazetteer
from routes.geo import Coordinate

BORDER_BRIDGE = Coordinate(42.4180, 130.6400)


def test_nearest_places_come_first_with_metres(gazetteer: Gazetteer) -> None:
    found = find_near(gazetteer, BORDER_BRIDGE, count=3)
    assert [near.station.code for near in found] == ["khasan", "tumangang", "hongui"]
    assert 1_000 < found[0].distance_m < 2_000
    assert [n.distance_m for n in found] == sorted(n.distance_m for n in found)


def test_kinds_narrow_the_choice(gazetteer: Gazetteer) -> None:
    assert [n.station.code for n in find_near(gazetteer, BORDER_BRIDGE, count=1, kinds=["airport"])] == ["ynj"]


def test_no_more_than_there_are(gazetteer: Gazetteer) -> None:
    assert len(find_near(gazetteer, BORDER_BRIDGE, count=10_000)) == len(gazetteer.stations)
    assert find_near(gazetteer, BORDER_BRIDGE, count=0) == ()
