"""An answer that was kept without the lines of its legs on authored track, with these as the network has them now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from routes.scenarios.meeting import lay_keys
from routes.scenarios.world import World

Document = dict[str, Any]


def is_bare(document: Document) -> bool:
    """Return whether an answer has a leg by rail without its line."""
    return any(_is_bare(leg) for leg in _list_legs(document))


def lay_again(world: World, document: Document) -> Document:
    """Return an answer whose legs by rail without a line have that of the world's track, where it is built.

    Its lengths and times stay as they were kept.
    """
    laid = lay_keys(world, [_key(leg) for leg in _list_legs(document) if _is_bare(leg)])
    dressed: Document = _dress(document, laid, is_coarse=document["itinerary"] is None)
    return dressed


def _is_leg(part: Any) -> bool:
    return isinstance(part, Mapping) and "gauge_mm" in part and "length_m" in part


def _is_bare(leg: Mapping[str, Any]) -> bool:
    return bool(leg["gauge_mm"]) and "geometry" not in leg and leg["length_m"] > 0


def _key(leg: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    return leg["from"], leg["to"], leg["line"]


def _list_legs(part: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the legs of everything within an answer."""
    if _is_leg(part):
        yield part
    elif isinstance(part, Mapping | list):
        for value in part.values() if isinstance(part, Mapping) else part:
            yield from _list_legs(value)


def _dress(part: Any, laid: World, *, is_coarse: bool) -> Any:
    """Return a part of an answer with the lines of the legs in it."""
    if isinstance(part, list):
        return [_dress(value, laid, is_coarse=is_coarse) for value in part]
    if not _is_leg(part):
        whole = part.items() if isinstance(part, Mapping) else ()
        return {key: _dress(value, laid, is_coarse=is_coarse) for key, value in whole} if whole else part
    course = laid.courses.get(_key(part)) if _is_bare(part) else None
    if course is None:
        return part
    from routes.report.courses import build_course  # with shapely

    return part | build_course(course, part["length_m"], is_coarse=is_coarse)
