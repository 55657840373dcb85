"""The network in the cache: built once, opened as it is, and made anew where it is damaged or no longer fits."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from routes.arrays import read_arrays, write_arrays
from routes.errors import UsageError
from routes.geo import Coordinate
from routes.rail import cache as rail_cache
from routes.rail import network as rail_network
from routes.rail.build import Authored
from routes.rail.cache import BASE, NETWORK, Wanted, inspect_cache, make_network, open_network
from routes.rail.hierarchy import find_shortest
from routes.rail.network import RailNetwork, pack_network
from routes.rail.patch_table import Patch
from routes.rail.snap import snap
from tests.rail.wheels import NODES, write_text, write_wheel


class Known(NamedTuple):
    """A segment as it is authored."""

    start: str
    end: str
    length_m: int
    line: str = "Line"
    gauges_mm: tuple[int, ...] = (1435,)


PLACES = {"one": Coordinate(42.400, 130.600), "two": Coordinate(42.480, 130.700), "far": Coordinate(0.0, 0.0)}
AUTHORED = Authored(
    PLACES,
    (Known("one", "two", 14_000), Known("two", "far", 9_000)),
    (Patch("join", Coordinate(*NODES[3]), Coordinate(*NODES[4]), 350, "a test", "a gap", "x:1"),),
)


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    return write_wheel(tmp_path / "scgraph_data-2.0.0-py3-none-any.whl")


@pytest.fixture
def kept(tmp_path: Path, wheel: Path) -> Path:
    """Return a cache in which the network of the wheel was built."""
    make_network(tmp_path / "cache", AUTHORED, Wanted(wheel))
    wheel.unlink()
    return tmp_path / "cache"


def same(one: RailNetwork, two: RailNetwork) -> bool:
    stored = [pack_network(network) for network in (one, two)]
    arrays = [{name: array.tolist() for name, array in part.arrays.items()} for part in stored]
    return arrays[0] == arrays[1] and stored[0].about == stored[1].about


def test_built_network_holds_what_is_known_better(tmp_path: Path, wheel: Path) -> None:
    network = make_network(tmp_path / "cache", AUTHORED, Wanted(wheel))
    assert len(network.graph.start) == 6
    assert [j.reason for j in network.joins] == ["", "no track near far"]
    assert network.patches == (("join", "42.480,130.700", "42.481,130.704", "joined"),)
    assert network.nodes == {"one": 0, "two": 3}
    assert network.component.tolist() == [0] * 6 + [1] * 2
    assert network.routed_m.sum() + 200 == network.graph.length_m.sum()
    assert (network.source.nodes, network.source.edges, network.source.length_m) == (8, 5, 24_200)
    assert network.graph.countries == ("", "DE", "KP", "RU")


def test_opened_network_is_the_one_built(tmp_path: Path, wheel: Path) -> None:
    built = make_network(tmp_path / "cache", AUTHORED, Wanted(wheel))
    opened = open_network(tmp_path / "cache", AUTHORED, refuse_to_build)
    assert same(built, opened)


def refuse_to_build(step: str, share: float) -> None:
    raise AssertionError(f"it was built anew: {step} {share}")


def test_path_on_the_opened_network_has_the_authored_length(kept: Path) -> None:
    network = open_network(kept, AUTHORED, refuse_to_build)
    start, end = (snap(network.graph, PLACES[code], grid=network.grid) for code in ("one", "two"))
    path = find_shortest(network.graph, network.hierarchy, start, end)
    assert path is not None and path.length_m == 14_000
    beyond = snap(network.graph, Coordinate(42.5, 130.8), grid=network.grid)
    path = find_shortest(network.graph, network.hierarchy, start, beyond)
    assert path is not None and path.length_m == 14_000 + 350 + 8_900


def test_where_nothing_was_built_the_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not built") as caught:
        open_network(tmp_path / "cache", AUTHORED)
    assert "`routes network build`" in caught.value.hint
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("harm", ["cut", "alter", "empty", "other", "version"])
def test_damaged_or_old_network_is_made_anew(kept: Path, harm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path, before = kept / NETWORK, open_network(kept, AUTHORED)
    content = bytearray(path.read_bytes())
    if harm == "alter":
        content[len(content) // 2] ^= 1
    if harm == "version":
        monkeypatch.setattr(rail_network, "VERSION", 999)
    else:
        harmed = {"cut": bytes(content[:-1]), "alter": bytes(content), "empty": b"", "other": b"something else"}[harm]
        path.unlink()
        path.write_bytes(harmed)
    assert inspect_cache(kept, AUTHORED).fault.startswith("damaged: ")
    steps: list[str] = []
    assert same(open_network(kept, AUTHORED, lambda step, share: steps.append(step)), before)
    assert "ranking the nodes" in steps
    assert same(open_network(kept, AUTHORED, refuse_to_build), before)


@pytest.mark.parametrize(
    "changed",
    [
        AUTHORED._replace(segments=(Known("one", "two", 15_000),)),
        AUTHORED._replace(places=PLACES | {"two": Coordinate(42.460, 130.660)}),
        AUTHORED._replace(patches=()),
    ],
    ids=["segments", "stations", "patches"],
)
def test_other_data_files_make_it_anew(kept: Path, changed: Authored) -> None:
    before = open_network(kept, AUTHORED)
    found = inspect_cache(kept, changed)
    assert found.network is not None and not found.is_current
    after = open_network(kept, changed)
    assert not same(before, after)
    assert after.key == changed.key != AUTHORED.key
    assert same(open_network(kept, changed, refuse_to_build), after)


def test_damage_to_both_files_names_the_command(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (NETWORK, BASE):
        (kept / name).unlink()
        (kept / name).write_bytes(b"damaged")
    monkeypatch.setattr(rail_cache, "read_installed", lambda: None)
    with pytest.raises(UsageError, match="what it was made of is not kept") as caught:
        open_network(kept, AUTHORED)
    assert "routes network build" in caught.value.hint


def test_lost_network_is_made_of_the_kept_track(kept: Path) -> None:
    before = open_network(kept, AUTHORED)
    (kept / NETWORK).unlink()
    assert same(open_network(kept, AUTHORED), before)


def test_parts_that_do_not_fit_together_are_damage(kept: Path) -> None:
    stored = read_arrays(kept / NETWORK)
    assert stored is not None
    arrays = {name: np.array(array) for name, array in stored.arrays.items() if name != "component"}
    write_arrays(kept / NETWORK, arrays, stored.about)
    assert "a part is missing" in inspect_cache(kept, AUTHORED).fault
    write_arrays(kept / NETWORK, dict(stored.arrays) | {"graph.length_m": np.ones(2, np.int32)}, stored.about)
    assert "do not fit together" in inspect_cache(kept, AUTHORED).fault


def test_cache_that_cannot_be_written_refuses_to_build(tmp_path: Path, wheel: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="ascii")
    with pytest.raises(UsageError, match="cannot write the rail network"):
        make_network(tmp_path / "cache", AUTHORED, Wanted(wheel))


def test_cache_that_cannot_be_written_still_answers(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise UsageError("cannot write the rail network: no space left")

    changed, told = AUTHORED._replace(patches=()), list[str]()
    before = (kept / NETWORK).read_bytes()
    monkeypatch.setattr(rail_cache, "write_arrays", refuse)
    assert open_network(kept, changed, lambda step, share: told.append(step)).key == changed.key
    assert "cannot write the rail network: no space left" in told
    assert (kept / NETWORK).read_bytes() == before


def test_same_data_give_the_same_file(tmp_path: Path, wheel: Path) -> None:
    for name in ("one", "two"):
        make_network(tmp_path / name, AUTHORED, Wanted(wheel))
    assert (tmp_path / "one" / NETWORK).read_bytes() == (tmp_path / "two" / NETWORK).read_bytes()


def test_build_without_a_wish_takes_what_was_reviewed_and_kept(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rail_cache, "read_installed", lambda: None)
    monkeypatch.setattr(rail_cache, "find_text", lambda: pytest.fail("it was fetched"))
    source = inspect_cache(kept, AUTHORED).network
    assert source is not None
    monkeypatch.setattr(rail_cache, "REVIEWED", source.source.digest)
    assert make_network(kept, AUTHORED, Wanted()).source == source.source


def test_build_after_another_wheel_takes_the_other(kept: Path, tmp_path: Path) -> None:
    other = write_wheel(tmp_path / "other.whl", write_text(NODES[:3], {(0, 1): 4.5, (1, 2): 5.2}))
    assert len(make_network(kept, AUTHORED, Wanted(other)).graph.start) == 2
    assert len(open_network(kept, AUTHORED, refuse_to_build).graph.start) == 2
    assert len(open_network(kept, AUTHORED._replace(patches=())).graph.start) == 2


def test_wheel_of_another_form_leaves_the_network_as_it_is(kept: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in kept.iterdir()}
    with pytest.raises(UsageError):
        make_network(kept, AUTHORED, Wanted(write_wheel(tmp_path / "bad.whl", "graph=[]")))
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before
