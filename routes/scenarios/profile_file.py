"""The fitted part of a train's profile as text: everything above its marker is the author's and stays as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from routes.errors import DataError
from routes.findings import Finding
from routes.scenarios.assumptions import Assumption
from routes.scenarios.calibrate import Calibration

MARKER = "# ---- fitted by `routes calibrate`: do not edit below"
HEAD = 'schema = "routes-train/1"\n'


def merge_profile(path: Path, result: Calibration) -> str:
    """Return the text of a profile with its fitted part renewed; what stands above the marker is kept byte for byte.

    Raises: DataError, when the file that is there is not UTF-8.
    """
    kept = _read_kept(path)
    glue = "" if kept.endswith(("\n\n", "\n\r\n")) else "\n" if kept.endswith("\n") else "\n\n"
    return f"{kept}{glue}{format_fit(result)}"


def _read_kept(path: Path) -> str:
    """Return what stands above the marker, line ends and all; of a file that is not there, the head of a profile."""
    if not path.exists():
        return HEAD
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as fault:
        message, remedy = f"byte {fault.start} is not UTF-8 text", "save the file as UTF-8"
        finding = Finding("file_unreadable", str(path), 0, 0, "", "", message, remedy)
        raise DataError(f"cannot keep what stands in {path}", hint="mend it first", findings=[finding]) from None
    lines = text.splitlines(keepends=True)
    marked = next((i for i, line in enumerate(lines) if line.rstrip() == MARKER), len(lines))
    return "".join(lines[:marked])


def format_fit(result: Calibration) -> str:
    """Return the marker, the fitted entries by key and time, and the clocked runs, as TOML."""
    lines = [MARKER]
    for entry in result.entries:
        lines += ["", *_format_entry(entry)]
    for run in result.clocked:
        lines += [
            "",
            "[[clocked]]",
            f"journey = {_text(run.journey)}",
            f"stations = {_texts(run.stations)}",
            f"length_m = {run.length_m}",
            f"elapsed_s = {run.elapsed_s}",
            f"known_from = {_instant(run.known_from)}",
        ]
    return "\n".join(lines) + "\n"


def _format_entry(entry: Assumption) -> Iterator[str]:
    yield "[[assumption]]"
    yield f"key = {_text(entry.key)}"
    if entry.low == entry.high:
        yield f"value = {entry.likely:g}"
    else:
        yield from (f"{name} = {value:g}" for name, value in zip(("low", "likely", "high"), entry[1:4], strict=True))
    yield f"unit = {_text(entry.unit)}"
    yield from (f"{name} = {value:g}" for name, value in _list_law(entry))
    yield f"cases = {_texts(entry.cases)}"
    yield f"source = {_text(entry.source)}"
    yield f"note = {_text(entry.note)}"
    yield f"known_from = {_instant(entry.known_from)}"


def _list_law(entry: Assumption) -> Iterator[tuple[str, float]]:
    """Yield the keys of a law that say something: how cases are spread, and whether they come at all."""
    if entry.low < entry.high:
        yield "coverage", entry.law.coverage
    if entry.law.chance < 1:
        yield "chance", entry.law.chance
    if entry.law.freedom:
        yield from (("freedom", entry.law.freedom), ("scale", entry.law.scale))


def _text(text: str) -> str:
    """Return a TOML string; JSON escapes alike, but for the one control character that it leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _texts(texts: Sequence[str]) -> str:
    """Return a TOML list, on one line while it is short."""
    lines = [""]
    for text in map(_text, texts):
        if lines[-1] and len(lines[-1]) + len(text) > 100:
            lines.append("")
        lines[-1] += f" {text}," if lines[-1] else f"{text},"
    return f"[{lines[0].removesuffix(',')}]" if len(lines) == 1 else "\n".join(["[", *(f"    {x}" for x in lines), "]"])


def _instant(instant: datetime | None) -> str:
    if instant is None:
        raise ValueError("a fitted entry has no instant")
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
