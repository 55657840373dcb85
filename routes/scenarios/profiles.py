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
from routes.scenarios.changing import Stretch, build_changing, merge_trains
from routes.scenarios.keys import Keys
from routes.scenarios.modes import AIR, CHANGE, SEA, split_mode, usual_profile
from routes.scenarios.plan import Pace, Trip, add_asked_turns, add_turns, build_itinerary
from routes.scenarios.reader import get_train
from routes.scenarios.schema import Scenario
from routes.scenarios.world import World


class Profile(NamedTuple):
    """A train, plane or ship as known at an instant; `usual` is its pace without what the question sets.

    The profile of a journey that changes is all of its trains, planes and ships together.
    """

    train: Train
    network: Network
    usual: Pace
    pace: Pace


def open_profile(world: World, query: Scenario, via: Sequence[StationCode], *, as_of: datetime) -> Profile:
    """Return what was known at `as_of` of the profile that a question names.

    Raises: UsageError, for a profile or setting that there is not, or a profile of another mode than the question's.
    """
    train = _open_train(world, query)
    network = add_asked_turns(world.network, via)
    known = {PACE.key: PACE, **world.known, **add_turns(known_assumptions(train, as_of), network.turns)}
    usual = Pace(known, train.gauges_mm, world.gazetteer.stations)
    if not query.settings:
        return Profile(train, network, usual, usual)
    return Profile(
        train, network, usual, usual._replace(known=apply_settings(known, query.settings, valid=Keys(world)))
    )


def _open_train(world: World, query: Scenario) -> Train:
    """Return the profile that a question names, and for a journey that changes the usual ones of its other modes.

    Raises: UsageError, for a profile that there is not, or one of another mode than the question's.
    """
    train = get_train(world.folders, query.train)
    own = split_mode(train.mode)
    wanted = tuple(dict.fromkeys(split_mode(query.mode or train.mode)))
    if strange := [mode for mode in own if mode not in wanted]:
        hint = f"leave --train out, or name one that does; {usual_profile(query.mode)} is the usual one"
        raise UsageError(f"the profile {train.name} does not go by {query.mode or strange[0]}", hint=hint)
    if set(own) == set(wanted):
        return train._replace(mode=query.mode or train.mode)
    others = {mode: get_train(world.folders, usual_profile(mode)) for mode in wanted if mode not in own}
    trains = [others.get(mode, train) for mode in wanted if mode in others or mode == own[0]]
    return merge_trains(trains)._replace(mode=query.mode)


def plan_journey(profile: Profile, trip: Trip, *, arrives: bool = False) -> Itinerary:
    """Return the itinerary of a trip by a profile: the fewest minutes by rail, or through airports or ports.

    One that changes mode is built stretch by stretch, each as its own mode builds it.

    With `arrives` a train's begins with its arrival at the origin and the works there.

    Raises: InfeasibleError, when there is no way.
    """
    mode = profile.train.mode
    if CHANGE in mode:

        def build(stretch: Stretch) -> Itinerary:
            return plan_journey(by_stretch(profile, stretch.mode), stretch.trip, arrives=arrives and stretch.is_first)

        return build_changing(profile.pace, mode, trip, build)
    if mode == AIR:
        from routes.scenarios.flight import build_flight  # what a train does not need

        return build_flight(profile.pace, trip)
    if mode == SEA:
        from routes.scenarios.voyage import build_voyage

        return build_voyage(profile.pace, trip)
    return build_itinerary(profile.network, profile.pace, trip, arrives=arrives)


def by_mode(query: Scenario, mode: str, *, own: str) -> Scenario:
    """Return the question for one mode: with its own profile where that goes by it (`own`), else with the usual one."""
    return query._replace(mode=mode, train=query.train if mode == own else usual_profile(mode))


def by_stretch(profile: Profile, mode: str) -> Profile:
    """Return the profile for the stretches that go by one of its modes, with that mode's own shared pace."""
    return profile._replace(train=profile.train._replace(mode=mode), pace=profile.pace.by_mode(mode))
