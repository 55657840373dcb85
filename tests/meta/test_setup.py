"""The set-up: every dependency is pinned, every task explains itself."""

from __future__ import annotations

import os
import re
import tomllib

from tests.meta.source import ROOT


def _pins() -> list[str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_constraints_are_exact_sorted_and_single() -> None:
    pins = _pins()
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in pins)
    names = [pin.partition("==")[0].lower() for pin in pins]
    assert names == sorted(set(names))


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["build-system"]["requires"]
    wanted += [d for group in project["project"]["optional-dependencies"].values() for d in group]
    pinned = {_plain(pin.partition("==")[0]) for pin in _pins()}
    assert {_plain(re.split(r"[<>=!~;\[ ]", d)[0]) for d in wanted} <= pinned


def test_make_targets_explain_themselves() -> None:
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    named = {t for line in lines if line.startswith(".PHONY: help") for t in line.split()[1:]}
    explained = {line.partition(":")[0] for line in lines if re.match(r"[a-z-]+:.*## \S", line)}
    assert named == explained


def test_ci_script_is_executable() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
