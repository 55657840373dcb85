"""What a question of several journeys cannot take: evidence and windows, which belong to one journey."""

from __future__ import annotations

from routes.errors import UsageError
from routes.scenarios.schema import Scenario


def refuse_unread(query: Scenario) -> None:
    """Raise UsageError where a question of several journeys is given sightings or windows, which it does not weigh."""
    given = {"--seen": query.seen, "--not-seen": query.not_seen, "--window": query.windows}
    for name, values in given.items():
        if values:
            hint = "ask latest-departure, arrival or feasible of one journey"
            raise UsageError(f"{name} is of one journey, and {query.question} asks of several", hint=hint)
