"""A backtest as a document: every forecast beside what was seen, the score, its baselines, and what it cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from routes import clock
from routes.report.calibration import build_row, station_title
from routes.report.document import Document
from routes.scenarios.backtest import Backtest, Scored
from routes.scenarios.scores import SHARES, Score, score_all
from routes.scenarios.world import World
from routes.timing.score import covers
from routes.timing.spread import Spread, quantile_s, score_s

VERSION = 1
FEW = 30
"""Rows below which a difference between two scores is called none."""


def build_backtest(world: World, result: Backtest) -> Document:
    """Return a backtest as one object: times as stamps on each place's own clock, errors in seconds.

    An error is the time seen less the time of even odds. `score` is the model's; `baselines` have the same keys.
    """
    model, *baselines = score_all(result)
    codes = dict.fromkeys(
        [
            *(code for row in result.scored for code in (row.start.station, row.end.station)),
            *(code for row in result.scored for gap in row.unclocked for code in (gap.start, gap.end)),
            *(row.row.station for row in result.unscored),
            *(outcome.station for _, outcome in result.press),
        ]
    )
    return {
        "schema": {"name": "routes/backtest", "version": VERSION},
        "tzdata": clock.tzdata_version(),
        "journeys": list(result.journeys),
        "forecasts": [_scored(world, row) for row in result.scored],
        "score": _score(model) | {"journeys": len({row.start.journey for row in result.scored})},
        "baselines": {score.name: _score(score) for score in baselines},
        "press": [
            {
                "forecast": forecast.forecast,
                "journey": forecast.journey,
                "foretold": clock.stamp(forecast.at, world.gazetteer.stations[forecast.station].zone),
                "seen": build_row(outcome, world.gazetteer.stations),
                "error_s": int((outcome.at - forecast.at).total_seconds()),
                "source": forecast.source,
            }
            for forecast, outcome in result.press
        ],
        "unscored": [
            build_row(row.row, world.gazetteer.stations) | {"journey": row.row.journey, "reason": row.reason}
            for row in result.unscored
        ],
        "caveats": list(_list_caveats(world, result, model)),
        "stations": {code: {"name": station_title(world.gazetteer.stations, code)} for code in codes},
    }


def _scored(world: World, row: Scored) -> Document:
    stations = world.gazetteer.stations
    end = build_row(row.end, stations)
    zone = end["time"]["zone"]
    return {
        "journey": row.start.journey,
        "train": row.train,
        "from": build_row(row.start, stations),
        "to": end,
        "length_m": row.length_m,
        **_times(row.spread, zone),
        "error_s": row.seen_s - _minute(quantile_s(row.spread, 0.5)),
        "duration_s": row.seen_s - row.start_s,
        "crps_s": round(score_s(row.spread, row.seen_s)),
        "inside": {f"{share:.0%}": covers(row.spread, row.seen_s, share) for share in SHARES},
        "fitted": list(row.fitted),
        "prior": {**_times(row.prior, zone), "error_s": row.seen_s - _minute(quantile_s(row.prior, 0.5))},
        "flat": {"expected": _stamp(row.flat_s, zone), "error_s": row.seen_s - _minute(row.flat_s)},
        "unclocked": [{"from": gap.start, "to": gap.end, "length_m": gap.length_m} for gap in row.unclocked],
    }


def _times(spread: Spread, zone: str) -> Document:
    """Return the 10, 50 and 90 % times on a clock."""
    return {n: _stamp(quantile_s(spread, c), zone) for n, c in {"early": 0.1, "expected": 0.5, "late": 0.9}.items()}


def _stamp(at_s: float, zone: str) -> Document:
    """Return a time as a stamp, rounded up to the whole minute as arrivals are."""
    return clock.stamp(datetime.fromtimestamp(_minute(at_s), UTC), zone)


def _minute(at_s: float) -> int:
    return -(-round(at_s) // 60) * 60


def _score(score: Score) -> Document:
    return {
        "n": score.rows,
        "coverage": [
            {"share": c.share, "inside": c.hits, "n": c.tries, "low": round(c.low, 3), "high": round(c.high, 3)}
            for c in score.coverage
        ],
        "median_abs_error_s": None if score.median_error_s is None else round(score.median_error_s),
        "median_abs_error_share": None if score.median_error_share is None else round(score.median_error_share, 4),
        "crps_s": None if score.crps_s is None else round(score.crps_s),
    }


def _list_caveats(world: World, result: Backtest, model: Score) -> Iterator[str]:
    """Yield what the score cannot say, from its own numbers."""
    rows, journeys = result.scored, {row.start.journey for row in result.scored}
    if not rows:
        yield "nothing was scored, so nothing can be claimed of this model"
        return
    yield (
        f"{_count(len(rows), 'forecast')} of {_count(len(journeys), 'journey')}: rows of one journey share its pace, "
        "so they are fewer independent cases than their number"
    )
    for c in [c for c in model.coverage if c.share == SHARES[-1]]:
        claim = "says nothing of" if c.high - c.low > 0.2 else "bears on"
        yield (
            f"{c.hits} of {c.tries} in the {c.share:.0%} intervals {claim} their true coverage: by chance alone "
            f"(95 %, were all independent) it may be anything from {c.low:.0%} to {c.high:.0%}"
        )
    if len(rows) < FEW:
        yield "on so few rows, a smaller error than a baseline's does not show a better model"
    if bare := _count_bare(rows):
        yield f"{bare} of the {len(rows)} had nothing fitted by then: there, the model and its priors are one"
    stations = [row.station for scored in rows for row in (scored.start, scored.end)]
    countries = sorted(
        {world.gazetteer.stations[code].country if code in world.gazetteer.stations else "" for code in stations}
    )
    if len(countries) == 1 and countries[0]:
        yield f"every scored stretch begins and ends in {countries[0]}: it says nothing of the train anywhere else"
    if result.press:
        yield "the press foretold other rows at other instants: its errors stand beside the model's, not against them"
    ends = sorted({row.end.precision_s // 60 for row in rows})
    precision = " to ".join(f"±{minutes}" for minutes in dict.fromkeys((ends[0], ends[-1])))
    yield (
        f"the times seen are themselves known to {precision} min, and an error below that cannot be told from none; "
        "each forecast is as if the row it starts from had been public at once"
    )


def _count_bare(rows: Sequence[Scored]) -> int:
    return sum(not row.fitted for row in rows)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'s'[: number != 1]}"
