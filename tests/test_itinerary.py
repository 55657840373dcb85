"""Legs and works joined end to end, and the events between them."""

from __future__ import annotations

from itertools import pairwise

from routes.itinerary import Itinerary, list_events
from tests.build import build_journey

TEXT = """
a Asia/Pyongyang KP
run 1h 10
b Asia/Pyongyang KP
stop 10m
hold 5m
run 2h 20
c Asia/Pyongyang KP
run 1h 30
d Asia/Vladivostok RU
"""


def draw_events(itinerary: Itinerary) -> str:
    return ", ".join(f"{e.station} {e.event} {e.boundary}" for e in list_events(itinerary))


def test_stop_has_arrival_and_departure_and_a_station_without_works_is_passed() -> None:
    assert draw_events(build_journey(TEXT)[0]) == "a dep 0, b arr 1, b dep 3, c pass 4, d arr 5"


def test_track_adds_up_along_the_events() -> None:
    itinerary, _ = build_journey(TEXT)
    events = list_events(itinerary)
    assert [e.at_m for e in events] == [0, 10_000, 10_000, 30_000, 60_000]
    assert events[-1].at_m == itinerary.length_m == sum(leg.length_m for leg in itinerary.legs)
    assert all(a.boundary < b.boundary for a, b in pairwise(events))


def test_single_leg_has_two_events() -> None:
    itinerary, _ = build_journey("a Asia/Tokyo JP\nrun 0m 0\nb Asia/Tokyo JP")
    assert draw_events(itinerary) == "a dep 0, b arr 1"


def test_station_passed_twice_has_its_events_twice() -> None:
    text = "a UTC\nrun 1h\nb UTC\nrun 1h\nc UTC\nreversal 20m\nrun 1h\nb UTC\nrun 1h\nd UTC"
    itinerary, _ = build_journey(text)
    assert draw_events(itinerary) == "a dep 0, b pass 1, c arr 2, c dep 3, b pass 4, d arr 5"


def test_works_at_the_end_belong_to_the_arrival() -> None:
    itinerary, _ = build_journey("a UTC\nrun 1h\nb UTC\nborder 10m")
    assert draw_events(itinerary) == "a dep 0, b arr 1"


def test_circuity_is_track_over_geodesic_and_none_where_there_is_none() -> None:
    itinerary, _ = build_journey(TEXT)
    assert itinerary.circuity == 60_000 / 50_000
    assert itinerary._replace(geodesic_m=0).circuity is None


def test_basis_is_the_weakest_of_the_legs() -> None:
    itinerary, _ = build_journey(TEXT)
    first, *rest = itinerary.legs
    assert itinerary.basis == "official"
    assert itinerary._replace(items=(first._replace(basis="estimated"), *rest)).basis == "estimated"
    assert itinerary._replace(items=(first._replace(basis="routed"), *rest)).basis == "routed"


def test_all_shares_of_a_sourced_whole_are_official_and_some_are_not() -> None:
    itinerary, _ = build_journey("a UTC\nrun 1h 10\nb UTC\nrun 1h 20\nc UTC")
    shares = tuple(leg._replace(basis="estimated", whole="a-c 30 km", whole_m=30_000) for leg in itinerary.legs)
    assert itinerary._replace(items=shares).basis == "official"
    assert itinerary._replace(items=shares[:1]).basis == "estimated"


def test_error_adds_as_if_all_sources_erred_the_same_way() -> None:
    itinerary, _ = build_journey("a UTC\nrun 1h 10\nb UTC\nrun 1h 20\nc UTC")
    assert itinerary._replace(items=tuple(leg._replace(error_m=500) for leg in itinerary.legs)).error_m == 1_000
