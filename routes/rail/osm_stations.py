"""The stations of an OpenStreetMap file: names in every language, codes, and one row for the many stops of each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import cos, hypot, radians
from pathlib import Path
from typing import NamedTuple

from routes.findings import Finding
from routes.gazetteer.folding import clean, fold
from routes.geo import DEGREE_M, Coordinate
from routes.rail.osm_file import OsmObject, Tally, read_positions, scan_tagged
from routes.rail.osm_tags import is_out_of_use, parse_gauges

KINDS = ("station", "halt", "stop")
"""Values of `railway` that are places where trains call, the fullest description first."""
NAME_KINDS = {
    "name": "official",
    "official_name": "official",
    "uic_name": "official",
    "int_name": "romanisation",
    "old_name": "historic",
    "alt_name": "place",
    "loc_name": "place",
    "reg_name": "place",
    "nat_name": "official",
    "short_name": "place",
}
"""Keys of names, and which kind of name in the gazetteer each is; a language may follow after a colon."""
CODE_KEYS = frozenset(("uic_ref", "railway:ref", "ref", "esr", "express", "iata", "crs"))
CODE_PREFIXES = ("ref:", "uic_ref:", "railway:ref:", "esr:", "express:")
OTHER_TRAINS = frozenset(("subway", "light_rail", "monorail", "funicular", "miniature", "tram"))
"""Values of `station` whose track is not in the network; with `train=yes` trains call there too."""
LONGEST = 255
"""Characters of a value in OpenStreetMap; a longer one is no name and no code."""
NEAR_M = 1_500
"""Within this, stops and stations of one name are one place; platforms of the largest lie within 1 km."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_ROMAN = re.compile(r".*[-_](?:latn|rm|pinyin|romaji)", re.IGNORECASE)


class OsmName(NamedTuple):
    """One name: its language ("" where the key has none), its kind in the gazetteer, and the key that held it."""

    text: str
    lang: str
    kind: str
    key: str


class OsmStation(NamedTuple):
    """A place where trains call; `codes` are pairs of key and code, `kind` is one of KINDS.

    `origin` is the node or way it was read from, such as `node/42`; the stops joined to it add names and codes.
    """

    name: str
    coordinate: Coordinate
    kind: str
    names: tuple[OsmName, ...]
    codes: tuple[tuple[str, str], ...]
    gauges_mm: tuple[int, ...]
    origin: str


def read_osm_stations(path: Path) -> tuple[list[OsmStation], list[Finding]]:
    """Return the stations of an OpenStreetMap file, sorted by name and origin, and what is wrong with it.

    A stop of the same name within 1.5 km belongs to its station, and one without a name to none. Underground and tram
    stations are left out, as are those out of use.

    Raises: DataError, when the file cannot be read, or is damaged.
    """
    tally = Tally(str(path))
    wanted = [("railway", kind) for kind in KINDS]
    found = [(path, o) for o in scan_tagged(path, wanted, tally=tally)]
    return list_stations(found, tallies={path: tally}), tally.findings()


def list_stations(found: Iterable[tuple[Path, OsmObject]], *, tallies: Mapping[Path, Tally]) -> list[OsmStation]:
    """Return the stations among objects of several files; one that two files have is taken from the first."""
    by_file: defaultdict[Path, list[OsmObject]] = defaultdict(list)
    seen = set()
    for path, o in found:
        if o.name not in seen and _is_in_use(o.tags):
            seen.add(o.name)
            by_file[path].append(o)
    placed = ((path, o) for path, group in by_file.items() for o in _place_ways(path, group, tally=tallies[path]))
    return merge_stations(row for path, o in placed if (row := _read_station(o, tally=tallies[path])))


def _is_in_use(tags: Mapping[str, str]) -> bool:
    other = tags.get("station") in OTHER_TRAINS or "yes" in (tags.get("subway"), tags.get("tram"))
    return not is_out_of_use(tags) and (tags.get("train") == "yes" or not other)


