"""A scenario checked field by field, each on its own, and, when all are right, down to the answer it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import NamedTuple

from routes.checks import UNREAD, Readable, UnreadError, apply_checks
from routes.errors import InfeasibleError, PlaceError, RoutesError, TimeError, UsageError
from routes.findings import Finding
from routes.gazetteer.folding import fold
from routes.scenarios.assumption_checks import Fault
from routes.scenarios.assumptions import Train, apply_settings, known_assumptions
from routes.scenarios.countries import describe_strange, list_strange
from routes.scenarios.departures import list_departures
from routes.scenarios.documents import Document, note_faults
from routes.scenarios.keys import Keys
from routes.scenarios.known import Known, get_known, is_authored
from routes.scenarios.meeting import meet
from routes.scenarios.modes import parse_mode, parse_modes, split_mode
from routes.scenarios.phrases import AsOf, read_as_of, read_phrase
from routes.scenarios.place_lists import resolve_places
from routes.scenarios.plan import add_turns
from routes.scenarios.questions import try_question
from routes.scenarios.reader import build_scenario, find_scenario, read_fields
from routes.scenarios.schema import Scenario
from routes.scenarios.world import World
from routes.when import When, deadlines, instants

ANY_ZONE = "UTC"
"""The clock on which a phrase is tried whose own place cannot be found: whether it can be read shows on any."""


class Scope(NamedTuple):
    """What scenarios are checked against: the world, its keys, the trains by name (None for one with faults), now.

    `is_whole` is false where rows of the world were left out, so that no answer can be tried.
    """

    world: World
    keys: Keys
    trains: Mapping[str, Train | None]
    now: datetime
    is_whole: bool


class _Case(NamedTuple):
    """A scenario to be checked: those of its keys that are right by themselves, and its frame."""

    values: Readable
    scope: Scope


def check_scenario(scope: Scope, name: str) -> list[Finding]:
    """Return every fault of a scenario; whether it can be answered is tried only where there is no other."""
    path, label = find_scenario(scope.world.folders, name)
    document, values = read_fields(path, label)
    if not document.findings and not values.get("leg"):
        scope = scope._replace(world=_meet(scope, build_scenario(name, label, values)))
    checks = [_check_places, _check_avoid, _check_train, _check_as_of, _check_times, _check_modes]
    checks += [_check_evidence, _check_settings]
    checks = [check for check in checks if check is not _check_places] if values.get("leg") else checks
    faults = apply_checks(_Case(values, scope), checks)
    if not document.findings and values.get("leg"):
        _check_legs(scope, build_scenario(name, label, values), document)
    if not (document.findings or faults) and scope.is_whole and scope.trains[values["train"]]:
        query = build_scenario(name, label, values)
        try:
            try_question(scope.world, query, now=scope.now)
        except InfeasibleError as error:
            faults.append(Fault("scenario_infeasible", "question", error.message, error.hint, query.question))
        except RoutesError as error:
            faults.append(Fault("value_invalid", "question", error.message, error.hint, query.question))
    note_faults(document, faults)
    return document.findings


def _check_legs(scope: Scope, query: Scenario, document: Document) -> None:
    """Note every fault of the legs of a scenario: timetables, places, and ways that are not there."""
    from routes.scenarios.joined.legs import join_legs, read_start

    try:
        as_of = read_start(scope.world, query, scope.now)
    except RoutesError:
        return  # told of its own field
    for index, field, error in join_legs(scope.world, query, as_of, now=scope.now).faults:
        code = "place_unknown" if isinstance(error, PlaceError) else "value_invalid"
        code = "scenario_infeasible" if isinstance(error, InfeasibleError) else code
        document.add(code, field, error.message, error.hint, table="leg", index=index)


def _meet(scope: Scope, query: Scenario) -> World:
    """Return the world with what a scenario needs beyond the authored track; as it is where that cannot be told."""
    try:
        return meet(scope.world, query, now=scope.now)
    except (RoutesError, UnreadError):
        return scope.world


def _check_places(case: _Case) -> list[Fault]:
    """Return a fault for each place that is not one of the gazetteer, nor stands in a row that was left out."""
    gazetteer, found = case.scope.world.gazetteer, []
    known = Known(case.scope.world.folders, gazetteer)
    for field, text in _list_places(case.values):
        try:
            if field in ("origins", "destinations") and is_authored(gazetteer, text):
                resolve_places(gazetteer, [text], [])
            else:
                get_known(known, text)
        except PlaceError as error:
            if not _is_left_out(text, gazetteer.left_out):
                found.append(Fault("place_unknown", field, error.message, error.hint, text))
    return found


def _list_places(values: Readable) -> Iterator[tuple[str, str]]:
    yield from ((field, values[field]) for field in ("from", "to") if values.get(field) is not None)
    yield from ((field, text) for field in ("via", "origins", "destinations") for text in values.get(field) or ())


def _is_left_out(text: str, left_out: frozenset[str]) -> bool:
    return UNREAD in left_out or fold(text.partition(",")[0]) in {fold(name) for name in left_out}


def _check_avoid(case: _Case) -> list[Fault]:
    gazetteer = case.scope.world.gazetteer
    if UNREAD in gazetteer.left_out:
        return []
    strange = list_strange(case.scope.world, case.values["avoid"] or ())
    return [Fault("value_invalid", "avoid", *describe_strange(text), text) for text in strange]


def _check_train(case: _Case) -> list[Fault]:
    name, trains = case.values["train"], case.scope.trains
    if name in trains:
        return []
    return [Fault("train_unknown", "train", f'no train profile "{name}"', f"use one of: {', '.join(trains)}", name)]


def _get_zone(case: _Case, field: str) -> str:
    """Return the zone of a place that the scenario names, or any where it cannot be found."""
    names = case.values.get({"from": "origins", "to": "destinations"}[field]) or [case.values.get(field) or ""]
    try:
        known, match = get_known(Known(case.scope.world.folders, case.scope.world.gazetteer), names[0])
        return known.gazetteer.stations[match.code].zone
    except (PlaceError, UnreadError):
        return ANY_ZONE


def _get_as_of(case: _Case) -> AsOf:
    """Return the instant as of which the scenario asks; raises TimeError where its as-of cannot be read."""
    zone = _get_zone(case, "from")
    return read_as_of(case.scope.world, case.values["as_of"] or "", zone=zone, now=case.scope.now)


def _guess_as_of(case: _Case) -> AsOf:
    """Return the instant as of which the scenario asks, or the present one where that cannot be read."""
    try:
        return _get_as_of(case)
    except (TimeError, UnreadError):
        return AsOf(case.scope.now, ANY_ZONE, None)


def _check_as_of(case: _Case) -> list[Fault]:
    try:
        _get_as_of(case)
    except TimeError as error:
        return [Fault("time_unreadable", "as_of", error.message, error.hint, case.values["as_of"])]
    return []


def _check_times(case: _Case) -> list[Fault]:
    """Return a fault for each of the times that cannot be read, or is not one as its field needs."""
    found, as_of = [], _guess_as_of(case)
    is_span = case.values.get("question") in ("feasible", "reach")
    leave = partial(list_departures, as_of=as_of.instant) if is_span else instants
    fields: list[tuple[str, str, Callable[[When], object]]] = [("arrive", "to", deadlines), ("at", "from", deadlines)]
    for field, place, resolve in (*fields, ("depart", "from", leave)):
        phrase = case.values.get(field)
        if phrase is None:
            continue
        try:
            resolve(read_phrase(case.scope.world, phrase, as_of, zone=_get_zone(case, place)))
        except TimeError as error:
            found.append(Fault("time_unreadable", field, error.message, error.hint, phrase))
    return found


def _check_modes(case: _Case) -> list[Fault]:
    """Return a fault where the modes to compare are none that there are, or the train goes by another than is asked."""
    found, train = [], case.scope.trains.get(case.values.get("train", ""))
    try:
        parse_modes(case.values.get("by") or ())
    except UsageError as error:
        found.append(Fault("value_invalid", "by", error.message, error.hint))
    mode = case.values.get("mode")
    if train and mode and train.mode not in split_mode(parse_mode(mode)):
        message = f"the profile {train.name} does not go by {mode}"
        found.append(Fault("value_invalid", "mode", message, f"write {train.mode}, or another train", mode))
    return found


def _check_evidence(case: _Case) -> list[Fault]:
    """Return a fault for each sighting, absence and window that cannot be read, or is of after the as-of instant."""
    texts = {field: case.values.get(field) or () for field in ("seen", "not_seen", "windows")}
    if not any(texts.values()):
        return []
    from routes.scenarios.evidence import Vantage, read_absence, read_sighting
    from routes.scenarios.window_phrases import read_window

    gazetteer, found = case.scope.world.gazetteer, list[Fault]()
    told = Vantage(gazetteer, _guess_as_of(case))
    readers: dict[str, Callable[[Vantage, str], object]] = {
        "seen": read_sighting,
        "not_seen": read_absence,
        "windows": read_window,
    }
    for field, text in ((field, text) for field, several in texts.items() for text in several):
        try:
            readers[field](told, text)
        except PlaceError as error:
            if not any(_is_left_out(word, gazetteer.left_out) for word in text.split()):
                found.append(Fault("place_unknown", field, error.message, error.hint, text))
        except TimeError as error:
            found.append(Fault("time_unreadable", field, error.message, error.hint, text))
        except RoutesError as error:
            found.append(Fault("value_invalid", field, error.message, error.hint, text))
    return found


def _check_settings(case: _Case) -> list[Fault]:
    """Return a fault for each entry that sets nothing, or no value that its key can have."""
    scope, found = case.scope, []
    train = scope.trains.get(case.values.get("train", ""))
    known = known_assumptions(train, _guess_as_of(case).instant) if train else {}
    known = add_turns(known, scope.world.network.turns)
    for setting in case.values["set"] or ():
        key = setting.partition("=")[0].strip()
        try:
            apply_settings(known, [setting], valid=scope.keys)
        except RoutesError as error:
            if key in known or key in scope.keys or scope.keys.explain(key) or "=" not in setting:
                found.append(Fault("value_invalid", "set", error.message, error.hint, setting))
    return found
