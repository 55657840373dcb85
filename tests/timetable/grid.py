"""Small feeds from a text grid, and journeys as one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from routes.timetable.blocks import day_base_s
from routes.timetable.compiling import build_timetable
from routes.timetable.feed import Read, read_feed
from routes.timetable.network import Network
from routes.timetable.routing import Trek
from routes.timetable.search import Access
from routes.timetable.table import EPOCH, Timetable, trip_of
from tests.build import write

Tables = dict[str, str]


def build_tables(grid: str) -> Tables:
    """Return the tables of a feed from lines such as these.

    zone Europe/Berlin                      of the agency
    days 20190330 20190402                  on which every trip runs
    stop a 50.1,8.1 Europe/Vienna Hub       the zone is the agency's and the name A unless written
    trip t1 a 10:00 b 10:30/10:35 c 11:00   times of arrival and departure; - for a blank; +x no boarding, -x no leaving
    change a b 120                          seconds, or `no`
    """
    rows: dict[str, list[str]] = {}
    zone = "Europe/Berlin"
    for words in (line.split() for line in grid.strip().splitlines()):
        kind, *rest = words
        if kind == "zone":
            zone = rest[0]
        elif kind == "days":
            rows.setdefault("calendar", []).append(f"s,1,1,1,1,1,1,1,{rest[0]},{rest[1]}")
        elif kind == "stop":
            given = rest[2] if len(rest) > 2 else zone
            name = rest[3] if len(rest) > 3 else rest[0].title()
            rows.setdefault("stops", []).append(f"{rest[0]},{name},{rest[1]},{given}")
        elif kind == "trip":
            rows.setdefault("trips", []).append(f"r,s,{rest[0]},{rest[-2]}")
            rows.setdefault("stop_times", []).extend(_list_times(rest[0], rest[1:]))
        else:
            least = "3," if rest[2] == "no" else f"2,{rest[2]}"
            rows.setdefault("transfers", []).append(f"{rest[0]},{rest[1]},{least}")
    headers = {
        "calendar": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
        "stops": "stop_id,stop_name,stop_lat,stop_lon,stop_timezone",
        "trips": "route_id,service_id,trip_id,trip_headsign",
        "stop_times": "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type",
        "transfers": "from_stop_id,to_stop_id,transfer_type,min_transfer_time",
    }
    tables = {f"{name}.txt": "\n".join([header, *rows.get(name, []), ""]) for name, header in headers.items()}
    tables["agency.txt"] = f"agency_id,agency_name,agency_url,agency_timezone\nx,Agency,https://example.org,{zone}\n"
    tables["routes.txt"] = "route_id,agency_id,route_short_name,route_long_name,route_type\nr,x,R1,,2\n"
    return tables


def _list_times(trip: str, words: Sequence[str]) -> list[str]:
    rows = []
    for n, (stop, times) in enumerate(zip(words[::2], words[1::2], strict=True)):
        come, _, leave = times.partition("/")
        flags = ("1" if stop[0] == "+" else "0", "1" if stop[0] == "-" else "0")
        given = [_full(come), _full(leave or come)]
        rows.append(",".join([trip, *given, stop.lstrip("+-"), str(n), *flags]))
    return rows


def _full(text: str) -> str:
    return "" if text == "-" else text if text.count(":") == 2 else f"{text}:00"


def write_feed(folder: Path, tables: Mapping[str, str]) -> Path:
    """Write the tables of a feed into a folder, which can be read as it is."""
    for name, text in tables.items():
        write(folder / name, text)
    return folder


def write_zip(path: Path, tables: Mapping[str, str]) -> Path:
    """Write the tables of a feed into an archive."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(name, text)
    return path


def read_tables(folder: Path, tables: Mapping[str, str]) -> Read:
    """Return what is read of a feed."""
    return read_feed(write_feed(folder, tables), tell=lambda _step, _share: None)


def build_grid(folder: Path, *grids: str) -> Timetable:
    """Return the timetable of one or more feeds."""
    reads = [read_tables(folder / str(n), build_tables(grid)) for n, grid in enumerate(grids)]
    return build_timetable(reads, name="test")


def list_access(table: Timetable, *refs: str) -> list[Access]:
    """Return stops by their id, at which one stands already."""
    known = table.texts["stop_ref"].list()
    return [Access(known.index(ref), 0) for ref in refs]


def seconds(text: str) -> int:
    """Return the seconds of the epoch of `2019-03-31 10:00` in UTC."""
    return round((datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH).total_seconds())


def draw_instant(at_s: int) -> str:
    """Return `31 10:00` in UTC, with seconds where there are any."""
    at = EPOCH + timedelta(seconds=at_s)
    return f"{at:%d %H:%M}" + (f":{at:%S}" if at.second else "")


def draw_trek(network: Network, trek: Trek) -> str:
    """Return a journey as `30 09:00 a t1 b 10:00, 10:05 b t2 c 11:00 > 11:00` in UTC."""
    legs = []
    table = network.table
    stops, trips = table.texts["stop_ref"].list(), table.texts["trip_ref"].list()
    for day, board, alight in trek.rides:
        trip = trip_of(table, board)
        base_s = day_base_s(table.first_day, day, table.zones[table.arrays["trip_zone"][trip]])
        come, leave = base_s + int(table.arrays["arrive"][alight]), base_s + int(table.arrays["depart"][board])
        start, end = stops[table.arrays["stop"][board]], stops[table.arrays["stop"][alight]]
        legs.append(f"{draw_instant(leave)[3:]} {start} {trips[trip]} {end} {draw_instant(come)[3:]}")
    return f"{draw_instant(trek.departs_s)}: {', '.join(legs)} > {draw_instant(trek.arrives_s)}"
