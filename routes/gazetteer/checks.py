"""What may be wrong with a row of the gazetteer that each field alone does not show."""

from __future__ import annotations

from collections.abc import Iterable

from routes.clock import get_zone
from routes.errors import TimeError
from routes.findings import Finding
from routes.gazetteer.station import OWN_LANGUAGE, Name, Station
from routes.tables import Row

# South, north, west and east of each country, generously, in degrees. Russia east of 180 is left out.
# Source: general knowledge; only there to find exchanged and mistyped axes.
BOUNDS: dict[str, tuple[float, float, float, float]] = {
    "CN": (18, 54, 73, 136),
    "KP": (37, 44, 124, 131),
    "KR": (32, 39, 124, 132),
    "MN": (41, 53, 87, 120),
    "RU": (41, 82, 19, 180),
    "VN": (8, 24, 102, 110),
}


def check_station(row: Row) -> list[Finding]:
    """Return what makes a row of stations.csv unusable: range, source, gauge and zone."""
    return [*_check_range(row), *check_source(row), *_check_gauges(row), *_check_zone(row)]


def _check_range(row: Row) -> list[Finding]:
    lat, lon, code = row.values["lat"], row.values["lon"], row.values["code"]
    found = []
    if not -90 <= lat <= 90:
        exchanged = -90 <= lon <= 90 and -180 <= lat <= 180
        why = f"; {code} has lon {lon}, so the two fields look exchanged" if exchanged else ""
        remedy = "swap lat and lon on this line" if exchanged else "give the latitude in degrees"
        found.append(row.finding("lat_out_of_range", "lat", f"lat is {lat}, outside -90 to 90{why}", remedy))
    if not -180 <= lon <= 180:
        message = f"lon is {lon}, outside -180 to 180"
        found.append(row.finding("lon_out_of_range", "lon", message, "give the longitude in degrees"))
    return found


def check_source(row: Row) -> list[Finding]:
    """Return a finding when a row has no source, or is a guess that does not explain itself."""
    source, note = row.values["source"], row.values["note"]
    if not source:
        remedy = "say where it comes from, with its licence; a guess is `assumed` with a note"
        return [row.finding("source_missing", "source", "source is empty", remedy)]
    if source == "assumed" and not note:
        message = "source is assumed and the note is empty"
        return [row.finding("guess_unexplained", "note", message, "say in the note what the guess rests on")]
    return []


def _check_gauges(row: Row) -> list[Finding]:
    gauges, is_railway = row.values["gauges_mm"], row.values["kind"] not in ("airport", "port")
    if is_railway and not gauges:
        return [row.finding("value_missing", "gauges_mm", "gauges_mm is empty", "write 1435 or 1435/1520")]
    if row.values["changes_gauge"] and len(gauges) < 2:
        message = "changes_gauge is yes, but only one gauge is listed"
        return [row.finding("value_invalid", "changes_gauge", message, "list both gauges, or write no")]
    return []


def _check_zone(row: Row) -> list[Finding]:
    try:
        get_zone(row.values["zone"])
    except TimeError as fault:
        return [row.finding("zone_unknown", "zone", fault.message, fault.hint)]
    return []


def check_country(row: Row) -> list[Finding]:
    """Return a warning when the position lies outside its country; the row is used all the same."""
    country, lat, lon = row.values["country"], row.values["lat"], row.values["lon"]
    if country not in BOUNDS or _is_within(country, lat, lon) or (country == "RU" and lon < -168):
        return []
    if _is_within(country, lon, lat):
        message = f"{lat}, {lon} lies outside {country}; exchanged, it lies inside"
        return [row.finding("axes_exchanged", "lat", message, "swap lat and lon on this line")]
    message = f"{lat}, {lon} lies outside {country}"
    return [row.finding("position_outside_country", "lat", message, "correct the position or the country")]


def _is_within(country: str, lat: float, lon: float) -> bool:
    south, north, west, east = BOUNDS[country]
    return south <= lat <= north and west <= lon <= east


def check_name(row: Row) -> list[Finding]:
    """Return what makes a row of names.csv unusable: no source, or an end before its start."""
    since, until = row.values["from"], row.values["to"]
    found = check_source(row)
    if since and until and until < since:
        message = f"the name was in use from {since} to {until}"
        found.append(row.finding("value_invalid", "to", message, "put the earlier one under from"))
    return found


def missing_names(station: Station, names: Iterable[Name]) -> list[str]:
    """Return which of `own script` and `romanisation` a station lacks; none for a well-named one."""
    own, rows = OWN_LANGUAGE.get(station.country), tuple(names)
    is_latin = station.name.isascii() or any(n.lang == "en" or n.kind == "romanisation" for n in rows)
    has_own = any(n.kind == "official" and (own is None or n.lang == own) for n in rows)
    has_latin = any(n.kind == "romanisation" or n.lang.endswith("-Latn") or n.lang == "en" for n in rows)
    missing = [] if has_own or (own is None and is_latin) else ["own script"]
    return missing + ([] if has_latin or (own is None and is_latin) else ["romanisation"])
