"""Train and scenario files (TOML) to records; every fault becomes a finding with line and column."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from routes.checks import Readable
from routes.errors import DataError, UsageError
from routes.estimate import COVERAGE, Law
from routes.findings import Finding
from routes.folders import DataFolder
from routes.ids import StationCode
from routes.scenarios import schema
from routes.scenarios.assumption_checks import find_faults, find_window_faults, list_keys, list_numbers
from routes.scenarios.assumptions import Assumption, Clocked, OpenHours, Train
from routes.scenarios.delays import check_delays
from routes.scenarios.documents import Document, check_table, note_faults, read_document
from routes.scenarios.leg_checks import find_leg_faults
from routes.scenarios.leg_tables import LEG
from routes.scenarios.modes import RAIL, parse_mode
from routes.scenarios.preferences import read_preference
from routes.scenarios.schema import Scenario

PLAIN = ["title", "question", "train", "as_of", "turns", "arrive", "depart", "note", "confidence", "lang", "mode", "at"]
T = TypeVar("T")

LISTS = ("seen", "not_seen", "windows")
NEEDED = {
    "latest-departure": ("arrive",),
    "arrival": ("depart/seen",),
    "feasible": ("arrive",),
    "compare": ("arrive", "from/origins", "to/destinations"),
    "reach": ("depart", "at"),
}
"""The keys that each kind of question needs beside those of all; of several, one."""


def _file_label(folder: DataFolder, kind: str, name: str) -> str:
    return f"{folder.label}/{kind}/{name}.toml"


def list_names(folders: Sequence[DataFolder], kind: str) -> list[str]:
    """Return the names of the files in `trains` or `scenarios` of all folders, sorted."""
    return sorted({p.stem for folder in folders for p in (folder.path / kind).glob("*.toml") if p.is_file()})


def read_train(
    folders: Sequence[DataFolder],
    name: str,
    *,
    explain: Callable[[str], str] | None = None,
    stations: Collection[str] = (),
) -> tuple[Train | None, list[Finding]]:
    """Return a profile with a user's entries in place of those of the same key, and all faults of its files.

    What was known of a key before the user's first entry for it stays, for questions asked of that time.
    None when no folder has the file, or when no usable profile is left. `explain` returns the remedy for a key
    that holds for nothing, and "" for any other; without it no key is taken for such a one. `stations` are all codes
    there are; without them any is taken for one.
    """
    train: Train | None = None
    findings: list[Finding] = []
    for folder in folders:
        path = folder.path / "trains" / f"{name}.toml"
        if path.is_file():
            document = read_document(path, _file_label(folder, "trains", name))
            is_new = train is None and not findings
            train = _merge_train(train, document, name, is_new=is_new, explain=explain, stations=stations)
            findings += document.findings
    return train, findings


def _merge_train(
    base: Train | None,
    document: Document,
    name: str,
    *,
    is_new: bool,
    explain: Callable[[str], str] | None,
    stations: Collection[str],
) -> Train | None:
    """Return a profile with the entries of one more file, or as it was where the file has a fault."""
    if document.values is None:
        return base
    values = check_table(document, document.values, schema.TRAIN if is_new else schema.OVERLAY)
    raws, heads = values.get("assumption") or [], document.heads("assumption")
    lines = [*heads, *(1 for _ in raws)]
    entries = [e for i, raw in enumerate(raws) for e in _read_assumptions(document, raw, i, lines[i], explain=explain)]
    mode = values.get("mode") or (base.mode if base else RAIL)
    if is_new and not ("title" in document.values and ("gauges_mm" in document.values or mode != RAIL)):
        document.add("key_missing", "title", "a new train needs title and gauges_mm", "add them at the top")
    clocked = {(run.journey, run.stations): run for run in base.clocked} if base else {}
    clocked |= _read_clocked(document, values.get("clocked") or (), stations)
    windows = [w for i, raw in enumerate(values.get("window") or ()) for w in _read_hours(document, raw, i, explain)]
    own = read_preference(document, values["prefers"]) if values.get("prefers") is not None else None
    if document.findings:
        return base
    kept = [e for e in base.assumptions if _is_before(e, entries)] if base else []
    title = values["title"] or (base.title if base else name)
    gauges = tuple(values["gauges_mm"] or (base.gauges_mm if base else ()))
    hours = (*(base.windows if base else ()), *windows)
    prefers = (*(base.prefers if base else ()), *((own,) if own else ()))
    runs = tuple(clocked.values())
    return Train(name, title, gauges, (*kept, *entries), document.label, runs, mode, hours, prefers)


def _read_clocked(
    document: Document, raws: Sequence[Mapping[str, Any]], stations: Collection[str]
) -> dict[tuple[str, tuple[StationCode, ...]], Clocked]:
    """Return the clocked runs of a file by journey and way, those without a fault."""
    runs = dict[tuple[str, tuple[StationCode, ...]], Clocked]()
    for index, raw in enumerate(raws):
        values = check_table(document, raw, schema.CLOCKED, table="clocked", index=index)
        for code in [code for code in values.get("stations", ()) if stations and code not in stations]:
            message, remedy = f'there is no station "{code}"', "write codes as stations.csv has them"
            document.add("station_unknown", "stations", message, remedy, table="clocked", index=index, value=code)
        if len(values) == len(schema.CLOCKED):
            way = tuple(StationCode(code) for code in values["stations"])
            numbers = (values["length_m"], values["elapsed_s"])
            runs[values["journey"], way] = Clocked(values["journey"], way, *numbers, values["known_from"])
    return runs


def _read_hours(
    document: Document, raw: Mapping[str, Any], index: int, explain: Callable[[str], str] | None
) -> list[OpenHours]:
    """Return the [[window]] of a profile, or none where the document has a fault."""
    values = check_table(document, raw, schema.WINDOW, table="window", index=index)
    note_faults(document, find_window_faults(values, explain), table="window", index=index)
    if document.findings:
        return []
    texts = (values["station"], values["event"] or "dep", values["open"], values["source"], values["note"] or "")
    return [OpenHours(*texts, values["known_from"], f"{document.label}:{document.heads('window')[index]}")]


def _is_before(entry: Assumption, own: Sequence[Assumption]) -> bool:
    """Return whether an entry was known before every one of a user's entries of its key.

    A user's fit takes the place of ours, but of no prior: each is fitted from priors.
    """
    others = [o for o in own if o.key == entry.key and (entry.is_fitted or not o.is_fitted)]
    return all(o.known_from and entry.known_from and entry.known_from < o.known_from for o in others)


def _read_assumptions(
    document: Document, raw: Mapping[str, Any], index: int, line: int, *, explain: Callable[[str], str] | None
) -> list[Assumption]:
    """Return one assumption for each key of the [[assumption]] at `line`, or none where the document has a fault."""
    values = check_table(document, raw, schema.ASSUMPTION, table="assumption", index=index)
    note_faults(document, find_faults(values, explain), table="assumption", index=index)
    if document.findings:
        return []
    rest = (values["unit"], values["source"], values["note"] or "", values["known_from"], f"{document.label}:{line}")
    law = Law(
        coverage=values["coverage"] or COVERAGE,
        chance=1.0 if values["chance"] is None else values["chance"],
        freedom=values["freedom"] or 0.0,
        scale=values["scale"] or 0.0,
    )
    cases = tuple(values["cases"] or ())
    accessed = str(values["accessed"] or "")
    return [Assumption(key, *list_numbers(values), *rest, law, cases, accessed) for key in list_keys(values)]


def get_train(folders: Sequence[DataFolder], name: str) -> Train:
    """Return a profile by name.

    Raises: UsageError, when there is none; DataError, when its file has faults.
    """
    train, findings = read_train(folders, name)
    if train is None and not findings:
        raise UsageError(
            f'no train profile is called "{name}"', hint=f"there are: {', '.join(list_names(folders, 'trains'))}"
        )
    return _require(train, findings, f"the train profile {name}")


def read_fields(path: Path, label: str) -> tuple[Document, Readable]:
    """Return a scenario's file with its faults, and those of its keys that are right."""
    document = read_document(path, label)
    if document.values is None:
        return document, Readable()
    values = check_table(document, document.values, schema.scenario_table(document.values))
    for index, source in enumerate(values.get("source") or ()):
        check_table(document, source, schema.SOURCE, table="source", index=index)
    check_legs(document, values)
    question = values.get("question", "")
    for wanted in NEEDED.get(question, ()):
        if not any(key in document.values for key in wanted.split("/")):
            what = " or ".join(f'"{key}"' for key in wanted.split("/"))
            remedy = f"add {wanted.replace('/', ' or ')}"
            document.add("key_missing", "question", f"a question of {question} needs {what}", remedy)
    return document, values


