"""How a chance falls with time: a curve over absolute time, and what one stage makes of it, looking backward."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import ceil
from typing import NamedTuple

from routes.timing.convolve import convolve
from routes.timing.spread import NEGLIGIBLE, Spread, regrid
from routes.timing.windows import ALWAYS, FAR_S, Window, last_ready, next_open, shut_spans

SHARP_S = 1  # the step of a curve that drops within one second, which certain times move exactly


class Curve(NamedTuple):
    """Values at `start_s + i * step_s`, straight between; `before` earlier than that, zero later."""

    start_s: int
    step_s: int
    values: tuple[float, ...]
    before: float

    @property
    def end_s(self) -> int:
        """Return the instant from which the curve is zero."""
        return self.start_s + (len(self.values) - 1) * self.step_s

    @property
    def is_sharp(self) -> bool:
        """Return whether the curve is one up to an instant and zero a second later."""
        return self.step_s == SHARP_S


def drop_after(at_s: int) -> Curve:
    """Return the curve of a deadline: one up to `at_s`, then zero."""
    return Curve(at_s, SHARP_S, (1.0, 0.0), 1.0)


def value_at(curve: Curve, at_s: float, window: Window = ALWAYS) -> float:
    """Return the curve at an instant, or at the first instant after it that the window allows."""
    place = (next_open(window, at_s) - curve.start_s) / curve.step_s
    if place < 0:
        return curve.before
    whole = int(place)
    if whole >= len(curve.values) - 1:
        return curve.values[-1] if place == len(curve.values) - 1 else 0.0
    start = curve.values[whole]
    return start + (place - whole) * (curve.values[whole + 1] - start)


def values_at(curve: Curve, instants: Sequence[int]) -> list[float]:
    """Return the curve at instants in order, without a window: as `value_at`, and five times as fast."""
    start, step, values, before = curve
    first, last = bisect_left(instants, start), bisect_right(instants, curve.end_s)
    slopes = [*(b - a for a, b in pairwise(values)), 0.0]
    places = [(t - start) / step for t in instants[first:last]]
    inside = [values[i := int(p)] + (p - i) * slopes[i] for p in places]
    return [before] * first + inside + [0.0] * (len(instants) - last)


def step_back(curve: Curve, spread: Spread, window: Window = ALWAYS) -> Curve:
    """Return, for every instant, the mean of `curve` over what one gets to by a stage of this spread.

    At the end of the stage one waits for the window, so the curve is read at the next instant that it allows. Certain
    times move a sharp curve exactly. Else the curve is averaged over the cells of the grid, its jumps where the window
    shuts in their exact place, and these averages are convolved with the masses.
    """
    if spread.is_certain and (not window or curve.is_sharp):
        ends_s = last_ready(window, curve.start_s)
        if ends_s == -FAR_S:
            return Curve(curve.start_s, SHARP_S, (0.0, 0.0), 0.0)
        return curve._replace(start_s=ends_s - spread.base_s)
    spread = spread if window or spread.is_certain else regrid(spread, max(spread.step_s, curve.step_s))
    flat_s, before = _flat_until(curve, window)
    step, count = spread.step_s, len(spread.masses)
    reach = (count - 1) * step + step // 2
    start = flat_s - spread.base_s - reach
    start -= start % step
    length = (max(curve.end_s, flat_s) - spread.base_s + step // 2 - start) // step + 2
    first_edge = start + spread.base_s - step // 2
    sums = integrate(curve, window, range(first_edge, first_edge + (length + count) * step, step))
    cells = [(b - a) / step for a, b in pairwise(sums)]
    values = convolve(spread.masses[::-1], cells)[count - 1 : count - 1 + length]
    return _trim(start, step, values, before * sum(spread.masses))


def _flat_until(curve: Curve, window: Window) -> tuple[int, float]:
    """Return until when the curve through the window is constant, and that constant."""
    if window and window[0][0] > curve.start_s:
        return window[0][0], value_at(curve, window[0][0])
    return last_ready(window, curve.start_s), curve.before


def _trim(start_s: int, step_s: int, values: Sequence[float], before: float) -> Curve:
    first, last = 0, len(values)
    while last - first > 2 and abs(values[first + 1] - before) < NEGLIGIBLE:
        first += 1
    while last - first > 2 and values[last - 2] < NEGLIGIBLE:
        last -= 1
    return Curve(start_s + first * step_s, step_s, tuple(values[first:last]), before)


class _Areas(NamedTuple):
    """A curve with its integral up to each of its points, and half of its rise from each to the next."""

    curve: Curve
    sums: list[float]
    halves: list[float]

    def up_to(self, instants: Sequence[float]) -> list[float]:
        """Return the integral from the start of the curve up to each of some instants in order; negative before it."""
        (start, step, values, before), sums, halves = self
        end, first = self.curve.end_s, bisect_left(instants, start)
        last = bisect_left(instants, end, lo=first)
        places = [(t - start) / step for t in instants[first:last]]
        inside = [sums[i := int(p)] + (q := p - i) * (values[i] * step + q * halves[i]) for p in places]
        return [before * (t - start) for t in instants[:first]] + inside + [sums[-1]] * (len(instants) - last)


def integrate(curve: Curve, window: Window, edges: range) -> list[float]:
    """Return the integral of the curve through the window at evenly spaced instants, from any one origin."""
    step, pairs = curve.step_s, list(pairwise(curve.values))
    areas = _Areas(
        curve, [0.0, *accumulate([(a + b) * step / 2 for a, b in pairs])], [(b - a) * step / 2 for a, b in pairs]
    )
    sums = areas.up_to(edges)
    if not window:
        return sums
    moved, done, shift = list[float](), 0, 0.0
    for shuts, opens in shut_spans(window, edges[0], edges[-1]):
        level = value_at(curve, opens) if opens < FAR_S else 0.0
        at_shut, at_open = areas.up_to((shuts, opens))
        first, last = (min(len(edges), max(done, ceil((t - edges[0]) / edges.step))) for t in (shuts, opens))
        moved += [s + shift for s in sums[done:first]]
        flat = at_shut + shift - level * shuts
        moved += [flat + level * edge for edge in edges[first:last]]
        done, shift = last, shift + level * (opens - shuts) - (at_open - at_shut)
    return moved + [s + shift for s in sums[done:]]
