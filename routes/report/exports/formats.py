"""The formats of an export: what each is called, which answers it can hold, and what builds it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from routes.errors import RoutesError, UsageError
from routes.report.exports.reader import HINT, check_answer

if TYPE_CHECKING:
    from routes.scenarios.schema import Scenario

Document = Mapping[str, Any]
# Format: (module, function, suffixes). A module is loaded with the first export of its format.
FORMATS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "geojson": ("geojson", "build_geojson", (".geojson",)),
    "kml": ("kml", "build_kml", (".kml",)),
    "gpx": ("gpx", "build_gpx", (".gpx",)),
    "csv": ("table", "build_table", (".csv",)),
    "ics": ("ics", "build_ics", (".ics",)),
    "md": ("markdown", "build_markdown", (".md", ".markdown")),
}
DRAWN = ("geojson", "kml", "gpx")
"""The formats that show the line of each leg."""
TIMED = ("csv", "ics")
"""Those that show when other ways come to each place, which an answer has with its lines."""


def find_format(name: str) -> str | None:
    """Return the format that the suffix of a file's name stands for."""
    suffix = PurePath(name).suffix.lower()
    return next((form for form, (_, _, suffixes) in FORMATS.items() if suffix in suffixes), None)


def wants_lines(query: Scenario, form: str) -> bool:
    """Return whether a question is to be answered with the lines of its legs for a format."""
    has_others = bool(query.alternatives) or query.question == "feasible"
    return query.geometry or form in DRAWN or (has_others and form in TIMED)


def build_export(document: Document, form: str) -> str:
    """Return an answer in a format, its line breaks as the format wants them; to be written as UTF-8.

    Nothing is computed: every time and length is the document's. The same document gives the same text.
    Raises: UsageError, for another format, or one that the answer has nothing for; DataError, when it is no answer.
    """
    if form not in FORMATS:
        raise UsageError(f'"{form}" is not a format of exports', hint=f"the formats are {', '.join(FORMATS)}")
    refuse_unfit(check_answer(document), form)
    module, function, _ = FORMATS[form]
    build = getattr(import_module(f"routes.report.exports.{module}"), function)
    try:
        text: str = build(document)
    except RoutesError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError) as fault:
        from routes.errors import DataError

        raise DataError(f"the answer lacks what {form} needs: {type(fault).__name__}: {fault}", hint=HINT) from None
    return text


def refuse_unfit(kind: str, form: str) -> None:
    """Raise UsageError where an answer of this kind has nothing for a format."""
    if kind == "distance" and form == "ics":
        raise UsageError("a distance has no time for a calendar", hint="export it as csv, md, geojson, kml or gpx")
