"""The columns of stations.csv and names.csv, and how each field of them is read."""

from __future__ import annotations

import re
from functools import cache, partial

from routes.gazetteer.folding import clean
from routes.gazetteer.station import KINDS, NAME_KINDS
from routes.tables import ACCESSED, Column, parse_count, parse_gauges, parse_one_of, parse_yes

_DEGREES = re.compile(r"[+-]?\d{1,3}(\.\d+)?")
_YEAR_OR_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def parse_visible(field: str) -> str:
    """Return the field without invisible characters; raises ValueError when nothing is left."""
    text = clean(field)
    if not text:
        raise ValueError("the field holds only invisible characters")
    return text


def parse_pattern(field: str, *, pattern: str, meaning: str) -> str:
    """Return the field if it has the form of `pattern` as a whole; raises ValueError otherwise."""
    if not re.fullmatch(pattern, field, re.ASCII):
        raise ValueError(f'"{field}" is not {meaning}')
    return field


def parse_degrees(field: str) -> float:
    """Return degrees written as plain decimals, of any size; raises ValueError otherwise."""
    if not _DEGREES.fullmatch(field) or not field.isascii():
        raise ValueError(f'"{field}" is not a number of degrees')
    return float(field)


def parse_regions(field: str) -> tuple[str, ...]:
    """Return the spellings that `Guangxi/广西` lists."""
    return tuple(parse_visible(part) for part in field.split("/"))


def parse_year(field: str) -> str:
    """Return a year, month or date as written; raises ValueError otherwise."""
    if not _YEAR_OR_DATE.fullmatch(field) or not field.isascii():
        raise ValueError(f'"{field}" is neither a year nor a date')
    return field


# Fields that repeat from row to row are read once: half the time of reading names.csv.
_parse_code = cache(partial(parse_pattern, pattern="[a-z][a-z0-9_]{1,31}", meaning="a code"))
_parse_country = partial(parse_pattern, pattern="[A-Z]{2}", meaning="a country code")
_parse_lang = cache(partial(parse_pattern, pattern="[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", meaning="a language tag"))
_parse_text = cache(clean)
_parse_digits = partial(parse_pattern, pattern=r"\d{4,8}", meaning="a station number")

_CODE = Column("code", _parse_code, "use small letters, digits and _, 2 to 32 of them, a letter first")

STATION_COLUMNS = (
    _CODE,
    Column("name", parse_visible, "give the name in Latin letters"),
    Column("country", _parse_country, "give two capital letters, such as KP"),
    Column("region", parse_regions, "write Guangxi or Guangxi/广西", required=False, default=()),
    Column("lat", parse_degrees, "give the latitude in degrees, such as 42.4299"),
    Column("lon", parse_degrees, "give the longitude in degrees, such as 130.6447"),
    Column("zone", remedy="give an IANA name such as Asia/Vladivostok"),
    Column("kind", parse_one_of(*KINDS), f"use one of: {', '.join(KINDS)}"),
    Column("gauges_mm", parse_gauges, "write 1435 or 1435/1520", required=False, default=()),
    Column("changes_gauge", parse_yes, "write yes or no", required=False, default=False),
    Column("position_accuracy_m", parse_count, "give the likely error of the position in whole metres"),
    Column("esr_code", _parse_digits, "give the digits, or leave it empty", required=False, default=""),
    Column("express_code", _parse_digits, "give the digits, or leave it empty", required=False, default=""),
    Column("source", _parse_text, required=False, default=""),
    Column("note", _parse_text, required=False, default=""),
    ACCESSED,
)
NAME_COLUMNS = (
    _CODE,
    Column("name", parse_visible, "give the name"),
    Column("lang", _parse_lang, "give a tag such as ko, zh-Hans or ru-Latn"),
    Column("kind", parse_one_of(*NAME_KINDS), f"use one of: {', '.join(NAME_KINDS)}"),
    Column("from", parse_year, "write 1935 or 1935-04-29, or leave it empty", required=False, default=""),
    Column("to", parse_year, "write 1957 or 1957-11-29, or leave it empty", required=False, default=""),
    Column("source", _parse_text, required=False, default=""),
    Column("note", _parse_text, required=False, default=""),
)
