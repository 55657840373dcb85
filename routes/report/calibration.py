"""A fitted train profile as a document, and as words: priors, what each stretch of a journey says, and the fit."""

from __future__ import annotations

from collections.abc import Mapping

from routes import clock
from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.report.document import Document
from routes.report.entries import build_assumption
from routes.report.layout import build_table, wrap_text
from routes.scenarios.calibrate import Calibration
from routes.scenarios.credit import Judged
from routes.scenarios.journeys import Observation
from routes.scenarios.phrases import AsOf
from routes.scenarios.world import World
from routes.sentences import EVENTS, format_chance
from routes.stamps import format_stamp
from routes.units import format_duration, format_km

VERSION = 1


def build_calibration(world: World, result: Calibration, as_of: AsOf) -> Document:
    """Return a calibration as one object: `prior` and `fitted` by key, `spans` with what each says, `clocked` runs.

    `entries` are all that were ever fitted, each from the instant at which it could be; `fitted` those as of the end.
    """
    stations, underlay = world.gazetteer.stations, result.fit.underlay
    keys = sorted({entry.key for entry in result.fit.entries} | {case.key for case in result.fit.judged if case.key})
    return {
        "schema": {"name": "routes/calibrate", "version": VERSION},
        "tzdata": clock.tzdata_version(),
        "as_of": clock.stamp(as_of.instant, as_of.zone),
        "train": {"name": result.train.name, "title": result.train.title, "origin": result.train.origin},
        "prior": [build_assumption(underlay.known[key]) for key in keys if key in underlay.known],
        "spans": [_span(case, stations) for case in result.fit.judged],
        "fitted": [build_assumption(entry) for entry in result.fit.entries],
        "entries": [build_assumption(entry) for entry in result.entries],
        "clocked": [run._asdict() | {"known_from": run.known_from.isoformat()} for run in result.clocked],
        "stations": {
            row.station: {"name": station_title(stations, row.station)}
            for case in result.fit.judged
            for row in (case.start, case.end)
        },
    }


def station_title(stations: Mapping[StationCode, Station], code: StationCode) -> str:
    """Return the name of a station; of one that the gazetteer does not have, its code."""
    return stations[code].name if code in stations else code


def build_row(row: Observation, stations: Mapping[StationCode, Station]) -> Document:
    """Return a row of a journey: its event, its time on the clock of the place, precision and grade."""
    zone = stations[row.station].zone if row.station in stations else row.local.zone
    return {
        "seq": row.seq,
        "station": row.station,
        "event": row.event,
        "time": clock.stamp(row.at, zone),
        "precision_s": row.precision_s,
        "confidence": row.confidence,
        "origin": row.origin,
    }


def _span(case: Judged, stations: Mapping[StationCode, Station]) -> Document:
    span = case.span
    return {
        "journey": case.start.journey,
        "from": build_row(case.start, stations),
        "to": build_row(case.end, stations),
        "elapsed_s": span.elapsed_s if span else None,
        "precision_s": round(2 * span.error_s) if span else None,
        "length_m": span.length_m if span else None,
        "key": case.key or None,
        "value": round(case.value, 3) if case.key else None,
        "unit": case.unit or None,
        "used": not case.reason,
        "reason": case.reason or None,
    }


def format_calibration(document: Document) -> str:
    """Return a calibration as lines of text: what was used, what was not and why, and prior beside fit."""
    train = document["train"]
    used = [span for span in document["spans"] if span["used"]]
    unused = [span for span in document["spans"] if not span["used"]]
    lines = [
        f"CALIBRATE  {train['title']} ({train['name']})",
        f"AS OF {format_stamp(document['as_of'], with_year=True)} UTC",
    ]
    if not document["spans"]:
        return "\n".join(
            [*lines, "", "No documented journey of this train was known then: its priors stay as they are."]
        )
    lines += ["", "DATA  each stretch between two rows, credited to the one assumption that it tells most of"]
    for journey in dict.fromkeys(span["journey"] for span in used):
        rows = [_used_cells(document, span) for span in used if span["journey"] == journey]
        table = build_table(["", "", "", ""], [cells for _, cells in rows])[1:]
        lines += ["", journey, *(line for (ends, _), cells in zip(rows, table, strict=True) for line in (ends, cells))]
    lines += ["", "NOT USED", *(line for span in unused for line in wrap_text(_unused_line(document, span), "  "))]
    return "\n".join([*lines, "", *_format_fit(document)])


def _ends(document: Document, span: Document) -> str:
    names = [
        f"{document['stations'][row['station']]['name']} {EVENTS[row['event']]}" for row in (span["from"], span["to"])
    ]
    return " → ".join(dict.fromkeys(names))


def _used_cells(document: Document, span: Document) -> tuple[str, list[str]]:
    """Return the two events of a stretch, and the cells of the line below them."""
    elapsed = f"{format_duration(span['elapsed_s'])} ±{format_duration(span['precision_s'])}"
    value = f"{span['value']:.{0 if span['unit'] == 'min' else 1}f} {span['unit']}"
    return f"  {_ends(document, span)}", [f"    {format_km(span['length_m'])}", elapsed, span["key"], value]


def _unused_line(document: Document, span: Document) -> str:
    says = f" (it would say {span['key']} {span['value']:.1f} {span['unit']})" if span["key"] else ""
    return f"{span['journey']}, {_ends(document, span)}: {span['reason']}{says}."


def _format_fit(document: Document) -> list[str]:
    priors = {entry["key"]: entry for entry in document["prior"]}
    rows = [
        [entry["key"], _range(priors[entry["key"]]) if entry["key"] in priors else "", _range(entry), _cases(entry)]
        for entry in document["fitted"]
    ]
    lines = ["FIT  low/likely/high hold 80 % of what comes", *build_table(["", "prior", "fitted", "cases"], rows)]
    lines += ["", "CLOCKED RUNS  with a clock time of grade A or B at both ends"]
    for run in document["clocked"]:
        ends = "–".join(run["stations"][i] for i in (0, -1))
        lines.append(f"  {run['journey']}: {ends}, {format_km(run['length_m'])} in {format_duration(run['elapsed_s'])}")
    return lines if document["clocked"] else [*lines, "  none"]


def _range(entry: Document) -> str:
    low, likely, high = entry["low"], entry["value"], entry["high"]
    text = f"{likely:g}" if low == high else f"{low:g}/{likely:g}/{high:g}"
    return f"{text} {entry['unit']}" + (f", comes with {format_chance(entry['chance'])}" if entry["chance"] < 1 else "")


def _cases(entry: Document) -> str:
    return f"{len(entry['cases'])}"