def check_legs(document: Document, values: Readable) -> None:
    """Note every fault of the legs of a joined journey, and of the delays of its timetables."""
    legs = values.get("leg") or ()
    for index, raw in enumerate(legs):
        leg = check_table(document, raw, LEG, table="leg", index=index)
        faults = find_leg_faults(leg, is_last=index == len(legs) - 1, values=values)
        note_faults(document, faults, table="leg", index=index)
    check_delays(document, values.get("delay") or ())


def read_scenario(path: Path, label: str) -> tuple[Scenario | None, list[Finding]]:
    """Return a scenario, or None, and all faults of its file."""
    document, values = read_fields(path, label)
    return (None if document.findings else build_scenario(path.stem, label, values)), document.findings


def build_scenario(name: str, label: str, values: Readable) -> Scenario:
    """Return the scenario of a file without a fault."""
    found: dict[str, Any] = {k: values[k] for k in PLAIN if values[k] is not None}
    found |= {"via": tuple(values["via"] or ()), "avoid": tuple(values["avoid"] or ())}
    found |= {name: tuple(values[name] or ()) for name in (*LISTS, "origins", "destinations", "by")}
    found |= {"settings": tuple(values["set"] or ()), "sources": tuple(values["source"] or ())}
    found |= {"legs": tuple(values["leg"] or ()), "delays": tuple(values["delay"] or ())}
    found |= {"mode": parse_mode(found["mode"])} if found.get("mode") else {}
    start = values["from"] or next(iter(found["origins"]), "")
    end = values["to"] or next(iter(found["destinations"]), "")
    return Scenario(name=name, start=start, end=end, origin=label, **found)


def find_scenario(folders: Sequence[DataFolder], name: str) -> tuple[Path, str]:
    """Return path and label of a scenario by name (a user's own first) or by the path of a TOML file.

    Raises: UsageError, when there is none.
    """
    for folder in reversed(folders):
        path = folder.path / "scenarios" / f"{name}.toml"
        if path.is_file():
            return path, _file_label(folder, "scenarios", name)
    if name.endswith(".toml") and Path(name).is_file():
        return Path(name), name
    known = ", ".join(list_names(folders, "scenarios"))
    raise UsageError(f'no scenario is called "{name}"', hint=f"there are: {known}; `routes new NAME` begins one")


def get_scenario(folders: Sequence[DataFolder], name: str) -> Scenario:
    """Return a scenario by name or path.

    Raises: UsageError, when there is none; DataError, when its file has faults.
    """
    scenario, findings = read_scenario(*find_scenario(folders, name))
    return _require(scenario, findings, f"the scenario {name}")


def _require(value: T | None, findings: Sequence[Finding], what: str) -> T:
    if value is None or findings:
        raise DataError(f"{what} has faults", hint="mend each, then run `routes check`", findings=findings)
    return value
