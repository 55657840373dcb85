"""A profile ready for a question: what was known of a train or plane, and the ways that it can take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from routes.errors import UsageError
from routes.ids import StationCode
from routes.itinerary import Itinerary
from routes.network.graph import Network
from routes.scenarios.assumptions import PACE, Train, apply_settings, known_assumptions
from routes.scenarios.keys import Keys
from routes.scenarios.modes import AIR, PROFILES
from routes.scenarios.plan import Pace, Trip, add_asked_turns, add_turns, build_itinerary
from routes.scenarios.reader import get_train
from routes.scenarios.schema import Scenario
from routes.scenarios.world import World


class Profile(NamedTuple):
    """A train or plane as known at an instant; `usual` is its pace without what the question sets."""

    train: Train
    network: Network
    usual: Pace
    pace: Pace


def open_profile(world: World, query: Scenario, via: Sequence[StationCode], *, as_of: datetime) -> Profile:
    """Return what was known at `as_of` of the profile that a question names.

    Raises: UsageError, for a profile or setting that there is not, or a profile of another mode than the question's.
    """
    train = get_train(world.folders, query.train)
    if query.mode and train.mode != query.mode:
        hint = f"leave --train out, or name one that does; {PROFILES[query.mode]} is the usual one"
        raise UsageError(f"the profile {train.name} does not go by {query.mode}", hint=hint)
    network = add_asked_turns(world.network, via)
    known = {PACE.key: PACE, **world.known, **add_turns(known_assumptions(train, as_of), network.turns)}
    usual = Pace(known, train.gauges_mm, world.gazetteer.stations)
    if not query.settings:
        return Profile(train, network, usual, usual)
    return Profile(
        train, network, usual, usual._replace(known=apply_settings(known, query.settings, valid=Keys(world)))
    )


def plan_journey(profile: Profile, trip: Trip, *, arrives: bool = False) -> Itinerary:
    """Return the itinerary of a trip by a profile: the fewest minutes by rail, or through airports by air.

    With `arrives` a train's begins with its arrival at the origin and the works there.

    Raises: InfeasibleError, when there is no way.
    """
    if profile.train.mode == AIR:
        from routes.scenarios.flight import build_flight  # what a train does not need

        return build_flight(profile.pace, trip)
    return build_itinerary(profile.network, profile.pace, trip, arrives=arrives)


def by_mode(query: Scenario, mode: str, *, own: str) -> Scenario:
    """Return the question for one mode: with its own profile where that goes by it (`own`), else with the usual one."""
    return query._replace(mode=mode, train=query.train if mode == own else PROFILES[mode])