def _place_ways(path: Path, found: Sequence[OsmObject], *, tally: Tally) -> Iterator[OsmObject]:
    """Yield the objects that have a position; a station drawn as a way lies in the middle of its bounds."""
    wanted = {node for o in found for node in o.nodes}
    positions = read_positions(path, sorted(wanted))
    for o in found:
        corners = [positions[node] for node in o.nodes if node in positions] if o.is_way else []
        if corners:
            xs, ys = [c[0] for c in corners], [c[1] for c in corners]
            yield o._replace(x=(min(xs) + max(xs)) // 2, y=(min(ys) + max(ys)) // 2)
        elif o.x is not None:
            yield o
        else:
            remedy = "repair the position in OpenStreetMap, or take a larger extract"
            message = "stations without a position on the earth"
            tally.add("osm_station_invalid", "", message, remedy=remedy, example=o.name)


def _read_station(o: OsmObject, *, tally: Tally) -> OsmStation | None:
    """Return one station; None for one without a name, which is a fault unless it is a mere stop."""
    names = tuple(_list_names(o, tally=tally))
    kind = o.tags["railway"]
    if not names or o.x is None or o.y is None:
        if kind != "stop":
            remedy = "give it a name in OpenStreetMap, or add it with `routes stations add`"
            tally.add("osm_station_invalid", "name", "stations without a name", remedy=remedy, example=o.name)
        return None
    codes = tuple(_list_codes(o, tally=tally))
    place = Coordinate(o.y / 1e7, o.x / 1e7)
    return OsmStation(names[0].text, place, kind, names, codes, parse_gauges(o.tags.get("gauge", "")), o.name)


def _list_names(o: OsmObject, *, tally: Tally) -> Iterator[OsmName]:
    """Yield every name, each once: `name` first, then those by language, then international and older ones."""
    seen = set()
    for _, kind, lang, key in sorted(found for key in o.tags if (found := _sort_key(key))[1]):
        for text in _split(o, key, tally=tally):
            if (text, lang, kind) not in seen:
                seen.add((text, lang, kind))
                yield OsmName(text, lang, kind, key)


@lru_cache(maxsize=10_000)  # a country has some hundred keys
def _sort_key(key: str) -> tuple[tuple[int, int, str], str, str, str]:
    """Return the rank of a key of a name, its kind, its language and itself; the kind is "" where it is none.

    The name itself comes before that in English and in other languages; the others come as NAME_KINDS has them.
    """
    base, _, lang = key.partition(":")
    if base not in NAME_KINDS or (lang and not _LANGUAGE.fullmatch(lang)):
        return (0, 0, ""), "", "", key
    kind = "romanisation" if base == "name" and _ROMAN.fullmatch(lang) else NAME_KINDS[base]
    order = ("", "en").index(lang) if lang in ("", "en") else 2
    return (list(NAME_KINDS).index(base), order, key), kind, lang, key


def _list_codes(o: OsmObject, *, tally: Tally) -> Iterator[tuple[str, str]]:
    """Yield key and code; the `ref` of a stop is the number of its platform."""
    for key in sorted(key for key in o.tags if key in CODE_KEYS or key.startswith(CODE_PREFIXES)):
        if key != "ref" or o.tags["railway"] != "stop":
            yield from ((key, text) for text in _split(o, key, tally=tally))


def _split(o: OsmObject, key: str, *, tally: Tally) -> list[str]:
    """Return the values that semicolons part, without what cannot be seen; one that is too long is a fault."""
    value = o.tags[key]
    found = [text for part in value.split(";") if (text := clean(part))] if ";" in value else [clean(value)]
    if len(value) > LONGEST and any(len(text) > LONGEST for text in found):
        remedy = "shorten it in OpenStreetMap"
        message = f"values of more than {LONGEST} letters"
        tally.add("osm_tag_unreadable", key[:LONGEST], message, remedy=remedy, example=o.name)
        return [text for text in found if len(text) <= LONGEST]
    return found if found != [""] else []


def merge_stations(rows: Iterable[OsmStation]) -> list[OsmStation]:
    """Return one row for each place: rows of one name within NEAR_M of the fullest of them join it.

    The fullest is a station before a halt before a stop, then the one with more names and codes.
    """
    kept: list[OsmStation] = []
    bands: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for row in sorted(rows, key=_rank_station):
        name, band = fold(row.name) or row.name, int(row.coordinate.lat * DEGREE_M // NEAR_M)
        others = (i for b in (band - 1, band, band + 1) for i in bands.get((name, b), ()))
        at = next((i for i in others if _is_near(row.coordinate, kept[i].coordinate)), None)
        if at is None:
            bands[name, band].append(len(kept))
            kept.append(row)
        else:
            kept[at] = _join(kept[at], row)
    return sorted(kept, key=lambda r: (r.name, r.origin))


def _rank_station(row: OsmStation) -> tuple[int, int, int, str]:
    return KINDS.index(row.kind), -len(row.names) - len(row.codes), row.origin.startswith("way"), row.origin


def _is_near(a: Coordinate, b: Coordinate) -> bool:
    """Return True within NEAR_M, by degrees of latitude: a cheap bound, and cautious in longitude."""
    lon = abs(a.lon - b.lon)
    east = min(lon, 360 - lon) * cos(radians(a.lat))
    return hypot(a.lat - b.lat, east) * DEGREE_M <= NEAR_M


def _join(kept: OsmStation, other: OsmStation) -> OsmStation:
    """Return the kept row with the names, codes and gauges that only the other has."""
    known = {(n.text, n.lang) for n in kept.names}
    names = kept.names + tuple(n for n in other.names if (n.text, n.lang) not in known)
    codes = tuple(dict.fromkeys(kept.codes + other.codes))
    gauges = tuple(sorted({*kept.gauges_mm, *other.gauges_mm}))
    return kept._replace(names=names, codes=codes, gauges_mm=gauges)
