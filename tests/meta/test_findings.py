"""Every finding code is used somewhere and documented; every code used is in the catalogue."""

from __future__ import annotations

import ast
from collections.abc import Callable

from routes.findings import CATALOGUE
from tests.meta.source import Source, parse_source, read_sources

PAGE = "docs/findings.md"
SOURCES = [s for s in read_sources("routes") if s.path != "routes/findings.py"]


def literals(sources: list[Source]) -> set[str]:
    """Return every string written in the sources."""
    nodes = (n for s in sources for n in ast.walk(s.tree))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def raised_codes(source: Source) -> set[str]:
    """Return the codes written as first argument of `Finding(…)` or `row.finding(…)`."""
    calls = (n for n in ast.walk(source.tree) if isinstance(n, ast.Call) and n.args)
    named = (c.args[0] for c in calls if ast.unparse(c.func).rpartition(".")[2].lower() == "finding")
    return {a.value for a in named if isinstance(a, ast.Constant) and isinstance(a.value, str)}


def render_catalogue() -> str:
    """Return the page that documents every code, errors before warnings, in the order of the catalogue."""
    lines = ["# Findings", "", "What `routes check` can report. Written by `make golden` from `routes/findings.py`."]
    for severity, effect in (("error", "The row is not used."), ("warning", "The row is used; results may suffer.")):
        lines += ["", f"## {severity.capitalize()}s", "", effect, "", "| code | meaning |", "|---|---|"]
        lines += [f"| `{code}` | {text} |" for code, (level, text) in CATALOGUE.items() if level == severity]
    return "\n".join(lines) + "\n"


def test_every_code_is_used() -> None:
    unused = sorted(CATALOGUE.keys() - literals(SOURCES))
    assert not unused, "report these somewhere, or drop them from the catalogue"


def test_used_codes_are_in_the_catalogue() -> None:
    assert not set().union(*map(raised_codes, SOURCES)) - CATALOGUE.keys()


def test_every_code_is_documented(golden: Callable[[str, str], None]) -> None:
    page = render_catalogue()
    assert all(f"| `{code}` |" in page for code in CATALOGUE)
    golden(PAGE, page)


def test_planted_code_is_found() -> None:
    text = 'Finding("no_such_fault", "f", 1, 1, "", "", "m", "r")\nrow.finding("nor_this", "lat", "m", "r")'
    assert raised_codes(parse_source("routes/x.py", text)) == {"no_such_fault", "nor_this"}
