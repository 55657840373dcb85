"""The command map: pages of scenarios and of answers that were kept, and what is refused."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def kept_answer(run: Run, tmp_path: Path) -> Path:
    """Return the file of an answer that was kept."""
    path = tmp_path / "answer.json"
    ran = run("arrival", "Khasan", "Vladivostok", "--depart", "2019-04-24 11:40", "--json", "--geometry")
    path.write_text(ran.out, encoding="utf-8")
    return path


def test_a_scenario_its_answer_and_its_page_give_the_same_page(run: Run, tmp_path: Path) -> None:
    first, again, kept = (tmp_path / name for name in ("first.html", "again.html", "kept.json"))
    ran = run("map", "khasan-2019", "-o", str(first), "--json")
    kept.write_text(ran.out, encoding="utf-8")
    for answer in (kept, first):
        assert run("map", str(answer), "-o", str(again)).status == 0
        assert again.read_bytes() == first.read_bytes()


def test_an_answer_comes_from_stdin(
    run: Run, kept_answer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "x.html"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(kept_answer.read_bytes())))
    ran = run("map", "-", "-o", str(page))
    assert (ran.status, ran.err) == (0, f"map: {page.resolve()}\n")


def test_a_kept_answer_takes_no_other_question(run: Run, kept_answer: Path, tmp_path: Path) -> None:
    ran = run("map", str(kept_answer), "--via", "Ussuriysk", "-o", str(tmp_path / "x.html"))
    assert (ran.status, ran.error) == (2, "error: --via asks a question anew, and this answer is kept")


def test_an_altered_answer_is_refused_and_writes_nothing(run: Run, kept_answer: Path, tmp_path: Path) -> None:
    document = json.loads(kept_answer.read_text(encoding="utf-8"))
    del document["question"]["train"]
    kept_answer.write_text(json.dumps(document), encoding="utf-8")
    ran = run("map", str(kept_answer), "-o", str(tmp_path / "x.html"))
    assert (ran.status, ran.error) == (5, "error: the answer lacks what a page shows: KeyError: 'train'")
    assert not (tmp_path / "x.html").exists()
