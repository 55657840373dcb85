"""Small journeys and worlds from text, and answers as lines that a person would write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from routes import clock
from routes.api import Routes
from routes.estimate import ELICITED, Estimate, Law
from routes.folders import DataFolder
from routes.gazetteer.station import Station
from routes.geo import Coordinate
from routes.ids import StationCode
from routes.itinerary import PACE_DEVIATION, Item, Itinerary, Leg, Work, list_events
from routes.scenarios.answers import Answer, Readings
from routes.scenarios.assumptions import KINDS
from routes.scenarios.world import load_world
from routes.units import parse_duration

Stations = Mapping[StationCode, Station]
LONG_KNOWN = "2000-01-01T00:00:00Z"


def at(text: str) -> datetime:
    """Return the UTC instant of `2018-05-04 23:00 Asia/Pyongyang`, or of an ISO time with offset."""
    reading, _, zone = text.rpartition(" ")
    if "/" in zone:
        return clock.to_instant(datetime.fromisoformat(reading), zone)
    return datetime.fromisoformat(text).astimezone(UTC)


def spread(text: str) -> Estimate:
    """Return the estimate of `1h/2h/3h30`, or of `2h` where low, likely and high are one."""
    values = [parse_duration(part) for part in text.split("/")]
    return Estimate(*(values * 3 if len(values) == 1 else values))


def build_station(code: str, zone: str, country: str = "RU") -> Station:
    """Return a station that only its code, zone and country tell from others."""
    identity = (StationCode(code), code.title(), code.title(), country, Coordinate(0, 0), zone)
    return Station(*identity, "station", 100, "test", "test:1", gauges_mm=(1435,))


def build_journey(text: str) -> tuple[Itinerary, Stations]:
    """Return an itinerary and its stations from lines such as these; a border lies where the country changes.

    pyongyang Asia/Pyongyang KP     a station: code, zone, and country (RU unless written)
    stop 10m/20m/30m                a work at the station above
    hold 1h/2h/3h 0.3               one that comes with a chance only
    run 1h/2h/3h 100                a leg to the station below, in km (100 unless written)
    pace 0.1                        the deviation of the log pace that the legs share (the usual one unless written)
    """
    stations: dict[StationCode, Station] = {}
    items: list[Item] = []
    runs: list[tuple[str, str, int]] = []
    here, pace = "", PACE_DEVIATION
    for words in (line.split() for line in text.strip().splitlines()):
        if words[0] == "run":
            runs.append((here, words[1], int(words[2]) * 1000 if len(words) > 2 else 100_000))
        elif words[0] == "pace":
            pace = float(words[1])
        elif words[0] in KINDS:
            law = Law(chance=float(words[2])) if len(words) > 2 else ELICITED
            items.append(Work(words[0], StationCode(here), spread(words[1]), (f"{words[0]}.{here}",), law))
        else:
            stations.setdefault(StationCode(words[0]), build_station(*words))
            if runs:
                items.append(_build_leg(*runs.pop(), words[0], stations))
            here = words[0]
    return Itinerary(next(iter(stations)), StationCode(here), tuple(items), 50_000, pace), stations


def _build_leg(start: str, time: str, length_m: int, end: str, stations: Stations) -> Leg:
    ends = StationCode(start), StationCode(end)
    border = stations[ends[0]].country != stations[ends[1]].country
    return Leg(*ends, length_m, 0, "official", "", 0, "main", 1435, border, "test", spread(time), ("speed",))


def draw(instant: datetime, zone: str) -> str:
    """Return `Mon 11 Sep 14:45 +9` on the clocks of a zone; seconds where there are any."""
    local = clock.to_local(instant, zone)
    seconds = f"{local:%S}s" if local.second else ""
    return f"{clock.format_reading(local, with_year=False)}{seconds} {clock.format_offset(instant, zone)[3:] or 'UTC'}"


def draw_readings(readings: Readings, zone: str) -> str:
    """Return the safe, even and too-late readings, one after another; `never` where no instant has the chance."""
    return " | ".join(draw(instant, zone) if instant else "never" for instant in readings)


def draw_deadlines(answer: Answer, stations: Stations) -> list[str]:
    """Return `khasan arr: Tue … | Tue … | Tue …` for each anchor."""
    return [
        f"{d.event.station} {d.event.event}: {draw_readings(d.readings, stations[d.event.station].zone)}"
        for d in answer.deadlines
    ]


def draw_timeline(itinerary: Itinerary, instants: Sequence[datetime], stations: Stations) -> str:
    """Return the itinerary as one line: every event with its local time."""
    return ", ".join(
        f"{e.station} {e.event} {draw(instants[e.boundary], stations[e.station].zone)}" for e in list_events(itinerary)
    )


def write_world(folder: Path, text: str) -> Path:
    """Write the files of a data folder from lines such as these, and return the folder.

    station khasan RU Asia/Vladivostok 42.43,130.64 1435/1520 change
    track tumangang khasan 5 1435/1520 bridge       km, gauges (1435 unless written), line (main)
    turn b a c 10/20/30 possible                    at, from, to, minutes, kind (regular)
    speed.KP 20/30/40 km/h                          an assumption, long known unless a date ends the line
    gauges 1435/1520                                those of the train
    """
    found = _read_lines(text)
    countries = {words[0]: words[1] for words in found["station"]}
    tables = {
        "stations.csv": (
            "code,name,country,lat,lon,zone,kind,gauges_mm,changes_gauge,position_accuracy_m,source",
            [_station_row(*words) for words in found["station"]],
        ),
        "names.csv": ("code,name,lang,kind,from,to,source,note", []),
        "segments.csv": (
            "from,to,line,length_m,basis,gauges_mm,border,source",
            [_track_row(countries, *words) for words in found["track"]],
        ),
        "turns.csv": (
            "at,from,to,kind,low_min,likely_min,high_min,source",
            [_turn_row(*words) for words in found["turn"]],
        ),
    }
    for name, (header, rows) in tables.items():
        if rows or not (folder / name).exists():
            write(folder / name, "\n".join([header, *rows, ""]))
    if found["assumption"]:
        write(folder / "trains" / "special.toml", build_train(found["assumption"], found["gauges"]))
    return folder


def _read_lines(text: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {k: [] for k in ("station", "track", "turn", "gauges", "assumption")}
    for words in (line.split() for line in text.strip().splitlines()):
        kind = words[0] if words[0] in found else "assumption"
        found[kind].append(words if kind == "assumption" else words[1:])
    return found


def _station_row(code: str, country: str, zone: str, point: str, gauges: str = "1435", change: str = "") -> str:
    return f"{code},{code.title()},{country},{point},{zone},station,{gauges},{'yes' if change else 'no'},100,test"


def _track_row(
    countries: Mapping[str, str], start: str, end: str, km: str, gauges: str = "1435", line: str = "main"
) -> str:
    border = "yes" if countries.get(start) != countries.get(end) else "no"
    return f"{start},{end},{line},{int(km) * 1000},official,{gauges},{border},test"


def _turn_row(place: str, start: str, end: str, minutes: str, kind: str = "regular") -> str:
    return f"{place},{start},{end},{kind},{minutes.replace('/', ',')},test"


def build_train(assumptions: Sequence[Sequence[str]], gauges: Sequence[Sequence[str]] = ()) -> str:
    """Return the text of a train profile from rows of key, low/likely/high, unit and, if any, a date."""
    listed = ", ".join(gauges[0][0].split("/")) if gauges else "1435"
    lines = ['schema = "routes-train/1"', 'title = "the test train"', f"gauges_mm = [{listed}]"]
    for key, value, unit, *known in assumptions:
        low, likely, high = value.split("/") if "/" in value else [value] * 3
        known_from = f"{known[0]}T00:00:00Z" if known else LONG_KNOWN
        lines += ["", "[[assumption]]", f'key = "{key}"', f"low = {low}", f"likely = {likely}", f"high = {high}"]
        lines += [f'unit = "{unit}"', 'source = "test"', f"known_from = {known_from}"]
    return "\n".join([*lines, ""])


def build_routes(folder: Path, text: str, *, now: str = "2023-09-11T00:00:00+00:00") -> Routes:
    """Return a world that holds nothing but these lines, ready for questions."""
    return Routes(load_world([DataFolder(write_world(folder, text), "world")]), at(now))


def write(path: Path, text: str) -> Path:
    """Write a text file, with its folders, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def local(stamp: Mapping[str, Any]) -> str:
    """Return `Mon 11 Sep 14:45` for a stamp of a document."""
    return clock.format_reading(datetime.fromisoformat(stamp["local"]), with_year=False)
