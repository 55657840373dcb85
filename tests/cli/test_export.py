"""The command export: formats by name and by suffix, kept answers, and what is refused."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from routes.api import load
from tests.cli.conftest import NOW, Run


@pytest.fixture
def kept_answer(run: Run, tmp_path: Path) -> Path:
    """Return the file of an answer that was kept."""
    path = tmp_path / "answer.json"
    ran = run("arrival", "Khasan", "Vladivostok", "--depart", "2019-04-24 11:40", "--json")
    path.write_text(ran.out, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["geojson", "kml", "gpx", "csv", "ics", "md"])
def test_a_scenario_and_its_kept_answer_give_the_same(run: Run, tmp_path: Path, form: str) -> None:
    ran = run("export", "khasan-2019", "--format", form)
    page = tmp_path / "x.html"
    assert (ran.status, ran.err) == (0, "")
    assert run("map", "khasan-2019", "-o", str(page)).status == 0
    assert run("export", str(page), "--format", form).out == ran.out
    assert load(now=NOW).export("khasan-2019", form) == ran.out


def test_the_suffix_says_the_format(run: Run, kept_answer: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "x.gpx"
    ran = run("export", str(kept_answer), "-o", str(out))
    assert (ran.status, ran.out) == (0, "") and ran.err == f"gpx: {out.resolve()}\n"
    assert out.read_text(encoding="utf-8").startswith("<?xml")


def test_a_calendar_keeps_its_line_breaks_in_a_file(run: Run, kept_answer: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.ics"
    assert run("export", str(kept_answer), "-o", str(out)).status == 0
    raw = out.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") > 10


def test_an_answer_comes_from_stdin(run: Run, kept_answer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(kept_answer.read_bytes())))
    assert run("export", "-", "--format", "csv").out == run("export", str(kept_answer), "--format", "csv").out


def test_options_change_the_question_of_a_scenario(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "x.md"
    ran = run("export", "vladivostok-2023", "--set", "speed.KP=30", "-o", str(out), "--json")
    assert json.loads(ran.out)["question"]["set"] == ["speed.KP=30"]
    assert "speed.KP | 30 km/h" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["khasan-2019"], 2, "the format is not given"),
        (["khasan-2019", "-o", "x.pdf"], 2, "does not say which format"),
        (["khasan-2019", "--format", "pdf"], 2, "invalid choice"),
        (["khasan-2019", "--format", "csv", "--json"], 2, "would both be printed"),
        (["khasan-2019", "--format", "kml", "-o", "x.gpx"], 2, '--format kml, but "x.gpx" is the name of gpx'),
        (["nowhere", "--format", "csv"], 2, "nowhere"),
        (["missing.json", "--format", "csv"], 2, "cannot read"),
        (["foreign.json", "--format", "csv"], 5, "not an answer of this tool"),
        (["binary.json", "--format", "csv"], 5, "not UTF-8"),
        (["kept.json", "--format", "csv", "--set", "pace=1"], 2, "--set asks a question anew"),
        (["kept.json", "--format", "csv", "--as-of", "2023-09-11"], 2, "--as-of asks a question anew"),
    ],
)
def test_what_cannot_be_exported_says_why(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], status: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("foreign.json").write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    Path("binary.json").write_bytes(b"\xff\xfe\x00")
    Path("kept.json").write_text("{}", encoding="utf-8")
    ran = run("export", *arguments)
    assert (ran.status, ran.out) == (status, "")
    assert said in ran.error and ran.hint
    assert not list(tmp_path.glob("x.*"))


def test_rows_go_into_every_format(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    rows = [
        "compare",
        "Pyongyang",
        "--to",
        "Vladivostok",
        "--arrive",
        "by Tue 24:00",
        "--as-of",
        "2023-09-11",
        "--json",
    ]
    path.write_text(run(*rows).out, encoding="utf-8")
    for form in ("geojson", "kml", "gpx", "csv", "ics", "md"):
        ran = run("export", str(path), "--format", form)
        assert (ran.status, ran.err) == (0, "") and "Vladivostok" in ran.out


def test_a_format_goes_with_its_own_suffix_or_another_that_is_none(run: Run, tmp_path: Path) -> None:
    for name in ("a.markdown", "b.txt", "c"):
        assert run("export", "khasan-2019", "--format", "md", "-o", str(tmp_path / name)).status == 0


def test_csv_has_no_byte_order_mark(run: Run, tmp_path: Path) -> None:
    run("export", "khasan-2019", "-o", str(tmp_path / "a.csv"))
    assert (tmp_path / "a.csv").read_bytes().startswith(b"kind,reading,")
