from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routes.errors import DataError, UsageError
from routes.gazetteer import imported
from routes.gazetteer.folding import fold
from routes.gazetteer.imported import Source, find_begun, find_imported, find_near_imported, get_imported, write_source
from routes.gazetteer.stops import Stop
from routes.geo import Coordinate, geodesic_m

SOURCE = Source("feed", "feed.zip", "GTFS stops.txt", "feed.zip, as imported", 0, 0)


def stop(name: str, ref: str = "1", lat: float = 50.0, lon: float = 8.0, *names: tuple[str, str]) -> Stop:
    point = Coordinate(lat, lon)
    return Stop(ref, name, names, "DE", "", point, "Europe/Berlin", "station", (1435,), 300, "", "", "stops.txt:2")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "own" / imported.FILE_NAME


def codes(file: Path, text: str) -> list[str]:
    return [hit.station.code for hit in find_imported(file, fold(text))]


def test_station_is_found_by_each_of_its_names(file: Path) -> None:
    write_source(file, SOURCE, [stop("München Hbf", "8000261", 48.14, 11.56, ("ko", "뮌헨"), ("en", "Munich"))])
    for text in ("München Hbf", "munchen", "뮌헨", "MUNICH"):
        assert codes(file, text) == ["feed:8000261"]
    station = get_imported(file, "feed:8000261")
    assert station is not None
    assert (station.name, station.zone, station.gauges_mm) == ("München Hbf", "Europe/Berlin", (1435,))
    assert station.source == "feed.zip, as imported"


def test_import_again_replaces_that_source_alone(file: Path) -> None:
    write_source(file, SOURCE, [stop("Old", "1"), stop("Kept", "2")])
    write_source(file, SOURCE._replace(name="other"), [stop("Other", "1")])
    write_source(file, SOURCE, [stop("New", "1"), stop("Kept", "2")])
    assert codes(file, "Old") == []
    assert (codes(file, "New"), codes(file, "Kept"), codes(file, "Other")) == (["feed:1"], ["feed:2"], ["other:1"])
    assert [h.station.code for h in find_begun(file, "old", most=5)] == []
    assert [s.name for s in imported.list_sources(file)] == ["feed", "other"]
    imported.delete_source(file, "other")
    assert codes(file, "Other") == []


def test_interrupted_import_leaves_the_file_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_source(file, SOURCE, [stop("Kept")])

    def fail(db: sqlite3.Connection, source: Source, stops: list[Stop]) -> None:
        db.execute("INSERT INTO source VALUES (NULL, 'half', '', '', '', 0, 0)")
        raise KeyboardInterrupt

    monkeypatch.setattr(imported, "_insert", fail)
    with pytest.raises(KeyboardInterrupt):
        write_source(file, SOURCE, [stop("New")])
    assert codes(file, "Kept") == ["feed:1"]
    assert [s.name for s in imported.list_sources(file)] == ["feed"]


def test_keys_alike_get_codes_of_their_own_in_the_order_of_the_rows(file: Path) -> None:
    write_source(file, SOURCE, [stop("A", "x:1"), stop("B", "x.1"), stop("C", "!!!"), stop("D", "")])
    found = [codes(file, name)[0] for name in "ABCD"]
    assert found == ["feed:x_1", "feed:x_1_2", "feed:stop", "feed:stop_2"]


@pytest.mark.parametrize("name", imported.RESERVED)
def test_name_that_begins_other_codes_is_refused(file: Path, name: str) -> None:
    with pytest.raises(UsageError):
        write_source(file, SOURCE._replace(name=name), [stop("A")])


def test_damaged_and_strange_files_are_refused_with_what_to_do(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"this is no database, but long enough to be read as one" * 20)
    with pytest.raises(DataError) as caught:
        find_imported(file, "a")
    assert "remove it" in caught.value.hint
    file.unlink()
    write_source(file, SOURCE, [stop("A")])
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(DataError, match="version 99"):
        find_imported(file, "a")


def test_file_that_is_not_there_has_nothing(file: Path) -> None:
    assert find_imported(file, "a") == []
    assert get_imported(file, "feed:1") is None
    assert imported.list_like(file, "abc", most=3) == []
    with pytest.raises(UsageError, match="no imported source"):
        imported.delete_source(file, "feed")


def test_part_of_a_name_is_found_that_which_begins_first(file: Path) -> None:
    write_source(file, SOURCE, [stop("Neustadt West", "1"), stop("Neuss", "2"), stop("Bad Neuss", "3")])
    assert [h.station.code for h in find_begun(file, "neu", most=2)] == ["feed:2", "feed:1"]
    assert find_begun(file, "ne", most=2) == []


names = st.text(min_size=1, max_size=30).filter(lambda text: bool(fold(text)))
places = st.tuples(names, st.text(max_size=8), st.floats(-90, 90), st.floats(-180, 180))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(places, min_size=1, max_size=12), again=st.booleans())
def test_whatever_is_imported_is_found_by_name_and_code(tmp_path: Path, rows: list[tuple[str, str, float, float]],
                                                        again: bool) -> None:  # fmt: skip
    file = tmp_path / imported.FILE_NAME
    file.unlink(missing_ok=True)
    stops = [stop(name, ref, lat, lon) for name, ref, lat, lon in rows]
    for _ in range(1 + again):
        write_source(file, SOURCE, stops)
    found = {hit.station.code for name, *_ in rows for hit in find_imported(file, fold(name))}
    assert len(found) == len(rows)
    for code in found:
        station = get_imported(file, code)
        assert station is not None
        assert (station.name, station.coordinate.lat, station.coordinate.lon) in {(r[0], r[2], r[3]) for r in rows}


points = st.tuples(st.floats(-89, 89), st.floats(-179.9, 179.9))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(points, min_size=1, max_size=30), at=points)
def test_nearest_are_those_of_all(tmp_path: Path, rows: list[tuple[float, float]], at: tuple[float, float]) -> None:
    file, point = tmp_path / imported.FILE_NAME, Coordinate(*at)
    file.unlink(missing_ok=True)
    write_source(file, SOURCE, [stop(f"S{n}", str(n), lat, lon) for n, (lat, lon) in enumerate(rows)])
    found = [metres for metres, _ in find_near_imported(file, point, most=3)]
    assert found == sorted(geodesic_m(point, Coordinate(*row)) for row in rows)[:3]
