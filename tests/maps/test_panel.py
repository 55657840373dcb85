"""The answer beside the map, as it reads with scripts off."""

from __future__ import annotations

from routes.maps.page import build_page
from tests.maps.documents import (
    arrival,
    bare,
    by_air,
    compare,
    distance,
    feasible,
    latest_departure,
    never_at_all,
    never_even,
    never_safe,
    reach,
    seen,
    two_readings,
)
from tests.maps.reading import Page


def test_latest_departure_reads_as_in_the_terminal() -> None:
    text = Page(build_page(latest_departure())).text
    for part in (
        "by Mon 11 Sep 2023 24:00 Vladivostok",
        "AS OF Mon 11 Sep 2023 09:45 Seoul (scenario vladivostok-2023), NOT TODAY",
        "Even odds: leave Pyongyang by Mon 11 Sep 14:45 local (05:45 UTC).",
        "safe 90% even odds too late after clock",
        "even odds mean leaving on Sunday, 10 Sep.",
        "Watch: not gone from Tumangang by Mon 11 Sep 18:45: then Mon 11 Sep 24:00 drops below even odds.",
        "400 km ±1 km of track (estimated), geodesic 250 km, circuity 1.60;",
        "10 h 00 (7 h 47 to 13 h 53) under way; clocks +1 h 00.",
        "No clocked run known then: Pyongyang–Tumangang (100 km).",
        "Readings: safe is in time with 90%, even odds with 50%; who leaves after too late is in time with less than",
        "with even odds (50%), the special train must leave Pyongyang by 14:45 on Monday 11 September",
        "Note: as of 2023-09-11.",
        "Of the 10 h 00 between safe and too late, 7 h 30 is running in North Korea.",
        "the pace that all running shares 2 h 30 25.0%",
        "speed.KP 33 (26 to 40) km/h",
        "Spread: 80% of cases are taken to lie from 26 to 40 km/h, the rest beyond.",
        "learned from 1 clocked case: 2019_out: cc dep to dd arr.",
        "Set by hand: speed.KP=30.",
        "tzdata 2025b",
        "“by Monday”",
        "© OpenStreetMap contributors (ODbL 1.0)",
        "not evidence of position",
    ):
        assert part in text, part


def test_past_readings_are_marked() -> None:
    text = build_page(latest_departure())
    assert '<td class="past">Mon\u00a011\u00a0Sep 09:45*<td>' in text
    assert "* already past" in text


def test_sources_are_links() -> None:
    links = Page(build_page(latest_departure())).attribute("href")
    assert {"http://example.org/a", "https://example.org/b", "https://example.org/herald"} <= set(links)


def test_arrival_has_expected_times_and_no_deadlines() -> None:
    text = Page(build_page(arrival())).text
    assert "Expected in Khasan: Tue 12 Sep 01:45 local" in text
    assert "leaving Mon 11 Sep 2023 14:45 Pyongyang" in text
    assert "too late after clock" not in text


def test_feasible_says_no() -> None:
    text = build_page(feasible())
    assert '<div class="verdict missed"><p class="lead">By train: not credible. In time with &lt;1%.' in text
    for part in (
        "It needs 48 km/h over 400 km; the fastest documented there makes 37 km/h, and is 2 h 35 late.",
        "By plane: credible. In time with >99%.",
        "By train: expected in Khasan: Tue 12 Sep 01:45 local",
        "Left Mon 11 Sep 2023 14:45 Pyongyang.",
        "Fastest documented by train: KP 30.6 km/h, Train 8 (2008).",
        "Verdicts: credible, from a chance of 25% on",
    ):
        assert part in Page(text).text, part


def test_distance_has_lengths_and_no_times() -> None:
    document = distance()
    text = Page(build_page(document)).text
    assert "Lengths of track" in text
    assert "AS OF Mon 11 Sep 2023 09:45 Seoul" in text
    assert "10 h 00 (7 h 47 to 13 h 53) under way. Reversing at Ussuriysk." in text
    assert document["quote"]["en"] in text
    assert "UTC" not in text.replace("times also in UTC", "").replace(document["quote"]["en"], "")


def test_each_reading_has_its_own_tables() -> None:
    document = two_readings()
    document["alternatives"][0]["answer"]["deadlines"][0]["safe"] = None
    text = Page(build_page(document)).text
    assert "by Mon 11 Sep 2023 24:00 Vladivostok or by Tue 12 Sep 2023 11:45 Vladivostok" in text
    assert text.count("Deadlines on the way") == 2


def test_what_is_the_same_in_all_readings_stands_once() -> None:
    own, shared = Page(build_page(two_readings())).text.split("The same for each")
    for said in ("allowed for", "under way", "Weakest", "Shares of the variance"):
        assert (own.count(said), shared.count(said)) == (0, 1), said
    assert "The same for each" not in Page(build_page(latest_departure())).text


def test_legend_has_only_what_is_drawn() -> None:
    text = build_page(latest_departure())
    caption = text[text.index("<figcaption>") : text.index("</figcaption>")]
    assert "same track, run twice" in caption
    assert "change of locomotive" not in caption
    assert "routed" not in caption


