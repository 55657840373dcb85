"""Flat pictures and charts from the command line, by the suffix of a name; what stands beside a page."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from tests.cli.conftest import Ran, Run

ARRIVAL = ("arrival", "Khasan", "Vladivostok", "--depart", "2019-04-24 11:40")


def _title(path: Path) -> str:
    root = ElementTree.parse(path).getroot()
    return root.findtext("{http://www.w3.org/2000/svg}title") or ""


def test_map_of_a_question_is_a_picture_by_its_suffix(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    assert run(*ARRIVAL, "--map", str(path)).err == f"map: {path}\n"
    assert _title(path).startswith("Arrival: Khasan – Vladivostok")


def test_map_of_a_scenario_is_a_picture_of_pixels(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.PNG"
    assert run("map", "khasan-2019", "-o", str(path)) == (0, "", f"map: {path}\n")
    with Image.open(path) as image:
        assert (image.format, image.size) == ("PNG", (2400, 1350))


def test_chart_is_drawn_beside_a_map(run: Run, tmp_path: Path) -> None:
    page, chart = tmp_path / "a.svg", tmp_path / "c.svg"
    ran = run("map", "vladivostok-2023", "-o", str(page), "--chart", str(chart))
    assert (ran.status, ran.err) == (0, f"map: {page}\nchart: {chart}\n")
    assert 'id="expected-run"' in chart.read_text(encoding="utf-8")


def test_chart_without_times_is_refused_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    options = ("--chart", str(tmp_path / "c.svg"), "--map", str(tmp_path / "m.svg"))
    ran = run("distance", "Khasan", "Vladivostok", *options)
    assert ran.status == 2
    assert "without times" in ran.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["c.html", "c.jpg", "c"])
def test_chart_of_another_suffix_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    ran = run(*ARRIVAL, "--chart", str(tmp_path / name))
    assert ran.status == 2
    assert "end the name in .svg or .png" in ran.err


def test_embed_stands_beside_a_page(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    ran = run("map", "khasan-2019", "-o", str(page), "--embed")
    assert (ran.status, ran.err) == (0, f"map: {page}\nembed: {tmp_path / 'a-embed'}\n")
    names = sorted(path.name for path in (tmp_path / "a-embed").iterdir())
    assert names == ["alt.txt", "credit.txt", "frame.html", "picture.png"]


def test_embed_of_a_picture_is_refused(run: Run, tmp_path: Path) -> None:
    ran = run("map", "khasan-2019", "-o", str(tmp_path / "a.svg"), "--embed")
    assert ran.status == 2
    assert not list(tmp_path.iterdir())


def test_every_question_takes_borders_names_and_language_of_its_picture(run: Run, tmp_path: Path) -> None:
    names, picture = tmp_path / "names.csv", tmp_path / "a.svg"
    names.write_text("name,lat,lon,kind\nMare Orientale,42.4,131.6,sea\n", encoding="utf-8")
    options = ("--map", str(picture), "--names", str(names), "--lang", "ru", "--worldview", "none")
    assert run(*ARRIVAL, *options).status == 0
    drawn = picture.read_text(encoding="utf-8")
    assert all(word in drawn for word in (">Mare Orientale<", ">Хасан<", "Границы не показаны"))
    assert 'id="border"' not in drawn


def _refused(run: Run, folder: Path, *arguments: str) -> Ran:
    """Return what a refused command printed; what is in the folder is as it was."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    ran = run(*arguments)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    return ran


def test_faults_of_options_are_told_all_at_once_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.svg").write_text("mine", encoding="utf-8")
    options = ("--worldview", "foo", "--names", str(tmp_path / "no.csv"), "--chart", str(tmp_path / "y.pdf"))
    more = ("--tiles", "--embed", "--turns", "never", "--confidence", "2")
    ran = _refused(run, tmp_path, "map", "khasan-2019", "-o", str(tmp_path / "x.svg"), *options, *more)
    assert ran.status == 2
    told = [line for line in ran.err.splitlines() if "error: " in line]
    for part in ("--worldview", "no.csv", "y.pdf", "--tiles", "--embed", "--turns", "--confidence"):
        assert any(part in line for line in told), part


