"""Where data files lie: the packaged folder, and a user's own folder that lies over it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from errno import EISDIR
from os import strerror
from pathlib import Path
from typing import NamedTuple

from routes.errors import UsageError
from routes.findings import Finding


class DataFolder(NamedTuple):
    """A folder of data files, and the label under which messages and answers name it."""

    path: Path
    label: str


def packaged_folder() -> DataFolder:
    """Return the folder that comes with the tool: `data/` in a checkout, or inside the installed package."""
    inside = Path(__file__).parent / "data"
    return DataFolder(inside if inside.is_dir() else inside.parent.parent / "data", "data")


def find_package(name: str) -> Path | None:
    """Return the folder of an installed package, whose files are then read without importing it; None for none."""
    from importlib.util import find_spec  # for places and track beyond the data files only

    spec = find_spec(name)
    place = next(iter(spec.submodule_search_locations or ()), None) if spec else None
    return Path(place) if place else None


def stack_folders(own: Path | None) -> tuple[DataFolder, ...]:
    """Return the packaged folder and, over it, the user's own.

    Raises: UsageError, when the user's own folder is named and is no folder.
    """
    if own is None:
        return (packaged_folder(),)
    if own.exists() and not own.is_dir():
        raise UsageError(f'the data folder "{own}" is not a folder', hint="name the folder that holds your files")
    if not own.is_dir():
        raise UsageError(f'the data folder "{own}" does not exist', hint="create it, or name another with --data")
    return (packaged_folder(), DataFolder(own, str(own)))


def read_text(path: Path, *, label: str) -> tuple[str, list[Finding]]:
    """Return the text of a UTF-8 file without byte-order mark, or "" and one finding that says why not."""
    try:
        return path.read_bytes().decode("utf-8-sig"), []
    except FileNotFoundError:
        code, message, remedy = "file_missing", "the file does not exist", "create it, or take it from the package"
    except UnicodeDecodeError as fault:
        code, remedy = "file_unreadable", "save the file as UTF-8"
        message = f"byte {fault.start} (0x{fault.object[fault.start]:02x}) is not UTF-8 text"
    except OSError as fault:
        code, message, remedy = "file_unreadable", f"cannot be opened: {fault.strerror}", "make the file readable"
    return "", [Finding(code, label, 0, 0, "", "", message, remedy)]


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file whole or not at all: beside it first, then renamed over it.

    Raises: UsageError, when the place cannot be written.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file as `write_text` does.

    Raises: UsageError, when the place cannot be written.
    """
    write_files({path: data})


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write several files, all of them or none: each beside its place first, then all renamed.

    Raises: UsageError, when a place cannot be written.
    """
    parts = {path: path.with_name(f".{path.name}.part") for path in files}
    path = next(iter(files))
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            parts[path].write_bytes(data)
            if path.is_dir():
                raise IsADirectoryError(EISDIR, strerror(EISDIR))
        for path, part in parts.items():
            part.replace(path)
    except OSError as fault:
        for part in parts.values():
            with suppress(OSError):
                part.unlink()
        raise UsageError(f'cannot write "{path}": {fault.strerror}', hint="name a file you may write") from None