def test_confidence_names_the_readings() -> None:
    document = bare()
    document["answer"]["confidence"] = 0.8
    text = Page(build_page(document)).text
    assert text.count("safe 80% even odds too late after") == 2
    assert (
        "safe is in time with 80%, even odds with 50%; who leaves after too late is in time with less than 20%" in text
    )
    document["answer"]["depart_by"]["past"] = ["safe", "even"]
    assert "With a chance of 20% only: leave Pyongyang by Mon 11 Sep 19:45 local." in Page(build_page(document)).text


def test_reading_that_no_departure_has_is_never() -> None:
    text = Page(build_page(never_safe())).text
    assert "Pyongyang leave never Mon 11 Sep 14:45 Mon 11 Sep 19:45 UTC+9" in text
    assert "Mon 11 Sep 24:00 never never Mon 11 Sep 19:45" in text
    assert "Even odds: leave Pyongyang by Mon 11 Sep 14:45 local" in text


def test_without_even_odds_what_chance_there_is_leads() -> None:
    text = build_page(never_even())
    assert '<p class="lead">Even odds: never, however early it leaves Pyongyang.</p>' in text
    assert "With a chance of 10% only: leave Pyongyang by Mon 11 Sep 19:45 local." in text
    assert "Pyongyang leave never never Mon 11 Sep 19:45 UTC+9" in Page(text).text
    assert "Watch:" not in text, "what has no even odds has no tripwire"


def test_claim_of_which_no_departure_is_in_time_is_drawn() -> None:
    text = Page(build_page(never_at_all())).text
    assert "Pyongyang leave never never never" in text
    assert "By train: not credible." in text


def test_deadline_out_of_reach_is_marked_as_missed() -> None:
    document = bare()
    document["answer"]["depart_by"]["past"] = ["safe", "even", "too_late_after"]
    text = build_page(document)
    lead = "Out of reach: with even one chance in ten, it had to leave Pyongyang by Mon 11 Sep 19:45 local."
    assert f'<div class="verdict missed"><p class="lead">{lead}</p>' in text
    document["answer"]["depart_by"] |= {"past": [], "too_late_after": None, "even": None, "safe": None}
    text = build_page(document)
    lead = "Never: no departure from Pyongyang is in time with even 10%."
    assert f'<div class="verdict missed"><p class="lead">{lead}</p>' in text


def test_what_was_seen_stands_with_the_answer() -> None:
    text = Page(build_page(seen())).text
    for part in (
        "Expected in Khasan: Tue 12 Sep 01:45 local",
        "Seen leaving Tumangang Mon 11 Sep 2023 18:45 Pyongyang (±10 min); "
        "not seen arriving at Khasan by Mon 11 Sep 2023 22:45 Vladivostok (noticed with 80%).",
        "Leaving Pyongyang: Mon 11 Sep 14:45 local; early Mon 11 Sep 14:45, late Mon 11 Sep 14:45.",
        "Waits for: Tumangang 06:00–22:00 local to go on.",
        "Korean time (UTC+9), later than as of Tue 12 Sep 00:45 Tue 12 Sep 02:45",
        "an arrival cannot be",
    ):
        assert part in text, part
    assert "leaving Mon 11 Sep 2023" not in text, "no departure was asked about"


def test_deadline_behind_the_train_is_marked() -> None:
    document = bare()
    document["answer"]["deadlines"][0]["behind"] = True
    text = Page(build_page(document)).text
    assert "Pyongyang leave† " in text and "† behind it by what was seen" in text


def test_way_of_a_plane_is_no_track() -> None:
    text = Page(build_page(by_air())).text
    for part in (
        "400 km ±1 km of way (geodesic)",
        "way so far",
        "Lengths of way",
        "Plane: an airliner (data/trains/airliner.toml).",
        "2 h 30 is flying.",
        "boarding in North Korea",
        "2 h 00 to board at Tumangang",
        "geodesic, by air or road",
    ):
        assert part in text, part
    assert "track" not in text.lower()


def test_years_are_shown_where_times_lie_in_two() -> None:
    document = bare()
    assert "Mon\u00a011\u00a0Sep\u00a02023" not in build_page(document)
    document["answer"]["by_hour"][0]["safe"] = document["answer"]["depart"] | {
        "local": "2022-12-31T23:45:00+09:00",
        "utc": "2022-12-31T14:45:00Z",
        "weekday": "Saturday",
    }
    text = build_page(document)
    assert "Sat\u00a031\u00a0Dec\u00a02022 23:45" in text
    assert "Mon\u00a011\u00a0Sep\u00a02023 14:45" in text


def test_chart_of_time_and_distance_stands_in_the_panel_and_says_what_it_shows() -> None:
    page = build_page(latest_departure())
    assert page.count('<svg class="inset"') == 1
    assert "shaded blue from safe 90% to even odds, orange from there to too late after (dots: computed)" in page
    assert "shaded blue from early to late" in build_page(arrival())
    assert all('class="inset"' not in build_page(build()) for build in (distance, compare, reach))
    two = build_page(two_readings())
    assert all(two.count(f'<clipPath id="inset-{number}">') == 1 for number in (1, 2))
