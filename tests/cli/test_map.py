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


def test_a_file_of_questions_is_drawn_as_flows(run: Run, tmp_path: Path) -> None:
    many, page = tmp_path / "<b>many.csv", tmp_path / "x.html"
    many.write_text("from,to\nPyongyang,Vladivostok\nPyongyang,Vladivostok\nKhasan,Rajin\n", encoding="utf-8")
    ran = run("map", "--many", str(many), "-o", str(page), "--json")
    assert (ran.status, json.loads(ran.out)["flows"][0]["count"]) == (0, 2)
    text = page.read_text(encoding="utf-8")
    assert "Greatest: Pyongyang → Vladivostok, 2." in text
    assert "&lt;b&gt;many.csv" in text and "<b>many" not in text


def test_faults_of_a_file_of_flows_are_all_told_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    many = tmp_path / "many.csv"
    many.write_text("from,to,count\nKhasan,Nowhereville,1\nKhasan,Rajin,x\n", encoding="utf-8")
    ran = run("map", "--many", str(many), "-o", str(tmp_path / "x.html"))
    assert ran.status == 5
    assert f"{many}:2:8: error:" in ran.err and f"{many}:3:14: error:" in ran.err
    assert not (tmp_path / "x.html").exists()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((), "a map shows one answer, or with --many the flows of a file"),
        (("khasan-2019", "--many", "x.csv"), "a map shows one answer, or with --many the flows of a file"),
        (("--many", "x.csv", "--via", "Rajin"), "--via asks a question anew, and a file of flows is drawn as it is"),
        (
            ("khasan-2019", "--lang", "r\u00fc"),
            'argument --lang: "r\u00fc" is not a language tag; write one such as ru',
        ),
    ],
)
def test_what_is_no_map_is_refused(run: Run, tmp_path: Path, arguments: tuple[str, ...], error: str) -> None:
    ran = run("map", *arguments, "-o", str(tmp_path / "x.html"))
    assert ran.status == 2
    assert ran.error.startswith(f"error: {error}")


def test_the_maker_chooses_names_borders_and_language(run: Run, kept_answer: Path, tmp_path: Path) -> None:
    names, page = tmp_path / "names.csv", tmp_path / "x.html"
    names.write_text("name,lat,lon,kind\nEast Sea,40,132,sea\n", encoding="utf-8")
    chosen = ("--names", str(names), "--worldview", "none", "--lang", "ru")
    assert run("map", str(kept_answer), *chosen, "-o", str(page)).status == 0
    text = page.read_text(encoding="utf-8")
    assert "East Sea" in text and "Границы не показаны" in text and "No borders are drawn" not in text


def test_a_kept_answer_has_a_chart_and_an_embed(run: Run, kept_answer: Path, tmp_path: Path) -> None:
    page, chart = tmp_path / "a.html", tmp_path / "c.svg"
    assert run("map", str(kept_answer), "-o", str(page), "--chart", str(chart), "--embed").status == 0
    assert chart.exists() and (tmp_path / "a-embed" / "alt.txt").exists()
