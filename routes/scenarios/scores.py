"""What a backtest comes to: coverage, errors and the ranked probability score, of the model and of each baseline."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median
from typing import NamedTuple

from routes.scenarios.backtest import Backtest, Scored
from routes.timing.score import covers, rate_interval
from routes.timing.spread import Spread, certain, quantile_s, score_s

SHARES = (0.5, 0.8, 0.9)


class Coverage(NamedTuple):
    """How many of the seen times lie in the central interval of a share, and between which rates the true one is."""

    share: float
    hits: int
    tries: int
    low: float
    high: float


class Score(NamedTuple):
    """The score of one forecaster; what it does not have is None or empty, as coverage for a single time."""

    name: str
    rows: int
    coverage: tuple[Coverage, ...]
    median_error_s: float | None
    median_error_share: float | None
    crps_s: float | None


def error_s(spread: Spread, row: Scored) -> float:
    """Return by how much the row came later than even odds had it; below zero, earlier."""
    return row.seen_s - quantile_s(spread, 0.5)


def score_all(result: Backtest) -> list[Score]:
    """Return the scores of the model, of the priors without a fit, of 60 km/h everywhere, and of the press."""
    rows = result.scored
    scores = [
        _score("model", rows, [row.spread for row in rows]),
        _score("prior", rows, [row.prior for row in rows]),
        _score("flat", rows, [certain(row.flat_s) for row in rows]),
    ]
    errors = [abs((outcome.at - forecast.at).total_seconds()) for forecast, outcome in result.press]
    return [*scores, Score("press", len(errors), (), median(errors) if errors else None, None, None)]


def _score(name: str, rows: Sequence[Scored], spreads: Sequence[Spread]) -> Score:
    if not rows:
        return Score(name, 0, (), None, None, None)
    pairs = list(zip(spreads, rows, strict=True))
    errors = [abs(error_s(spread, row)) for spread, row in pairs]
    shares = [e / (row.seen_s - row.start_s) for e, row in zip(errors, rows, strict=True) if row.seen_s > row.start_s]
    is_single = all(spread.is_certain for spread in spreads)
    coverage = () if is_single else tuple(_cover(share, pairs) for share in SHARES)
    crps_s = fmean(score_s(spread, row.seen_s) for spread, row in pairs)
    return Score(name, len(rows), coverage, median(errors), median(shares) if shares else None, crps_s)


def _cover(share: float, pairs: Sequence[tuple[Spread, Scored]]) -> Coverage:
    hits = sum(covers(spread, row.seen_s, share) for spread, row in pairs)
    return Coverage(share, hits, len(pairs), *rate_interval(hits, len(pairs)))
