"""Train and scenario files (TOML) to records; every fault becomes a finding with line and column."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from routes.errors import DataError, UsageError
from routes.findings import Finding
from routes.folders import DataFolder, read_text
from routes.scenarios import schema
from routes.scenarios.assumptions import KINDS, UNITS, Assumption, Train
from routes.scenarios.schema import Scenario, Table

T = TypeVar("T")
_ASSUMPTION_HEAD = re.compile(r"\s*\[\[\s*assumption\s*\]\]")


class _Document(NamedTuple):
    """A parsed TOML file with its text, so that a fault can be pointed at, and the faults found so far."""

    label: str
    text: str
    values: dict[str, Any]
    findings: list[Finding]

    def add(self, code: str, key: str, message: str, remedy: str, *, table: str = "", index: int = 0) -> None:
        line, column, value = _locate(self.text, table, index, key)
        self.findings.append(Finding(code, self.label, line, column, key, value, message, remedy))


def _locate(text: str, table: str, index: int, key: str) -> tuple[int, int, str]:
    """Return line and column (from 1) of a key in the `index`-th [[table]], else of the table's head, and its text."""
    seen, current, head = -1, "", 1
    for number, line in enumerate(text.split("\n"), 1):
        if found := re.match(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$", line):
            current = found[1]
            if not table and current == key:
                return number, 1, ""
            seen += current == table
            head = number if current == table and seen == index else head
        elif (current, seen if table else 0) == (table, index) and (
            found := re.match(rf'\s*"?{re.escape(key)}"?\s*=\s*(.*?)\s*$', line)
        ):
            return number, len(line) - len(line.lstrip()) + 1, found[1]
    return head, 1, ""


def _read_document(path: Path, label: str) -> _Document:
    text, findings = read_text(path, label=label)
    if findings:
        return _Document(label, "", {}, findings)
    try:
        return _Document(label, text, tomllib.loads(text), [])
    except tomllib.TOMLDecodeError as fault:
        at = re.search(r"line (\d+), column (\d+)", str(fault))
        line, column = (int(at[1]), int(at[2])) if at else (text.count("\n") + 1, 1)
        remedy = "mend the TOML: texts in double quotes, one key a line"
        return _Document(label, text, {}, [Finding("toml_syntax", label, line, column, "", "", str(fault), remedy)])


def _check_table(
    document: _Document, values: Mapping[str, Any], spec: Table, *, table: str = "", index: int = 0
) -> bool:
    """Note what is wrong with the keys of one table, and return whether nothing is."""
    before = len(document.findings)
    for key, value in values.items():
        if key not in spec:
            remedy = f"use only: {', '.join(spec)}"
            document.add("key_unknown", key, f'key "{key}" is unknown here', remedy, table=table, index=index)
        elif fault := spec[key].check(value):
            document.add("value_invalid", key, f"{key} {fault}", "mend the value", table=table, index=index)
    for key, entry in spec.items():
        if entry.required and key not in values:
            code = "source_missing" if key == "source" else "key_missing"
            document.add(code, key, f'key "{key}" is missing', "add it", table=table, index=index)
    return len(document.findings) == before


def _file_label(folder: DataFolder, kind: str, name: str) -> str:
    return f"{folder.label}/{kind}/{name}.toml"


def list_names(folders: Sequence[DataFolder], kind: str) -> list[str]:
    """Return the names of the files in `trains` or `scenarios` of all folders, sorted."""
    return sorted({path.stem for folder in folders for path in (folder.path / kind).glob("*.toml")})


def read_train(folders: Sequence[DataFolder], name: str) -> tuple[Train | None, list[Finding]]:
    """Return a profile with a user's entries in place of those of the same key, and all faults of its files.

    What was known of a key before the user's first entry for it stays, for questions asked of that time.
    None when no folder has the file, or when no usable profile is left.
    """
    train: Train | None = None
    findings: list[Finding] = []
    for folder in folders:
        path = folder.path / "trains" / f"{name}.toml"
        if path.is_file():
            document = _read_document(path, _file_label(folder, "trains", name))
            train = _merge_train(train, document, name)
            findings += document.findings
    return train, findings


def _merge_train(base: Train | None, document: _Document, name: str) -> Train | None:
    values = document.values
    if document.findings or not _check_table(document, values, schema.TRAIN):
        return base
    lines = [n for n, line in enumerate(document.text.split("\n"), 1) if _ASSUMPTION_HEAD.match(line)]
    raws = zip(values["assumption"], [*lines, *(1 for _ in values["assumption"])], strict=False)
    entries = [e for i, (raw, line) in enumerate(raws) for e in _read_assumptions(document, raw, i, line)]
    if base is None and not ("title" in values and "gauges_mm" in values):
        document.add("key_missing", "title", "a new train needs title and gauges_mm", "add them at the top")
        return None
    kept = [e for e in base.assumptions if _is_before(e, entries)] if base else []
    title = values.get("title", base.title if base else name)
    gauges = tuple(values.get("gauges_mm", base.gauges_mm if base else ()))
    return Train(name, title, gauges, (*kept, *entries), document.label)


def _is_before(entry: Assumption, own: Sequence[Assumption]) -> bool:
    """Return whether an entry was known before every one of a user's entries of its key."""
    return all(o.known_from and entry.known_from and entry.known_from < o.known_from for o in own if o.key == entry.key)


def _read_assumptions(document: _Document, raw: Mapping[str, Any], index: int, line: int) -> list[Assumption]:
    """Return one assumption for each key of the [[assumption]] at `line`, or none and its faults in the document."""
    if not _check_table(document, raw, schema.ASSUMPTION, table="assumption", index=index):
        return []
    count = len(document.findings)
    keys = [raw["key"]] if isinstance(raw["key"], str) else raw["key"]
    low, likely, high = (raw.get(k, raw.get("value")) for k in ("low", "likely", "high"))
    for code, field_name, message, remedy in _assumption_faults(raw, keys, low, likely, high):
        document.add(code, field_name, message, remedy, table="assumption", index=index)
    if len(document.findings) > count or low is None or likely is None or high is None:
        return []
    rest = (raw["unit"], raw["source"], raw.get("note", ""), raw["known_from"], f"{document.label}:{line}")
    return [Assumption(key, low, likely, high, *rest) for key in keys]


def _assumption_faults(
    raw: Mapping[str, Any], keys: Sequence[str], low: float | None, likely: float | None, high: float | None
) -> Iterator[tuple[str, str, str, str]]:
    """Yield code, field, message and remedy of what is wrong in a table whose keys are all of the right type."""
    kinds = {key.partition(".")[0] for key in keys}
    for kind in sorted(kinds.difference(KINDS)):
        yield "key_unknown", "key", f'"{kind}" is no kind of assumption', f"begin the key with: {', '.join(KINDS)}"
    if raw["unit"] not in UNITS or any((raw["unit"] == "km/h") != (kind == "speed") for kind in kinds):
        yield "unit_unknown", "unit", f'"{raw["unit"]}" does not fit', "use km/h for a speed, else s, min or h"
    if low is None or likely is None or high is None:
        yield "key_missing", "likely", "an estimate needs value, or low, likely and high", "add what is missing"
    elif not low <= likely <= high or ("speed" in kinds and low < 1):
        remedy = "write low, likely and high in this order; a speed is at least 1"
        yield "estimate_order", "likely", f"{low}, {likely}, {high} are not in ascending order", remedy
    if raw["source"].strip().lower() == "assumed" and not raw.get("note", "").strip():
        yield "guess_unexplained", "source", "a guess without an explanation", "explain it in note"


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


def read_scenario(path: Path, label: str) -> tuple[Scenario | None, list[Finding]]:
    """Return a scenario, or None, and all faults of its file."""
    document = _read_document(path, label)
    values = document.values
    if document.findings or not _check_table(document, values, schema.SCENARIO):
        return None, document.findings
    sources = values.get("source", [])
    for index, source in enumerate(sources):
        _check_table(document, source, schema.SOURCE, table="source", index=index)
    needed = {"latest-departure": "arrive", "arrival": "depart", "feasible": "arrive"}.get(values["question"])
    if needed and needed not in values:
        document.add("key_missing", "question", f'a question of {values["question"]} needs "{needed}"', f"add {needed}")
    if document.findings:
        return None, document.findings
    plain = ("title", "question", "train", "as_of", "turns", "arrive", "depart", "note", "confidence")
    found: dict[str, Any] = {k: values[k] for k in plain if k in values}
    found |= {"via": tuple(values.get("via", ())), "avoid": tuple(values.get("avoid", ()))}
    found |= {"settings": tuple(values.get("set", ())), "sources": tuple(sources)}
    return Scenario(name=path.stem, start=values["from"], end=values["to"], origin=label, **found), []


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
