"""Lines as text of few letters, which a page's script reads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy import bool_, int64, object_
    from numpy.typing import NDArray

# How numbers are written: one letter for a small one, two for others; and what stands before each line.
FIRST_LETTER, LETTERS, SPACE = 35, 2048, 32
MOST_STEP = 50_000_000


def write_rings(polygons: NDArray[object_], step: float, per_deg: int) -> str:
    """Return the rings of polygons as `write_lines` does lines, but those that shrink to a line, and their holes."""
    rings, owners = shapely.get_rings(polygons, return_index=True)
    is_outer = np.diff(owners, prepend=-1) > 0
    points, sizes = _thin(rings, step, per_deg)
    return _write(points, sizes, (sizes > 3) & (sizes[is_outer] > 3)[owners])


def write_lines(lines: NDArray[object_], step: float, per_deg: int) -> str:
    """Return lines thinned to a step as text, each with a space before it, without those that shrink to a point.

    A line is longitude and latitude of its points in turn, in parts of a degree, each as the step from the one before,
    that of the first from the last of the line before.
    """
    points, sizes = _thin(lines, step, per_deg)
    return _write(points, sizes, sizes > 1)


def _thin(lines: NDArray[object_], step: float, per_deg: int) -> tuple[NDArray[int64], NDArray[int64]]:
    """Return the points of thinned lines in whole parts of a degree, those that fall together once; and how many."""
    thinned = shapely.simplify(lines, step, preserve_topology=False)
    points, owners = shapely.get_coordinates(thinned, return_index=True)
    whole = np.rint(points * per_deg).astype(np.int64)
    is_new = np.ones(len(whole), bool)
    is_new[1:] = (np.diff(whole, axis=0) != 0).any(axis=1) | (np.diff(owners) != 0)
    return whole[is_new], np.bincount(owners[is_new], minlength=len(lines))


def _write(points: NDArray[int64], sizes: NDArray[int64], is_kept: NDArray[bool_]) -> str:
    points, sizes = points[np.repeat(is_kept, sizes)], sizes[is_kept]
    return write_steps(points, spaces=2 * (np.cumsum(sizes) - sizes))


def write_few(values: Sequence[int]) -> str:
    """Return whole numbers as `write_steps` does, a few of which take a tenth of the time one by one."""
    steps = [after - before for before, after in pairwise((0, *values))]
    numbers = [step << 1 ^ step >> 63 for step in steps]
    return "".join(
        chr(number + FIRST_LETTER)
        if number < LETTERS
        else chr(LETTERS + number // LETTERS + FIRST_LETTER) + chr(number % LETTERS + FIRST_LETTER)
        for number in numbers
    )


def write_steps(values: NDArray[int64], *, spaces: NDArray[int64] | None = None) -> str:
    """Return whole numbers, or pairs of them, as the steps from one to the next, with spaces before some of these.

    A step n is the number 2n, or -2n - 1 below zero. A number is the letter so far from `#`; from 2048 on that of its
    quotient by 2048, after the letters of all smaller numbers, and that of its remainder. No step passes MOST_STEP.
    """
    steps = np.diff(values, axis=0, prepend=np.zeros_like(values[:1])).ravel()
    numbers = (steps << 1) ^ (steps >> 63)
    is_long = numbers >= LETTERS
    letters = np.where(is_long, LETTERS + numbers // LETTERS, numbers) + FIRST_LETTER
    parted = np.zeros(0, np.int64) if spaces is None else spaces
    at = np.concatenate([np.flatnonzero(is_long) + 1, parted])
    put = np.concatenate([numbers[is_long] % LETTERS + FIRST_LETTER, np.full(len(parted), SPACE)])
    order = np.argsort(at, kind="stable")  # a number ends before the next line begins
    return np.insert(letters, at[order], put[order]).astype("<u4").tobytes().decode("utf-32-le")
