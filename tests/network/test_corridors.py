"""The authored network against published distances; kilometres are those printed by the sources named there."""

from __future__ import annotations

import pytest

from routes.errors import InfeasibleError
from routes.findings import Finding
from routes.geo import geodesic_m
from routes.ids import StationCode
from routes.network.graph import Network, Path
from routes.network.paths import find_path
from tests.network.grid import plain_costs

CHINA = frozenset({"CN", "MN"})


def go(rails: Network, route: str, turns: str = "regular", avoid: frozenset[str] = frozenset()) -> Path:
    origin, *via, destination = (StationCode(code) for code in route.split())
    costs = plain_costs(1435, 1520, gauge_s=7200, border_s=3600)
    return find_path(rails, origin, destination, costs=costs, via=via, avoid=avoid, turns=turns)


# route (origin, via stations, destination), kilometres, whether every segment has a source for its length
CORRIDORS = [
    ("pyongyang sinuiju", 225.1, True),
    ("sinuiju dandong", 3, True),
    ("dandong shenyang", 277, True),
    ("shenyang shanhaiguan", 426, False),
    ("shanhaiguan tianjin", 293, False),
    ("tianjin beijing", 137, True),
    ("dandong beijing", 1133, False),
    ("beijing_west shijiazhuang", 277, True),
    ("beijing_west zhengzhou", 689, True),
    ("beijing_west hengyang", 277 + 412 + 536 + 362 + 186, False),
    ("hengyang guilin", 362, True),
    ("guilin liuzhou", 176, True),
    ("liuzhou nanning", 255, False),
    ("nanning gia_lam", 395, False),
    ("pyongyang tumangang", 845, False),
    ("pyongyang hamhung", 313, False),
    ("rajin tumangang", 49, True),
    ("rajin khasan", 54, True),
    ("hongui tumangang", 9.5, True),
    ("tumangang khasan", 5, True),
    ("khasan makhalino", 41, True),
    ("makhalino gvozdevo", 12, True),
    ("gvozdevo ryazanovka", 38, True),
    ("ryazanovka bamburovo", 22, True),
    ("bamburovo kedrovy", 29, True),
    ("kedrovy primorskaya", 9, True),
    ("primorskaya vinevitino", 51, True),
    ("vinevitino olenevod", 24, True),
    ("kilju ranam", 117.9, False),
    ("kyongsong ranam", 22, False),
    ("moscow_yar yaroslavl kirov", 957, True),
    ("olenevod baranovsky", 12, False),
    ("khasan baranovsky", 238, False),
    ("razdolnaya_bridge baranovsky", 5, False),
    ("baranovsky ussuriysk", 23, True),
    ("ussuriysk vladivostok", 112, True),
    ("baranovsky vladivostok", 89, True),
    ("ussuriysk khabarovsk1", 654, True),
    ("khabarovsk1 ledyanaya", 754, True),
    ("khabarovsk1 komsomolsk", 374, False),
    ("sunchon manpo", 299.8, True),
    ("harbin manzhouli", 934.8, False),
    ("harbin suifenhe", 548, False),
    ("mudanjiang tumen", 248, False),
    ("dong_dang hanoi", 162, False),
    ("tarskaya zabaikalsk", 354, True),
    ("naushki sukhbaatar", 21, True),
    ("naushki ulaanbaatar", 404, True),
    ("ulaanbaatar zamyn_uud", 709, True),
    ("zamyn_uud erenhot", 9, False),
    ("ulaanbaatar erenhot", 718, False),
    ("erenhot beijing", 842, True),
    ("vostochny khabarovsk1 komsomolsk", 1156, False),
    ("komsomolsk artyom1", 374 + 733 + 16, False),
]


@pytest.mark.parametrize(("route", "km", "official"), CORRIDORS, ids=[c[0] for c in CORRIDORS])
def test_corridor_has_its_length(rails: Network, route: str, km: float, official: bool) -> None:
    origin, *via, destination = (StationCode(code) for code in route.split())
    costs = plain_costs(1000, 1435, 1520)
    path = find_path(rails, origin, destination, costs=costs, via=via, avoid=CHINA if "khab" in route else frozenset())
    assert path.length_m == round(km * 1000)
    assert all(step.segment.basis == "official" for step in path.steps) is official


def test_moscow_to_vladivostok_is_the_official_9259_km(rails: Network) -> None:
    path = go(rails, "moscow_yar vladivostok", avoid=CHINA)
    assert path.length_m == 9_259_000
    assert {step.segment.basis for step in path.steps} == {"official"}
    assert {step.segment.electrified for step in path.steps} == {True}


