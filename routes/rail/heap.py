"""A binary heap of whole numbers in an array: plain functions, which numba compiles where a question is worth it.

A key is `value << NODE_BITS | node`, so that equal values leave the heap in the order of their nodes, always.
Numba keeps what it compiled by the file of its caller: after an edit here remove `routes/rail/__pycache__`.
"""

from __future__ import annotations

from typing import Protocol


class Numbers(Protocol):
    """Whole numbers by place: an array of numpy, or a view of bytes where numpy is not loaded."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __getitem__(self, place: int, /) -> int:
        """Return a number."""

    def __setitem__(self, place: int, value: int, /) -> None:
        """Replace a number."""


NODE_BITS = 28
"""268 million nodes, and values up to 34 billion: 34 million kilometres of track."""

NODE_MASK = (1 << NODE_BITS) - 1


def push(heap: Numbers, size: int, key: int) -> int:
    """Put a key into the first `size` entries of `heap`; return the new size."""
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if heap[above] <= key:
            break
        heap[at] = heap[above]
        at = above
    heap[at] = key
    return size + 1


def pop(heap: Numbers, size: int) -> int:
    """Take out `heap[0]`, the least key, which the caller has read; return the new size."""
    size -= 1
    key = heap[size]
    at = 0
    below = 1
    while below < size:
        if below + 1 < size and heap[below + 1] < heap[below]:
            below += 1
        if heap[below] >= key:
            break
        heap[at] = heap[below]
        at = below
        below = 2 * at + 1
    heap[at] = key
    return size
