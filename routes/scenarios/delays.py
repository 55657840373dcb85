"""How late vehicles of a timetable are: read from a scenario, or from the `delays.toml` of a data folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from routes.checks import Readable
from routes.errors import DataError
from routes.estimate import COVERAGE, Law
from routes.findings import Finding
from routes.folders import DataFolder
from routes.scenarios.assumption_checks import find_delay_faults
from routes.scenarios.assumptions import UNITS, Assumption
from routes.scenarios.documents import Document, check_table, note_faults, read_document
from routes.scenarios.leg_tables import DELAY, DELAYS
from routes.scenarios.schema import Scenario
from routes.sentences import format_chance
from routes.timing.elicited import build_spread
from routes.timing.lateness import PUNCTUAL, Lateness, build_lateness

FILE = "delays.toml"
DELAY_KEY = "delay"
SHOWN = (0.1, 0.5, 0.9)
"""The shares that stand for a law of many as low, likely and high."""


class Delay(NamedTuple):
    """How late a vehicle of one timetable is (of each, where its name is ""), and the assumption that says so."""

    timetable: str
    law: Lateness
    stated: Assumption


def check_delays(document: Document, raws: Sequence[Mapping[str, Any]]) -> list[Readable]:
    """Return the [[delay]] tables of a file that are right, and note every fault of the others."""
    good = []
    for index, raw in enumerate(raws):
        before = len(document.findings)
        values = check_table(document, raw, DELAY, table="delay", index=index)
        note_faults(document, find_delay_faults(values), table="delay", index=index)
        if len(document.findings) == before:
            good.append(values)
    return good


def read_delays(folders: Sequence[DataFolder]) -> tuple[list[Delay], list[Finding]]:
    """Return the delays of all data folders, a user's own first, and every fault of their files."""
    delays, findings = list[Delay](), list[Finding]()
    for folder in reversed(folders):
        path = folder.path / FILE
        if path.is_file():
            document = read_document(path, f"{folder.label}/{FILE}")
            if document.values is not None:
                top = check_table(document, document.values, DELAYS)
                good = check_delays(document, top.get("delay") or ())
                delays += [build_delay(values, document.label) for values in good]
            findings += document.findings
    return delays, findings


def build_delay(raw: Mapping[str, Any], origin: str) -> Delay:
    """Return a delay of a table without a fault."""
    scale, name, note = UNITS[raw["unit"]], raw.get("timetable") or "", raw.get("note") or ""
    if raw.get("shares"):
        seconds, shares = tuple(value * scale for value in raw["values"]), tuple(raw["shares"])
        law = Lateness(seconds, shares) if shares[0] < 1 else Lateness(seconds[:1], (1.0,))
        low, likely, high = (_quantile(law, share) / scale for share in SHOWN)
        table = ", ".join(
            f"{format_chance(share)} up to {value:g}" for share, value in zip(shares, raw["values"], strict=True)
        )
        note = f"{note} Of all, {table} {raw['unit']}; shown are 10, 50 and 90 %.".strip()
    else:
        low, likely, high = raw["low"], raw["likely"], raw["high"]
        law = PUNCTUAL
    rest = (raw["unit"], raw["source"], note, raw["known_from"], origin)
    stated = Assumption(key_of(name), low, likely, high, *rest, Law(coverage=raw.get("coverage") or COVERAGE))
    if not raw.get("shares"):
        law = build_lateness(build_spread(stated.time, stated.law))
    return Delay(name, law, stated)


def key_of(timetable: str) -> str:
    """Return the key of the assumption of how late a timetable is."""
    return f"{DELAY_KEY}.{timetable}" if timetable else DELAY_KEY


def _quantile(law: Lateness, share: float) -> float:
    """Return the seconds by which a share of all is there."""
    if share <= law.shares[0]:
        return law.seconds[0]
    n = next(i for i, s in enumerate(law.shares) if s >= share)
    part = (share - law.shares[n - 1]) / (law.shares[n] - law.shares[n - 1])
    return law.seconds[n - 1] + part * (law.seconds[n] - law.seconds[n - 1])


def find_delay(folders: Sequence[DataFolder], query: Scenario, timetable: str, *, as_of: datetime) -> Delay:
    """Return how late a timetable is, as known at an instant: by the scenario, else by the data folders, else none.

    What is said of the timetable goes before what is said of every one; of several, the last known.
    Raises: DataError, when a file of delays has faults.
    """
    told, findings = read_delays(folders)
    if findings:
        raise DataError("the file of delays has faults", hint="mend each, then run `routes check`", findings=findings)
    own = [build_delay(raw, query.origin) for raw in query.delays]
    for delays in (own, told):
        if found := list(_pick(delays, timetable, as_of)):
            return max(found, key=lambda d: (d.timetable != "", d.stated.known_from))._replace(timetable=timetable)
    return _be_punctual(timetable)


def _pick(delays: Sequence[Delay], timetable: str, as_of: datetime) -> Iterator[Delay]:
    for delay in delays:
        known_from = delay.stated.known_from
        if delay.timetable in ("", timetable) and known_from is not None and known_from <= as_of:
            yield delay


def _be_punctual(timetable: str) -> Delay:
    note = "No delay of this timetable is given, so that all of it is taken to be punctual."
    stated = Assumption(key_of(timetable), 0, 0, 0, "min", "assumed", note, None, "routes/scenarios/delays.py")
    return Delay(timetable, PUNCTUAL, stated)
