"""What the import of a feed costs beside a bare pass of Python's csv over its stop times, in a process of its own.

Run with a feed and a folder it prints the figures as JSON, so that the memory is that of one import alone.
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[1]


class Imported(NamedTuple):
    """Figures of one import: rows of stop times, seconds of the processor, those of a bare pass, memory, steps told."""

    rows: int
    import_s: float
    bare_s: float
    most_mb: float
    told: int


def measure_import(feed: Path, folder: Path) -> Imported:
    """Return what a new process needs to import a feed into a folder."""
    command = [sys.executable, str(Path(__file__)), str(feed), str(folder)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return Imported(**json.loads(done.stdout))


def _run(feed: Path, folder: Path) -> Imported:
    from routes.timetable.compiling import import_feeds

    steps: list[float] = []
    start = time.process_time()
    import_feeds([feed], folder, name="bench-import", tell=lambda _step, share: steps.append(share))
    import_s = time.process_time() - start
    most_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    start = time.process_time()
    rows = sum(1 for _ in _read_bare(feed)) - 1
    return Imported(rows, import_s, time.process_time() - start, most_mb, len(steps))


def _read_bare(feed: Path) -> Iterator[list[str]]:
    archive = ZipFile(feed)
    return csv.reader(io.TextIOWrapper(archive.open("stop_times.txt"), encoding="utf-8", newline=""))


if __name__ == "__main__":
    print(json.dumps(_run(Path(sys.argv[1]), Path(sys.argv[2]))._asdict()))
