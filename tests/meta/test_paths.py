"""No tracked file names a path on somebody's machine or the address of a package registry."""

from __future__ import annotations

import re

from tests.meta.source import ROOT, tracked_files

# Put together here, so that this file does not hold what it forbids.
FOLDERS = "|".join(("root", "home", "work", "opt", "Users"))
HOSTS = "|".join(("pypi" + r"\.org/simple", "python" + "hosted", "find" + "-links", "index" + "-url", r"\.pyenv" + "/"))
FORBIDDEN = re.compile(rf"(?<![\w.-])/(?:{FOLDERS})/|{HOSTS}")


def machine_paths(text: str) -> list[str]:
    """Return every forbidden piece of a text; a folder of that name inside a web address is none."""
    return [match[0] for match in FORBIDDEN.finditer(text)]


def test_files_name_no_machine() -> None:
    files = tracked_files()
    assert ROOT / "pyproject.toml" in files
    texts = ((p, p.read_bytes().decode("utf-8", errors="replace")) for p in files)
    found = [f"{p.relative_to(ROOT)}: {', '.join(pieces)}" for p, t in texts if (pieces := machine_paths(t))]
    assert not found


def test_planted_path_is_found() -> None:
    for folder in FOLDERS.split("|"):
        assert machine_paths(f'path = "/{folder}/me/routes"')
    assert machine_paths("--extra-index" + "-url https://example.org")


def test_web_address_passes() -> None:
    assert not machine_paths("https://example.org/home/news and maps/home/x")
