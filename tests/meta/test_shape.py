"""The shape of the code: short functions and modules, frozen values, no state, no blanket handlers."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.meta.source import ROOT, Source, parse_source, read_sources

MAX_FUNCTION_LINES, MAX_MODULE_LINES = 50, 350
MAY_CATCH_ALL = ("routes/cli/", "routes/serve/", "routes/batch/")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def long_functions(source: Source) -> Iterator[str]:
    """Yield each function that passes the limit."""
    for node in ast.walk(source.tree):
        if isinstance(node, FUNCTIONS):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MAX_FUNCTION_LINES:
                yield f"{source.path}:{node.lineno}: {node.name} has {lines} lines"


def misshapen(source: Source) -> Iterator[str]:
    """Yield what breaks the rules on state, values, arguments and handlers."""
    for node in ast.walk(source.tree):
        where = f"{source.path}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Global):
            yield f"{where}: global {', '.join(node.names)}"
        elif isinstance(node, ast.ClassDef) and not _is_frozen(node):
            yield f"{where}: dataclass {node.name} is not frozen with slots"
        elif isinstance(node, FUNCTIONS) and _forwards_keywords(node):
            yield f"{where}: {node.name} forwards **{node.args.kwarg.arg if node.args.kwarg else ''}"
        elif isinstance(node, ast.ExceptHandler) and _catches_all(node) and not source.path.startswith(MAY_CATCH_ALL):
            yield f"{where}: a blanket except"


def _is_frozen(node: ast.ClassDef) -> bool:
    """Return False for a dataclass that lacks frozen=True or slots=True; other classes pass."""
    for decorator in node.decorator_list:
        call = decorator.func if isinstance(decorator, ast.Call) else decorator
        if ast.unparse(call).rpartition(".")[2] == "dataclass":
            given = {ast.unparse(k) for k in decorator.keywords} if isinstance(decorator, ast.Call) else set()
            return {"frozen=True", "slots=True"} <= given
    return True


def _forwards_keywords(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    if node.args.kwarg is None:
        return False
    name = node.args.kwarg.arg
    calls = (c for c in ast.walk(node) if isinstance(c, ast.Call))
    return any(k.arg is None and ast.unparse(k.value) == name for c in calls for k in c.keywords)


def _catches_all(node: ast.ExceptHandler) -> bool:
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(c is None or ast.unparse(c) in ("Exception", "BaseException") for c in caught)


@pytest.mark.parametrize("source", read_sources("routes", "bench"), ids=lambda s: s.path)
def test_functions_and_modules_are_short(source: Source) -> None:
    assert not list(long_functions(source))
    lines = len((ROOT / source.path).read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_MODULE_LINES, f"{source.path} has {lines} lines; split it"


@pytest.mark.parametrize("source", read_sources("routes"), ids=lambda s: s.path)
def test_code_keeps_its_shape(source: Source) -> None:
    assert not list(misshapen(source))


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    global COUNT\n    COUNT = 1",
        "@dataclass\nclass A: ...",
        "@dataclasses.dataclass(frozen=True)\nclass A: ...",
        "def f(**options):\n    return g(**options)",
        "try: ...\nexcept: ...",
        "try: ...\nexcept (ValueError, Exception): ...",
    ],
)
def test_planted_shape_is_found(text: str) -> None:
    assert list(misshapen(parse_source("routes/clock.py", text)))


def test_planted_long_function_is_found() -> None:
    body = "    x = 1\n" * MAX_FUNCTION_LINES
    assert list(long_functions(parse_source("routes/clock.py", f"def f():\n{body}")))