@pytest.mark.parametrize("command", [("map", "khasan-2019", "--embed", "-o"), (*ARRIVAL, "--map")], ids=["map", "ask"])
@pytest.mark.parametrize("chart", ["a.svg", "sub/../a.svg", "a-embed/picture.png"])
def test_two_drawings_in_one_file_are_refused(run: Run, tmp_path: Path, command: tuple[str, ...], chart: str) -> None:
    page = "a.html" if chart.startswith("a-embed") else "a.svg"
    if command[-1] == "--map" and page == "a.html":
        page = chart
    if "--embed" in command and page == "a.svg":
        command = tuple(word for word in command if word != "--embed")
    ran = _refused(run, tmp_path, *command, str(tmp_path / page), "--chart", str(tmp_path / chart))
    assert ran.status == 2
    assert "two drawings would be written to" in ran.error


def test_what_cannot_be_written_leaves_the_other_file_alone(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "a.svg"
    page.write_text("mine", encoding="utf-8")
    (tmp_path / "c.svg").mkdir()
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for chart in ("c.svg", "file/c.svg"):
        ran = _refused(run, tmp_path, "map", "khasan-2019", "-o", str(page), "--chart", str(tmp_path / chart))
        assert (ran.status, ran.error.startswith("error: cannot write")) == (2, True)
    (tmp_path / "b-embed").write_text("mine", encoding="utf-8")
    ran = _refused(run, tmp_path, "map", "khasan-2019", "-o", str(tmp_path / "b.html"), "--embed")
    assert (ran.status, "is a file" in ran.error) == (2, True)


def test_flows_have_no_chart_and_no_embed(run: Run, tmp_path: Path) -> None:
    many = tmp_path / "many.csv"
    many.write_text("from,to\nKhasan,Rajin\n", encoding="utf-8")
    given = ("-o", str(tmp_path / "x.svg"), "--chart", str(tmp_path / "y.svg"), "--embed")
    ran = _refused(run, tmp_path, "map", "--many", str(many), *given)
    assert (ran.status, ran.err.count("error: "), ran.err.count("is of one answer")) == (2, 2, 2)


def test_flows_are_drawn_as_a_flat_picture(run: Run, tmp_path: Path) -> None:
    many, svg, png = (tmp_path / name for name in ("<b>many.csv", "x.svg", "x.png"))
    rows = ["Pyongyang,Vladivostok,8", "Khasan,Rajin,2", "Vladivostok,Seattle,4", "Rajin,Khasan,2"]
    many.write_text("\n".join(["from,to,count", *rows]), encoding="utf-8")
    for path in (svg, png):
        assert run("map", "--many", str(many), "-o", str(path)) == (0, "", f"map: {path}\n")
    with Image.open(png) as image:
        assert image.size == (2400, 1350)
    assert _title(svg) == "Flows: <b>many.csv"
    root = ElementTree.parse(svg).getroot()
    (flows,) = (e for e in root if e.get("id") == "flows")
    assert [float(e.get("stroke-width", "")) for e in flows] == [3.0, 6.0, 12.0]
    assert (flows[0].get("d") or "").count("M") == 2, "flows of one width are one path"
    assert "Pyongyang" in {e.text for e in root.iter("{http://www.w3.org/2000/svg}text")}


def test_tiles_and_names_without_a_map_are_told(run: Run, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name,lat,lon\nEast Sea,40,132\n", encoding="utf-8")
    ran = _refused(run, tmp_path, *ARRIVAL, "--tiles", "--names", str(names))
    assert (ran.status, ran.err.count("error: ")) == (2, 2)
