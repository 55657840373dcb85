"""A scenario's question to the document that answers it, whatever it asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from routes.report.document import Document, build_document
from routes.scenarios.evaluate import evaluate
from routes.scenarios.meeting import lay_legs, meet
from routes.scenarios.schema import Scenario
from routes.scenarios.terminals import serve
from routes.scenarios.world import World

if TYPE_CHECKING:
    from routes.itinerary import Leg


def answer_question(world: World, query: Scenario, *, now: datetime) -> Document:
    """Return the document that answers a scenario's question, asked at an instant.

    Raises: PlaceError, TimeError, UsageError, InfeasibleError or DataError.
    """
    if query.legs:
        return _answer_joined(world, query, now=now)
    world = serve(meet(world, query, now=now), query)
    if query.question == "feasible":  # what the other questions do not need is loaded with the question
        from routes.report.claims import build_claims
        from routes.scenarios.feasible import list_legs, weigh

        weighed = weigh(world, query, now=now)
        return build_claims(_lay(world, query, list_legs(weighed)), weighed)
    if query.question == "compare":
        from routes.report.comparison import build_comparison
        from routes.scenarios.compare import compare

        compared = compare(world, query, now=now)
        legs = [row.itinerary.legs for row in compared.rows if row.itinerary]
        return build_comparison(_lay(world, query, legs), compared)
    if query.question == "reach":
        from routes.report.reached import build_reached
        from routes.scenarios.reach import list_edges, reach

        found = reach(world, query, now=now)
        return build_reached(_lay(world, query, [list_edges(found.places)]), found)
    return _answer_one_way(world, query, now=now)


def _answer_joined(world: World, query: Scenario, *, now: datetime) -> Document:
    """Return the answer of a journey of legs, some of which may go by timetable."""
    if query.question == "compare":
        from routes.report.joined_rows import build_joined_comparison

        return _lay_built(world, query, build_joined_comparison(world, query, now=now))
    if query.question == "reach":
        from routes.report.joined_reach import build_joined_reach

        return _lay_built(world, query, build_joined_reach(world, query, now=now))
    from routes.report.joined import build_joined
    from routes.scenarios.joined.evaluate import evaluate_joined, list_modelled

    joined = evaluate_joined(world, query, now=now)
    return build_joined(_lay(joined.world, query, [list_modelled(joined)]), joined)


def _lay_built(world: World, query: Scenario, document: Document) -> Document:
    """Return an answer with the lines of its legs on the ground, where they are asked for."""
    if not query.geometry:
        return document
    from routes.report.laid_again import lay_again

    return lay_again(world, document)


def _answer_one_way(world: World, query: Scenario, *, now: datetime) -> Document:
    """Return the answer of one journey, with the other ways that are asked for."""
    result = evaluate(world, query, now=now)
    document = build_document(_lay(world, query, [result.itinerary.legs]), result)
    if not query.alternatives:
        return document
    from routes.report.ways import add_ways
    from routes.scenarios.ways import find_ways

    return add_ways(document, find_ways(world, query, now=now), query)


def _lay(world: World, query: Scenario, ways: Iterable[Iterable[Leg]]) -> World:
    """Return the world with all legs on its track, where their lines on the ground are asked for."""
    return lay_legs(world, [leg for legs in ways for leg in legs]) if query.geometry else world
