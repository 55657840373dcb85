"""What may be wrong with the [[leg]] of a joined journey that each key alone does not show."""

from __future__ import annotations

from routes.checks import Readable, apply_checks
from routes.errors import UsageError
from routes.scenarios.assumption_checks import Fault
from routes.units import parse_duration

MODELLED = ("train", "mode")
QUESTIONS = ("latest-departure", "arrival", "feasible", "compare", "reach")
"""That can be asked of a joined journey."""


def find_leg_faults(leg: Readable, *, is_last: bool, values: Readable) -> list[Fault]:
    """Return what is wrong with one leg; `values` are those of its scenario."""

    def check_kind(leg: Readable) -> list[Fault]:
        both = [name for name in MODELLED if leg["timetable"] and leg[name]]
        message, remedy = "a leg by timetable has no {}", "leave {} out, or the timetable"
        return [Fault("value_invalid", name, message.format(name), remedy.format(name), leg[name]) for name in both]

    def check_walk(leg: Readable) -> list[Fault]:
        if leg["timetable"] or not leg["walk_m"]:
            return []
        message, remedy = "only a leg by timetable has stops to walk to", "leave walk_m out, or name a timetable"
        return [Fault("value_invalid", "walk_m", message, remedy, str(leg["walk_m"]))]

    def check_end(leg: Readable) -> list[Fault]:
        if not is_last:
            return [] if leg["to"] else [Fault("key_missing", "to", "a leg does not say where it ends", "add to")]
        if leg["to"] in (None, values["to"]):
            return []
        message = f"the last leg ends at {leg['to']}, and the journey at {values['to']}"
        return [Fault("value_invalid", "to", message, "leave it out of the last leg, or write the same", leg["to"])]

    def check_change(leg: Readable) -> list[Fault]:
        try:
            parse_duration(leg["change"] or "0 min")
        except UsageError as error:
            return [Fault("value_invalid", "change", error.message, error.hint, leg["change"])]
        return []

    def check_question(_leg: Readable) -> list[Fault]:
        if values["question"] in QUESTIONS:
            return []
        message = f"a journey of legs is asked for {' or '.join(QUESTIONS)} only"
        return [Fault("value_invalid", "to", message, "change the question, or leave the legs out", values["question"])]

    return apply_checks(leg, [check_kind, check_walk, check_end, check_change, check_question])
