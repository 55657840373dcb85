"""The files of the repository, as the meta-tests see them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {".git", "build", "dist", "__pycache__"}


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its path in the repository, and its syntax tree."""

    path: str
    tree: ast.Module

    @property
    def module(self) -> str:
        """Return the dotted name; a package's own file has the package's name."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def package(self) -> str:
        """Return what relative imports in this file start from."""
        return self.module if self.path.endswith("/__init__.py") else self.module.rpartition(".")[0]


def parse_source(path: str, text: str) -> Source:
    """Return a source from text, for the self-tests with a planted violation."""
    return Source(path, ast.parse(text))


def read_sources(*folders: str) -> list[Source]:
    """Return every Python file below the folders, in order."""
    paths = sorted(p for f in folders for p in (ROOT / f).rglob("*.py"))
    assert paths, f"no Python file below {folders}"
    return [parse_source(p.relative_to(ROOT).as_posix(), p.read_text(encoding="utf-8")) for p in paths]


def imported_modules(source: Source) -> Iterator[str]:
    """Yield the dotted name of each import, also inside functions and under TYPE_CHECKING.

    `from a.b import c` yields `a.b.c`, because c may be a module.
    """
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                start = source.package.split(".")[: len(source.package.split(".")) - node.level + 1]
                base = ".".join([*start, node.module] if node.module else start)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def used_names(source: Source) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of every attribute, call by name and `from` import, with import aliases undone."""
    aliases = {
        alias.asname: alias.name
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.asname
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.lineno, node.func.id
        elif isinstance(node, ast.Attribute):
            first, dot, rest = ast.unparse(node).partition(".")
            yield node.lineno, aliases.get(first, first) + dot + rest


def tracked_files() -> list[Path]:
    """Return the files under version control, or every file outside hidden folders where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    parts = ((p, p.relative_to(ROOT).parts) for p in sorted(ROOT.rglob("*")) if p.is_file())
    return [p for p, names in parts if not SKIPPED & set(names) and not any(n.startswith(".") for n in names[:-1])]
