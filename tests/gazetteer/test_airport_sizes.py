"""The sizes of airports: how they are packed, and that the packed ones name airports that there are."""

from __future__ import annotations

import pytest

from routes.gazetteer.airport_sizes import CLOSED, LARGE, PACKED, SERVED, find_size
from routes.gazetteer.airports import list_airports
from routes.gazetteer.build_airport_sizes import read_sizes


@pytest.mark.parametrize(
    ("iata", "size"),
    [("LHR", LARGE), ("LCY", SERVED), ("BER", LARGE), ("TXL", CLOSED), ("ISL", ""), ("", "")],
)
def test_size(iata: str, size: str) -> None:
    assert find_size(iata) == size


def test_large_airports_are_airports_of_the_world() -> None:
    known = {airport.iata for airport in list_airports()}
    large, *_ = PACKED.read_text("ascii").splitlines()
    assert len(set(large.split()[1:]) - known) <= 5


def test_code_left_to_a_successor_is_open() -> None:
    rows = [
        {"iata_code": "AAA", "type": "closed", "scheduled_service": "no"},
        {"iata_code": "AAA", "type": "large_airport", "scheduled_service": "yes"},
        {"iata_code": "BBB", "type": "closed", "scheduled_service": "no"},
        {"iata_code": "CCC", "type": "heliport", "scheduled_service": "yes"},
        {"iata_code": "DDD", "type": "medium_airport", "scheduled_service": "yes"},
        {"iata_code": "", "type": "large_airport", "scheduled_service": "yes"},
    ]
    assert set(read_sizes(rows)) == {(LARGE, "AAA"), (CLOSED, "BBB"), (SERVED, "DDD")}
