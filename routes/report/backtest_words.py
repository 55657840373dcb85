"""A backtest as words for a terminal, read from its document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from routes.report.layout import build_table, wrap_text
from routes.sentences import EVENTS
from routes.stamps import format_stamp, format_zone, read_local
from routes.units import format_duration, format_km

Document = Mapping[str, Any]
NAMES = {"prior": "prior only, no fit", "flat": "60 km/h everywhere", "press": "press forecasts"}


def format_backtest(document: Document) -> str:
    """Return a backtest as lines: forecasts by start, the score with its baselines, and what is not scored."""
    score = document["score"]
    count = (
        f"{score['n']} forecast{'s'[: score['n'] != 1]} of {score['journeys']} journey{'s'[: score['journeys'] != 1]}"
    )
    lines = wrap_text(f"BACKTEST  {count}, each from what was known at that instant, without the journey itself")
    for start in _list_starts(document):
        lines += ["", *_start_block(document, start)]
    if score["n"] or document["press"]:
        lines += [
            "",
            "SCORE  error: seen less expected, minus is early; % of the time under way; CRPS: 0 is perfect",
            *_score_table(document),
        ]
    lines += [
        "",
        "WHAT THIS CANNOT SAY",
        *(line for text in document["caveats"] for line in wrap_text(f"{text[0].upper()}{text[1:]}.", "  ")),
    ]
    lines += _gaps(document)
    if document["press"]:
        lines += ["", "PRESS", *_press_table(document)]
    if document["unscored"]:
        lines += ["", "NOT SCORED", *(line for row in document["unscored"] for line in _unscored(document, row))]
    return "\n".join(lines)


def _list_starts(document: Document) -> list[tuple[str, int]]:
    return list(dict.fromkeys((row["journey"], row["from"]["seq"]) for row in document["forecasts"]))


def _start_block(document: Document, start: tuple[str, int]) -> list[str]:
    rows = [row for row in document["forecasts"] if (row["journey"], row["from"]["seq"]) == start]
    first = rows[0]["from"]
    when = f"{format_stamp(first['time'], with_year=True)} ±{format_duration(first['precision_s'])}"
    fitted = list(dict.fromkeys(key for row in rows for key in row["fitted"]))
    rests = f"fitted: {', '.join(fitted)}" if fitted else "nothing fitted by then"
    head = f"{start[0]}, from {_event(document, first)} {when} {format_zone(first['time'])} ({rests})"
    cells = [
        [
            f"  {_event(document, row['to'])}",
            *(_short(row, row[name]) for name in ("early", "expected", "late")),
            f"{_short(row, row['to']['time'])} ±{format_duration(row['to']['precision_s'])}",
            format_zone(row["to"]["time"]),
            _signed(row["error_s"]),
        ]
        for row in rows
    ]
    return [*wrap_text(head), *build_table(["", "early 10%", "expected", "late 90%", "seen", "", "error"], cells)]


def _event(document: Document, row: Document) -> str:
    return f"{document['stations'][row['station']]['name']} {EVENTS[row['event']]}"


def _short(row: Document, stamp: Document) -> str:
    """Return `Wed 17:55`; with the date where the forecast spans more than six days."""
    days = (read_local(row["late"]) - read_local(row["from"]["time"])).days
    return format_stamp(stamp) if days >= 6 else f"{read_local(stamp):%a %H:%M}"


def _score_table(document: Document) -> list[str]:
    scores = {"model": document["score"], **document["baselines"]}
    shares = [f"in {c['share']:.0%}" for c in document["score"]["coverage"]] or ["in 50%", "in 80%", "in 90%"]
    rows = []
    for name, score in scores.items():
        inside = [f"{c['inside']} of {c['n']}" for c in score["coverage"]] or ["-"] * len(shares)
        error, share, crps = (score[k] for k in ("median_abs_error_s", "median_abs_error_share", "crps_s"))
        cells = ["-" if error is None else _minutes(error), "-" if share is None else f"{share:.1%}"]
        rows.append([NAMES.get(name, name), str(score["n"]), *inside, *cells, "-" if crps is None else _minutes(crps)])
    table = build_table(["", "n", *shares, "median error", "%", "CRPS"], rows)
    likely = [f"in {c['share']:.0%}: {c['low']:.0%} to {c['high']:.0%}" for c in document["score"]["coverage"]]
    return [
        *table,
        *(wrap_text(f"True coverage of the model, by chance alone: {'; '.join(likely)}.") if likely else []),
    ]


def _signed(seconds: int) -> str:
    """Return `+1 h 29` where it came later than foretold, `-23 min` where earlier."""
    return ("+" if seconds > 0 else "") + format_duration(seconds)


def _minutes(seconds: int) -> str:
    return f"{(seconds + 30) // 60} min"


def _gaps(document: Document) -> list[str]:
    """Return the stretches that no other journey had been clocked on by then, by journey."""
    found: dict[str, dict[str, None]] = {}
    for row in document["forecasts"]:
        for gap in row["unclocked"]:
            ends = "–".join(document["stations"][gap[end]]["name"] for end in ("from", "to"))
            found.setdefault(row["journey"], {})[f"{ends} ({format_km(gap['length_m'])})"] = None
    lines = [f"  {journey}: {', '.join(gaps)}" for journey, gaps in found.items()]
    return ["", "NO CLOCKED RUN of another journey was known then on", *lines] if lines else []


def _press_table(document: Document) -> Sequence[str]:
    lines: list[str] = []
    for journey in dict.fromkeys(row["journey"] for row in document["press"]):
        rows = [
            [
                f"  {row['forecast']}",
                _event(document, row["seen"]),
                format_stamp(row["foretold"]),
                format_stamp(row["seen"]["time"]),
                _signed(row["error_s"]),
            ]
            for row in document["press"]
            if row["journey"] == journey
        ]
        lines += build_table([journey, "", "foretold", "seen", "error"], rows)
    return lines


def _unscored(document: Document, row: Document) -> list[str]:
    return wrap_text(f"{row['journey']} {row['seq']}, {_event(document, row)}: {row['reason']}.", "  ")
