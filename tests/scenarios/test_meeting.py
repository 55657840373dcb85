"""Questions that leave the authored track, on a small network of eleven cities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from routes.api import Routes
from routes.errors import InfeasibleError, PlaceError, RoutesError, UsageError
from tests.build import build_routes, local
from tests.scenarios.far import EDGES, WORLD, build_far

KARLSRUHE, STUTTGART, AMIENS, BASEL = "48.994,8.4", "48.784,9.182", "49.89,2.31", "47.547,7.59"


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Routes:
    return build_far(tmp_path_factory.mktemp("far"))


def draw(document: dict[str, Any]) -> str:
    """Return `Paris 353 Nancy 150 …`: the stations by name, with the kilometres between them."""
    names = {code: station["name"] for code, station in document["stations"].items()}
    legs = document["itinerary"]["legs"]
    return " ".join([names[legs[0]["from"]], *(f"{leg['length_m'] / 1000:g} {names[leg['to']]}" for leg in legs)])


def countries(document: dict[str, Any]) -> list[str]:
    """Return the countries of the journey in order, each stay once."""
    codes = [leg["from"] for leg in document["itinerary"]["legs"]] + [document["itinerary"]["to"]]
    found = [document["stations"][code]["country"] for code in codes]
    return [country for n, country in enumerate(found) if n == 0 or country != found[n - 1]]


def test_authored_track_is_taken_as_it_is_and_opens_nothing(tmp_path: Path) -> None:
    def refuse() -> Any:
        raise AssertionError("the track was opened")

    routes = build_routes(tmp_path, WORLD)
    closed = routes._replace(world=routes.world._replace(open_track=refuse))
    assert draw(closed.distance("Paris", "Nancy")) == "Paris 353 Nancy"
    assert closed.distance("Paris", "Nancy") == routes.distance("Paris", "Nancy")


def test_path_is_cut_at_authored_stations_and_at_borders(far: Routes) -> None:
    document = far.distance("Paris", KARLSRUHE)
    legs = document["itinerary"]["legs"]
    assert document["answer"]["length_m"] == 353_000 + 150_000 + 12_000 + 75_000
    assert legs[0]["basis"] == "official"
    assert {leg["basis"] for leg in legs[1:]} == {"routed"}
    assert [leg["border"] for leg in legs].count(True) == 1
    assert countries(document) == ["FR", "DE"]
    border = next(leg for leg in legs if leg["border"])
    assert border["length_m"] <= 2_000
    assert [document["stations"][border[end]]["kind"] for end in ("from", "to")] == ["border", "border"]
    assert document["stations"][border["from"]]["name"].startswith("border FR/DE at 48.58, 7.79")
    assert document["stations"][border["to"]]["zone"] == "Europe/Berlin"


def test_each_leg_tells_its_length_by_the_network(tmp_path: Path) -> None:
    longer = build_far(tmp_path, WORLD.replace("track paris nancy 353", "track paris nancy 371"))
    document = longer.distance("Paris", STUTTGART)
    first = document["itinerary"]["legs"][0]
    assert (first["length_m"], first["routed_m"], first["differs"]) == (371_000, 353_000, True)
    assert first["deviation"] == pytest.approx(-0.0485, abs=1e-4)
    assert any("differ by more than 3 %" in note and "Paris–Nancy" in note for note in document["notes"])
    assert not any(leg["differs"] for leg in document["itinerary"]["legs"][1:])


def test_lengths_that_agree_are_not_told_of(far: Routes) -> None:
    assert not any("3 %" in note for note in far.distance("Paris", STUTTGART)["notes"])


def test_part_of_an_authored_segment_is_of_its_line_but_routed(far: Routes) -> None:
    document = far.distance("49.04,3.96", STUTTGART)
    first = document["itinerary"]["legs"][0]
    assert (first["line"], first["basis"], first["length_m"], first["gauge_mm"]) == ("main", "routed", 211_000, 1435)


def test_via_leads_another_way(far: Routes) -> None:
    document = far.distance("Paris", KARLSRUHE, via=[BASEL])
    assert document["answer"]["length_m"] == (315 + 260 + 65 + 140) * 1000
    assert document["question"]["via"] == ["at:47.547,7.59"]


def test_via_that_doubles_back_reverses_there(far: Routes) -> None:
    document = far.distance("Paris", KARLSRUHE, via=[STUTTGART])
    assert document["answer"]["length_m"] == (353 + 150 + 12 + 75 + 82 + 82) * 1000
    assert [d["station"] for d in document["itinerary"]["dwells"] if d["kind"] == "reversal"] == ["at:48.784,9.182"]


def test_avoided_country_is_gone_round(far: Routes) -> None:
    assert countries(far.distance("47.32,5.04", KARLSRUHE)) == ["FR", "CH", "DE"]
    assert countries(far.distance("47.32,5.04", KARLSRUHE, avoid=["ch"])) == ["FR", "DE"]


def test_avoided_country_that_cannot_be_gone_round_is_the_reason(tmp_path: Path) -> None:
    cut = build_far(tmp_path, edges=EDGES.replace("strasbourg kehl 12", ""))
    with pytest.raises(InfeasibleError, match="without entering CH") as refusal:
        cut.distance("Paris", KARLSRUHE, avoid=["CH"])
    assert "avoid fewer countries" in refusal.value.hint


def test_named_place_in_an_avoided_country_is_told(far: Routes) -> None:
    with pytest.raises(InfeasibleError, match="lies in Germany, which is to be avoided"):
        far.distance("Paris", STUTTGART, avoid=["DE"])


def test_any_country_of_the_world_can_be_avoided_and_no_other(far: Routes) -> None:
    assert far.distance("Paris", STUTTGART, avoid=["BR"])["question"]["avoid"] == ["BR"]
    assert far.distance("Paris", STUTTGART, avoid=["Brazil"])["question"]["avoid"] == ["BR"]
    with pytest.raises(UsageError, match='no country has the code or name "XX"'):
        far.distance("Paris", STUTTGART, avoid=["XX"])


def test_several_countries_in_one_word_are_refused_with_how_to_write_them(far: Routes) -> None:
    with pytest.raises(UsageError, match="MK,BG") as error:
        far.distance("Paris", KARLSRUHE, avoid=["MK,BG"])
    assert error.value.hint == 'name one at a time: --avoid "MK" --avoid "BG"'


def test_separate_parts_are_refused_with_the_other_modes(far: Routes) -> None:
    with pytest.raises(InfeasibleError, match="separate parts of the rail network") as refusal:
        far.distance("Paris", AMIENS)
    assert "--mode sea" in refusal.value.hint


def test_place_far_from_track_is_refused_with_the_distance(far: Routes) -> None:
    with pytest.raises(InfeasibleError, match=r"is not on the track: .*nearest is 42.2 km away"):
        far.distance("Paris", "48.35,2.35")


@pytest.mark.parametrize("end", ["48.994,8.4", "48.9941,8.4001"])
def test_same_place_is_refused(far: Routes, end: str) -> None:
    with pytest.raises(InfeasibleError, match=r"same place|starts and ends"):
        far.distance(KARLSRUHE, end)


def test_track_that_is_not_built_names_the_command(tmp_path: Path) -> None:
    def missing() -> Any:
        raise UsageError("the network is not built", hint="build it with `routes network build`")

    routes = build_routes(tmp_path, WORLD)
    bare = routes._replace(world=routes.world._replace(open_track=missing))
    with pytest.raises(InfeasibleError, match="no authored track joins Paris and") as refusal:
        bare.distance("Paris", STUTTGART)
    assert "routes network build" in refusal.value.hint
    with pytest.raises(InfeasibleError, match="routes network build"):
        bare.compare("Paris", STUTTGART, arrive="by Tuesday", by="train")


def test_times_are_those_of_each_clock_with_work_at_the_border(tmp_path: Path) -> None:
    """Without open borders both sides work for half an hour; 588 km at 60 km/h and 2 km at 20 take 9 h 54."""
    routes = build_far(tmp_path)
    document = routes.arrival("Paris", KARLSRUHE, depart="2026-03-02 08:00", settings=["speed=60", "pace=0"])
    works = [(d["kind"], d["likely_s"]) for d in document["itinerary"]["dwells"]]
    assert works == [("border", 1800), ("border", 1800)]
    assert local(document["answer"]["arrive"]["expected"]) == "Mon 2 Mar 18:54"
    assert document["answer"]["arrive"]["expected"]["zone"] == "Europe/Berlin"


def test_open_border_has_no_work_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "open_borders.csv").write_text(
        "country,area,known_from,source,note\nFR,home,1995-03-26T00:00Z,law,\nDE,home,1995-03-26T00:00Z,law,\n"
    )
    routes = build_far(tmp_path)
    now = routes.distance("Paris", KARLSRUHE)
    assert not now["itinerary"]["dwells"]
    assert any("no border work is counted at FR/DE" in note for note in now["notes"])
    then = routes.distance("Paris", KARLSRUHE, as_of="2000-06-01")
    assert not then["itinerary"]["dwells"]


def test_border_that_was_opened_later_has_its_work(tmp_path: Path) -> None:
    (tmp_path / "open_borders.csv").write_text(
        "country,area,known_from,source,note\nFR,home,2010-01-01T00:00Z,law,\nDE,home,2007-12-21T00:00Z,law,\n"
    )
    document = build_far(tmp_path).distance("Paris", KARLSRUHE, as_of="2009-01-01")
    assert [dwell["kind"] for dwell in document["itinerary"]["dwells"]] == ["border", "border"]


def test_gauge_changes_where_the_main_gauges_differ(tmp_path: Path) -> None:
    (tmp_path / "gauges.csv").write_text("country,gauge_mm,source,note\nFR,1435,test,\nDE,1520,test,\n")
    document = build_far(tmp_path).distance("Paris", KARLSRUHE)
    gauge = [d for d in document["itinerary"]["dwells"] if d["kind"] == "gauge"]
    assert [document["stations"][d["station"]]["country"] for d in gauge] == ["DE"]


def test_gauge_that_the_train_has_not_is_told_but_closes_no_way(tmp_path: Path) -> None:
    (tmp_path / "gauges.csv").write_text("country,gauge_mm,source,note\nFR,1435,test,\nDE,1000,test,\n")
    document = build_far(tmp_path).distance("Paris", KARLSRUHE)
    assert any("not on the main gauge of DE (1000 mm)" in note for note in document["notes"])


def test_country_without_a_pace_is_told(far: Routes) -> None:
    document = far.distance("Paris", KARLSRUHE)
    assert any("no pace of this train is known in DE" in note for note in document["notes"])
    assert "speed" in {a["key"] for a in document["assumptions"]}


def test_slow_country_is_gone_round_when_the_train_is_much_slower_there(tmp_path: Path) -> None:
    """From Basel to Karlsruhe 205 km by Freiburg; a train that crawls in Germany stays in France as long as it can."""
    routes = build_far(tmp_path, WORLD.replace("speed.FR 60/60/60", "speed.FR 200/200/200"))
    usual = routes.distance(BASEL, KARLSRUHE)["answer"]["length_m"]
    slow = routes.distance(BASEL, KARLSRUHE, settings=["speed=3"])["answer"]["length_m"]
    assert usual == 205_000
    assert slow > usual


def test_line_crosses_the_antimeridian_without_going_round_the_world(far: Routes) -> None:
    document = far.distance("52.9,179.6", "52.9,-179.6", geometry=True)
    (leg,) = document["itinerary"]["legs"]
    lons = [float(point.split(",")[1]) for point in leg["geometry"]["points"].split()]
    assert document["answer"]["length_m"] == 60_000
    assert max(lons) - min(lons) == pytest.approx(0.8, abs=1e-6)


def test_geometry_ends_at_the_length_of_the_leg(tmp_path: Path) -> None:
    longer = build_far(tmp_path, WORLD.replace("track paris nancy 353", "track paris nancy 371"))
    for leg in longer.distance("Paris", STUTTGART, geometry=True)["itinerary"]["legs"]:
        points = [tuple(map(float, point.split(","))) for point in leg["geometry"]["points"].split()]
        at_m = [p[2] for p in points]
        assert at_m[0] == 0
        assert at_m[-1] == leg["length_m"]
        assert at_m == sorted(at_m)
        assert leg["schematic"] is (leg["length_m"] > 20_000)


def test_authored_legs_have_a_line_too_when_it_is_asked_for(far: Routes) -> None:
    plain, drawn = far.distance("Paris", "Nancy"), far.distance("Paris", "Nancy", geometry=True)
    assert "geometry" not in plain["itinerary"]["legs"][0]
    points = drawn["itinerary"]["legs"][0]["geometry"]["points"].split()
    assert points[0] == "48.85,2.35,0"
    assert points[-1] == "48.69,6.17,353000"


def test_ways_share_little_track_and_are_counted_from_the_quickest(far: Routes) -> None:
    ways = far.distance("Paris", KARLSRUHE, alternatives=2)["ways"]
    assert [way["length_m"] for way in ways] == [590_000, 780_000]
    assert all(way["shared"] <= 0.6 for way in ways)
    assert all(way["early_s"] <= way["expected_s"] <= way["late_s"] for way in ways)


def test_fewer_ways_than_asked_for_are_told(far: Routes) -> None:
    document = far.distance("Paris", KARLSRUHE, alternatives=5)
    assert len(document["ways"]) == 2
    assert any("no more than 2 ways" in note for note in document["notes"])


def test_every_question_takes_places_of_the_world(far: Routes) -> None:
    by = "2026-03-03 12:00"
    assert far.latest_departure("Paris", KARLSRUHE, arrive=f"by {by}")["answer"]["depart_by"]["even"]
    claims = far.feasible("Paris", KARLSRUHE, left="2026-03-02 06:00", arrive=f"by {by}")["answer"]["claims"]
    assert claims[0]["verdict"] == "credible"
    rows = far.compare("Paris", [KARLSRUHE, AMIENS], by="train", arrive=f"by {by}")["answer"]["rows"]
    assert [row["open"] for row in rows] == ["open", "no way"]
    assert "separate parts" in rows[1]["note"]


def test_reach_from_a_place_of_the_world_leads_to_authored_stations(far: Routes) -> None:
    document = far.reach(KARLSRUHE, left="2026-03-02 06:00", at="2026-03-03 06:00")
    assert {row["station"] for row in document["answer"]["stations"]} >= {"nancy", "paris"}


def test_reach_counts_no_place_that_it_did_not_look_to(tmp_path: Path) -> None:
    """A way to the far station of an authored line was never sought: that there is none cannot be said."""
    away = "station khasan RU Asia/Vladivostok 42.43,130.64\nstation ussuriysk RU Asia/Vladivostok 43.80,131.95\n"
    routes = build_far(tmp_path, WORLD + away + "track khasan ussuriysk 261\n")
    document = routes.reach(KARLSRUHE, left="2026-03-02 06:00", at="2026-03-03 06:00")
    alone = build_far(tmp_path / "alone").reach(KARLSRUHE, left="2026-03-02 06:00", at="2026-03-03 06:00")
    assert document["answer"]["cut_off"] == alone["answer"]["cut_off"]


def test_name_is_said_to_be_read_once(far: Routes) -> None:
    notes = far.reach("48.994,8.4", left="2026-03-02 06:00", at="2026-03-03 06:00")["notes"]
    assert len(notes) == len(set(notes))


def test_way_that_leaves_the_country_of_both_ends_is_told(tmp_path: Path) -> None:
    """Strasbourg has track to Basel through Germany alone here."""
    edges = "strasbourg kehl 12 kehl karlsruhe 75 karlsruhe freiburg 140 freiburg dijon 300"
    routes = build_far(tmp_path, WORLD, edges=edges)
    notes = routes.distance("48.585,7.735", "47.32,5.04")["notes"]
    assert any("leaves FR, in which both its ends lie, for DE" in note for note in notes)


def test_way_that_winds_is_told_and_one_that_does_not_is_not(tmp_path: Path) -> None:
    edges = "karlsruhe freiburg 400 freiburg paris 600 paris nancy 353"
    winding = build_far(tmp_path, WORLD, edges=edges)
    assert any("3.4 times as long" in note for note in winding.distance(KARLSRUHE, "48.0,7.84")["notes"])
    assert not any("times as long" in note for note in winding.distance("48.0,7.84", "Paris")["notes"])


def test_unknown_name_stays_unknown(far: Routes) -> None:
    with pytest.raises(PlaceError, match="Qwertyville"):
        far.distance("Paris", "Qwertyville")


def test_alternatives_of_a_comparison_are_refused(far: Routes) -> None:
    with pytest.raises(RoutesError, match="alternatives"):
        far.distance("Paris", KARLSRUHE, alternatives=40)


def test_city_may_lie_farther_from_its_track_than_a_position_and_says_so(far: Routes) -> None:
    document = far.distance("Melun", "Dijon")
    assert any(
        "no track of the network is within 5 km of the middle of Melun" in note and "from 11.5 km away" in note
        for note in document["notes"]
    )
    assert not any("the middle of Dijon" in note for note in document["notes"])
    with pytest.raises(InfeasibleError, match=r"no track within 5 km of 48\.5333,2\.6667"):
        far.distance("48.5333,2.66665", "Dijon")
