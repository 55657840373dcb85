"""What may be wrong with a row of the gazetteer that each field alone does not show."""

from __future__ import annotations

from collections.abc import Iterable

from routes.clock import get_zone
from routes.errors import TimeError
from routes.findings import Finding
from routes.gazetteer.station import OWN_LANGUAGE, Name
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


def _check_lat(row: Row) -> list[Finding]:
    lat, lon = row.values["lat"], row.values.get("lon", -999)
    if -90 <= lat <= 90:
        return []
    exchanged = -90 <= lon <= 90 and -180 <= lat <= 180
    why = f"; {row.raw('code')} has lon {lon}, so the two fields look exchanged" if exchanged else ""
    remedy = "swap lat and lon on this line" if exchanged else "give the latitude in degrees"
    return [row.finding("lat_out_of_range", "lat", f"lat is {lat}, outside -90 to 90{why}", remedy)]


def _check_lon(row: Row) -> list[Finding]:
    lon = row.values["lon"]
    if -180 <= lon <= 180:
        return []
    message = f"lon is {lon}, outside -180 to 180"
    return [row.finding("lon_out_of_range", "lon", message, "give the longitude in degrees")]


def _check_source(row: Row) -> list[Finding]:
    """Return a finding when a row has no source, or is a guess that does not explain itself."""
    source, note = row.values["source"], row.values["note"]
    if not source:
        remedy = "say where it comes from, with its licence; a guess is `assumed` with a note"
        return [row.finding("source_missing", "source", "source is empty", remedy)]
    if source == "assumed" and not note:
        message = "source is assumed and the note is empty"
        return [row.finding("guess_unexplained", "note", message, "say in the note what the guess rests on")]
    return []


def _check_listed(row: Row) -> list[Finding]:
    if row.values["gauges_mm"] or row.values["kind"] in ("airport", "port"):
        return []
    return [row.finding("value_missing", "gauges_mm", "gauges_mm is empty", "write 1435 or 1435/1520")]


def _check_change(row: Row) -> list[Finding]:
    if not row.values["changes_gauge"] or len(row.values["gauges_mm"]) >= 2 or _check_listed(row):
        return []
    message = "changes_gauge is yes, but only one gauge is listed"
    return [row.finding("value_invalid", "changes_gauge", message, "list both gauges, or write no")]


def _check_zone(row: Row) -> list[Finding]:
    try:
        get_zone(row.values["zone"])
    except TimeError as fault:
        return [row.finding("zone_unknown", "zone", fault.message, fault.hint)]
    return []


def _check_country(row: Row) -> list[Finding]:
    """Return a warning when the position lies outside its country; the row is used all the same."""
    country, lat, lon = row.values["country"], row.values["lat"], row.values["lon"]
    if (
        country not in BOUNDS
        or not (-90 <= lat <= 90 and -180 <= lon <= 180)
        or _is_within(country, lat, lon)
        or (country == "RU" and lon < -168)
    ):
        return []
    if _is_within(country, lon, lat):
        message = f"{lat}, {lon} lies outside {country}; exchanged, it lies inside"
        return [row.finding("axes_exchanged", "lat", message, "swap lat and lon on this line")]
    message = f"{lat}, {lon} lies outside {country}"
    return [row.finding("position_outside_country", "lat", message, "correct the position or the country")]


def _is_within(country: str, lat: float, lon: float) -> bool:
    south, north, west, east = BOUNDS[country]
    return south <= lat <= north and west <= lon <= east


def _check_dates(row: Row) -> list[Finding]:
    since, until = row.values["from"], row.values["to"]
    if not since or not until or since <= until:
        return []
    message = f"the name was in use from {since} to {until}"
    return [row.finding("value_invalid", "to", message, "put the earlier one under from")]


STATION_CHECKS = (_check_lat, _check_lon, _check_source, _check_listed, _check_change, _check_zone, _check_country)
NAME_CHECKS = (_check_source, _check_dates)


def missing_names(country: str, name: str, others: Iterable[Name]) -> list[str]:
    """Return which of `own script` and `romanisation` a station lacks; none for a well-named one."""
    own, rows = OWN_LANGUAGE.get(country), tuple(others)
    is_latin = name.isascii() or any(n.lang == "en" or n.kind == "romanisation" for n in rows)
    has_own = any(n.kind == "official" and (own is None or n.lang == own) for n in rows)
    has_latin = any(n.kind == "romanisation" or n.lang.endswith("-Latn") or n.lang == "en" for n in rows)
    missing = [] if has_own or (own is None and is_latin) else ["own script"]
    return missing + ([] if has_latin or (own is None and is_latin) else ["romanisation"])
