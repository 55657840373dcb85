"""Build the wheel, install it in a fresh environment outside the checkout, and use it there (`make wheel-test`)."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST_EARTH_BYTES = 2_000_000
"""What the base map of the whole world, its cities included, may take of the wheel."""


def main(constraints: str, question: str) -> None:
    """Raise SystemExit with what is wrong; print one line when nothing is."""
    with tempfile.TemporaryDirectory(prefix="routes-wheel-") as name:
        folder = Path(name)
        wheel, again = _build(folder / "first"), _build(folder / "second")
        if _digest(wheel) != _digest(again):
            sys.exit("wheel-test: two builds of the same checkout differ")
        _check_contents(wheel)
        python = _install(wheel, folder / ".wheel-venv", ROOT / constraints)
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        place = _run([python, "-c", "import routes; print(routes.__file__)"], cwd=elsewhere)
        if not Path(place.strip()).is_relative_to(folder):
            sys.exit(f"wheel-test: the package was not imported from the wheel but from {place.strip()}")
        routes = str(Path(python).with_name("routes"))
        answer = _run([routes, "ask", question], cwd=elsewhere)
        if "LATEST DEPARTURE" not in answer:
            sys.exit(f"wheel-test: the answer lacks LATEST DEPARTURE:\n{answer}")
        _run([routes, "check"], cwd=elsewhere)
        _run([routes, "map", "vladivostok-2023", "-o", "page.html"], cwd=elsewhere)
        if "Leaflet 1.9" not in (elsewhere / "page.html").read_text(encoding="utf-8"):
            sys.exit("wheel-test: the page of the wheel does not carry Leaflet")
        print(f"wheel-test: {wheel.name} answers outside the checkout, on Python {sys.version.split()[0]}")


def _build(folder: Path) -> Path:
    _run([sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation", "-w", str(folder), "."])
    return next(folder.glob("*.whl"))


def _digest(wheel: Path) -> str:
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def _check_contents(wheel: Path) -> None:
    """Refuse a wheel that lacks a data file of the checkout, or holds a folder that is not the package."""
    packed = set(zipfile.ZipFile(wheel).namelist())
    data = {f"routes/{p.relative_to(ROOT).as_posix()}" for p in (ROOT / "data").rglob("*") if p.is_file()}
    if not data or (missing := sorted(data - packed)):
        sys.exit(f"wheel-test: not in the wheel: {', '.join(missing) if data else 'data/'}")
    stray = sorted(p for p in packed if not p.startswith(("routes/", "routes-")))
    if stray:
        sys.exit(f"wheel-test: does not belong in the wheel: {', '.join(stray)}")
    earth = [item for item in zipfile.ZipFile(wheel).infolist() if item.filename.startswith("routes/basemap/")]
    if not earth or (size := sum(item.compress_size for item in earth)) > MOST_EARTH_BYTES:
        sys.exit(f"wheel-test: the packed world takes {size if earth else 0:,} bytes, of {MOST_EARTH_BYTES:,} at most")


def _install(wheel: Path, venv: Path, constraints: Path) -> str:
    _run([sys.executable, "-m", "venv", str(venv)])
    python = str(venv / "bin" / "python")
    _run([python, "-m", "pip", "install", "-qq", "-c", str(constraints), str(wheel)])
    return python


def _run(command: list[str], *, cwd: Path = ROOT) -> str:
    """Return what a command prints on stdout; a failure is told whole and ends the check."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON") and k != "ROUTES_DATA"}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"wheel-test: {' '.join(command)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main(*sys.argv[1:])
