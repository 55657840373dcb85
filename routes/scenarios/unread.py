"""What a question of several journeys cannot take: evidence and windows, which belong to one journey."""

from __future__ import annotations

from routes.errors import UsageError
from routes.scenarios.schema import Scenario


def refuse_unread(query: Scenario) -> list[str]:
    """Return a note on the sightings and windows of a scenario that a question of several journeys does not weigh.

    Raises: UsageError, where such a question is given them without a scenario.
    """
    given = {"--seen": query.seen, "--not-seen": query.not_seen, "--window": query.windows}
    named = [f'{name} "{value}"' for name, values in given.items() for value in values]
    if not named:
        return []
    if query.name:
        return [f"of scenario {query.name}, what is told of one journey is not weighed here: {', '.join(named)}"]
    hint = "ask latest-departure, arrival or feasible of one journey"
    name = next(name for name, values in given.items() if values)
    raise UsageError(f"{name} is of one journey, and {query.question} asks of several", hint=hint)
