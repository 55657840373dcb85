"""Every kind of question tried: the one way by which a check learns whether a scenario can be answered."""

from __future__ import annotations

from datetime import datetime

from routes.scenarios.compare import compare
from routes.scenarios.evaluate import evaluate
from routes.scenarios.feasible import weigh
from routes.scenarios.reach import reach
from routes.scenarios.schema import Scenario
from routes.scenarios.world import World


def try_question(world: World, query: Scenario, *, now: datetime) -> None:
    """Answer a question and return nothing.

    Raises: PlaceError, TimeError, UsageError, InfeasibleError or DataError, as the question itself would.
    """
    if query.legs:
        from routes.scenarios.joined.evaluate import evaluate_joined  # numpy, which no other question needs

        evaluate_joined(world, query, now=now)
        return
    match query.question:
        case "feasible":
            weigh(world, query, now=now)
        case "compare":
            compare(world, query, now=now)
        case "reach":
            reach(world, query, now=now)
        case _:
            evaluate(world, query, now=now)
