"""The command stations: find, near, show, add and import."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from routes.cli.actions import read_action
from routes.cli.options import Parser, kept_folder, new_parser, own_folder, print_json
from routes.errors import DataError, UsageError
from routes.findings import ERROR
from routes.folders import stack_folders
from routes.gazetteer.names import Match, find_places
from routes.gazetteer.reader import read_gazetteer
from routes.gazetteer.station import ASKED, Station
from routes.geo import parse_coordinate
from routes.scenarios.known import Known, get_known
from routes.units import format_km

Action = Callable[[argparse.Namespace, Known], Any]
ACTIONS = {
    "find": "print the places that a name fits",
    "near": "print the places nearest to a point",
    "show": "print all that is known of one place",
    "add": "add a place of your own to your data folder",
    "import": "take in the stations of a GTFS feed, an OpenStreetMap extract or a CSV",
    "sources": "print what was imported, or take a source out again",
}

FAR_M = 50_000
"""From this distance on, what is printed as nearest is hardly what was meant."""


def run(arguments: list[str], now: datetime) -> int:
    """Run one of the actions and return the exit status."""
    del now
    action = read_action(
        arguments, ACTIONS, hint=f"; to look a name up: routes stations find {' '.join(arguments[1:])}"
    )
    if action is None:
        return 0
    if action in ("import", "sources"):
        from routes.cli.station_imports import run_action  # SQLite, which the other actions need only after an import

        run_action(action, arguments[2:])
        return 0
    parser, answer = _PARTS[action]
    options = parser().parse_args(arguments[2:])
    answer(options, _load(options))
    return 0


def _load(options: argparse.Namespace) -> Known:
    folders = stack_folders(own_folder(options.data))
    gazetteer, findings = read_gazetteer(folders)
    faults = [f for f in findings if f.severity == ERROR]
    if faults:
        raise DataError("the gazetteer has faults", hint="mend each, then run `routes check`", findings=faults)
    return Known(folders, gazetteer)


def _find_parser() -> Parser:
    parser = new_parser("stations find", "Print the places that a name fits.", "routes stations find Хасан")
    parser.add_argument("name", nargs="+", metavar="NAME", help="a name in any script, or its beginning")
    return parser


def _find(options: argparse.Namespace, known: Known) -> None:
    text = " ".join(options.name)
    rows = [(known.gazetteer.stations[m.code], m) for m in find_places(known.gazetteer, text)]
    rows += _list_beyond(known, text) if all(match.how == "prefix" for _, match in rows) else []
    if not rows:
        get_known(known, text)  # raises, with the nearest names
    if options.json:
        print_json([{**_plain(place), "matched": m.name, "how": m.how, "remark": m.remark} for place, m in rows])
        return
    for place, match in rows:
        print(f"{_line(place)}{_how(match)}")


def _list_beyond(known: Known, text: str) -> list[tuple[Station, Match]]:
    """Return every place that a text names outside the authored gazetteer, also where one alone is meant."""
    from routes.scenarios.look_up import list_beyond

    found = list_beyond(known, text)
    return [(c.station, Match(c.station.code, c.matched, c.how, c.remark)) for c in found]


def _how(match: Match) -> str:
    return f"  ({match.how}: {match.name}{'; ' + match.remark if match.remark else ''})"


def _near_parser() -> Parser:
    parser = new_parser(
        "stations near", "Print the places nearest to a point.", "routes stations near 42.43,130.64 --count 3"
    )
    parser.add_argument("point", nargs="+", metavar="LAT,LON", help='such as 42.43,130.64 or "42 25 48 N, 130 38 41 E"')
    parser.add_argument("--count", type=int, default=5, metavar="N", help="how many (default: 5)")
    parser.add_argument("--all", action="store_true", help="with cities, airports and ports of the world too")
    return parser


def _near(options: argparse.Namespace, known: Known) -> None:
    from routes.scenarios.near import find_near_all

    if options.count < 1:
        raise UsageError(f"{options.count} places cannot be printed", hint="give --count 1 or more")
    found = find_near_all(known, parse_coordinate(" ".join(options.point)), count=options.count, everything=options.all)
    rows = [(near.station, near.distance_m) for near in found]
    if options.json:
        print_json([{**_plain(place), "distance_m": metres} for place, metres in rows])
        return
    for place, metres in rows:
        print(f"{format_km(metres):>10}  {_line(place)}")
    if not options.all and any(metres > FAR_M for _, metres in rows):
        print("These are the places of the gazetteer and yours; cities, airports and ports of the world: --all")


def _show_parser() -> Parser:
    parser = new_parser("stations show", "Print all that is known of one place.", "routes stations show khasan")
    parser.add_argument("name", nargs="+", metavar="NAME", help="a name or a code that fits one place")
    return parser


def _show(options: argparse.Namespace, known: Known) -> None:
    known, match = get_known(known, " ".join(options.name))
    place = known.gazetteer.stations[match.code]
    names = [name for name in known.gazetteer.by_code.get(match.code, ()) if name.kind != ASKED]
    if options.json:
        print_json(
            {**_plain(place), "remark": match.remark, "names": [{**n._asdict(), "remark": n.remark} for n in names]}
        )
        return
    print(f"{_line(place)}{_how(match)}")
    for field, value in _plain(place).items():
        if value not in ("", [], None):
            print(f"  {field:<20}{', '.join(map(str, value)) if isinstance(value, list) else value}")
    for name in names:
        remark = f"; {name.remark}" if name.remark else ""
        print(f"  {name.lang:<10}{name.kind:<14}{name.name}  [{name.source}{remark}]")


def _add_parser() -> Parser:
    parser = new_parser(
        "stations add",
        "Add a place of your own. Your folder lies over the packaged data; nothing of ours is changed.",
        "routes stations add dunai --name Dunai --country RU --at 42.87,132.33 --zone Asia/Vladivostok"
        ' --gauges 1520 --accuracy 500 --source "own survey" --local Дунай --lang ru',
    )
    parser.add_argument("code", metavar="CODE", help="small letters, digits and _")
    for name, text in _REQUIRED.items():
        parser.add_argument(f"--{name}", required=True, help=text)
    for name, text in _OPTIONAL.items():
        parser.add_argument(f"--{name}", default="", help=text)
    parser.add_argument("--kind", default="station", help="station, junction, border, airport or port")
    parser.add_argument("--replace", action="store_true", help="cover a packaged place of the same code")
    return parser


_REQUIRED = {
    "name": "the name in Latin letters",
    "country": "two capital letters, such as RU",
    "at": "the position, as LAT,LON",
    "zone": "the IANA zone of its clocks",
    "accuracy": "the likely error of the position in metres",
    "source": "where the position comes from; assumed needs --note",
}
_OPTIONAL = {
    "gauges": "track gauges in mm, such as 1435/1520",
    "region": "a word that tells it from places of the same name",
    "accessed": "the day on which you read the source, such as 2026-11-20",
    "note": "what a reader should know",
    "local": "the name in its own script",
    "lang": "the language of --local, such as ru",
}


def _add(options: argparse.Namespace, known: Known) -> None:
    from routes.gazetteer.writer import add_station

    point = parse_coordinate(options.at)
    row = {
        "code": options.code,
        "name": options.name,
        "country": options.country,
        "region": options.region,
        "lat": repr(point.lat),
        "lon": repr(point.lon),
        "zone": options.zone,
        "kind": options.kind,
        "gauges_mm": options.gauges,
        "position_accuracy_m": options.accuracy,
        "source": options.source,
        "accessed": options.accessed,
        "note": options.note,
    }
    folder: Path = own_folder(options.data) or kept_folder()
    names = _names(options)
    rows = add_station(folder, row, gazetteer=known.gazetteer, names=names, replace=options.replace)
    if options.json:
        print_json([{"path": str(r.path), "line": r.line, "text": r.text.strip()} for r in rows])
        return
    for written in rows:
        print(f"{written.path}:{written.line}: {written.text.strip()}")


def _names(options: argparse.Namespace) -> list[dict[str, str]]:
    if bool(options.local) != bool(options.lang):
        raise UsageError("--local and --lang go together", hint="give the name and its language, or neither")
    base = {"from": "", "to": "", "source": options.source, "note": options.note}
    latin = {"name": options.name, "lang": "en", "kind": "romanisation", **base}
    own = {"name": options.local, "lang": options.lang, "kind": "official", **base}
    return [own, latin] if options.local else [latin]


def _line(place: Station) -> str:
    local = f" {place.local_name}" if place.local_name != place.name else ""
    region = f"{place.region}, " if place.region else ""
    return f"{place.code:<19} {place.name}{local}, {region}{place.country}  {place.zone}"


def _plain(place: Station) -> dict[str, Any]:
    values = place._asdict()
    point = values.pop("coordinate")
    values |= {"lat": point.lat, "lon": point.lon}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


_PARTS: dict[str, tuple[Callable[[], Parser], Action]] = {
    "find": (_find_parser, _find),
    "near": (_near_parser, _near),
    "show": (_show_parser, _show),
    "add": (_add_parser, _add),
}