# Line kilometres from Moscow as printed by http://kolejtranssyberyjska.pl/en/the-trans-siberian-route.
@pytest.mark.parametrize(
    ("station", "km"),
    [
        ("vladimir", 209),
        ("kirov", 917),
        ("perm2", 1397),
        ("yekaterinburg", 1778),
        ("tyumen", 2104),
        ("omsk", 2676),
        ("novosibirsk", 3303),
        ("krasnoyarsk", 4065),
        ("taishet", 4483),
        ("irkutsk", 5153),
        ("ulan_ude", 5609),
        ("chita2", 6166),
        ("birobidzhan", 8312),
        ("khabarovsk1", 8493),
        ("ussuriysk", 9147),
    ],
)
def test_main_line_passes_its_stations_at_their_printed_kilometres(rails: Network, station: str, km: int) -> None:
    assert go(rails, f"moscow_yar {station}", avoid=CHINA).length_m == km * 1000


def test_borders_of_mongolia_are_crossed_by_the_short_segments(rails: Network) -> None:
    steps = go(rails, "ulan_ude beijing").steps
    crossed = [(step.start, step.end) for step in steps if step.segment.border]
    assert crossed == [("naushki", "sukhbaatar"), ("zamyn_uud", "erenhot")]
    assert [steps[i].start for i in range(1, len(steps)) if steps[i - 1].gauge_mm != steps[i].gauge_mm] == ["erenhot"]


def test_khasan_to_moscow_is_within_one_km_of_the_printed_9407(rails: Network) -> None:
    """Khasan-Ussuriysk is printed as 260 km; 238 and 23 km, printed for its two parts, make 261."""
    assert go(rails, "khasan moscow_yar", avoid=CHINA).length_m == 9_408_000


def test_pyongyang_to_vladivostok_reverses_at_ussuriysk(rails: Network) -> None:
    path = go(rails, "pyongyang vladivostok")
    assert path.length_m == 1_223_000
    assert [step.turn.at for step in path.steps if step.turn] == ["ussuriysk"]


def test_khasan_to_vladivostok_passes_baranovsky_twice(rails: Network) -> None:
    path = go(rails, "khasan vladivostok")
    assert path.length_m == 373_000
    assert sum(step.segment.length_m for step in path.steps if step.segment.basis == "official") == 361_000
    assert path.stations.count(StationCode("baranovsky")) == 2


def test_reversal_at_baranovsky_saves_46_km_when_possible_turns_are_allowed(rails: Network) -> None:
    path = go(rails, "khasan vladivostok", turns="possible")
    assert path.length_m == 327_000
    assert [step.turn.at for step in path.steps if step.turn] == ["baranovsky"]


@pytest.mark.parametrize(
    "route", ["pyongyang vladivostok", "khasan vladivostok", "pyongyang beijing", "pyongyang gia_lam", "jilin hanoi"]
)
@pytest.mark.parametrize("turns", ["regular", "possible"])
def test_way_back_is_as_long(rails: Network, route: str, turns: str) -> None:
    try:
        there = go(rails, route, turns).length_m
    except InfeasibleError:
        with pytest.raises(InfeasibleError):
            go(rails, " ".join(reversed(route.split())), turns)
    else:
        assert go(rails, " ".join(reversed(route.split())), turns).length_m == there


def test_dprk_main_line_may_be_off_by_20_km(rails: Network) -> None:
    assert go(rails, "pyongyang tumangang").error_m == 20_000


def test_gauge_changes_once_at_tumangang(rails: Network) -> None:
    path = go(rails, "pyongyang vladivostok")
    pairs = zip(path.steps, path.steps[1:], strict=False)
    assert [after.start for before, after in pairs if before.gauge_mm != after.gauge_mm] == ["tumangang"]


def test_no_wires_between_khasan_and_baranovsky(rails: Network) -> None:
    assert {step.segment.electrified for step in go(rails, "khasan baranovsky").steps} == {False}
    assert {step.segment.electrified for step in go(rails, "baranovsky vladivostok").steps} == {True}


def test_train_of_1435_mm_ends_at_gia_lam(rails: Network) -> None:
    with pytest.raises(InfeasibleError, match="cannot leave Gia Lam for Hanoi"):
        go(rails, "pyongyang hanoi")


def test_every_length_reaches_the_geodesic(rails: Network) -> None:
    for segment in rails.segments:
        ends = rails.stations[segment.start].coordinate, rails.stations[segment.end].coordinate
        assert segment.length_m + segment.error_m >= geodesic_m(*ends), segment
        assert segment.length_m >= geodesic_m(*ends) - 500, segment  # printed in whole kilometres


def test_authored_files_have_no_findings(read_result: tuple[Network, list[Finding]]) -> None:
    assert read_result[1] == []


def test_rail_reaches_every_station_but_those_kept_to_tell_names_apart(rails: Network) -> None:
    without = {code for code, place in rails.stations.items() if place.gauges_mm and not rails.ways_from(code)}
    assert without == {"seoul", "cheongju", "suncheon", "pingxiang_jiangxi", "jian_jiangxi"}
