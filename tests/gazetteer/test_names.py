from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.errors import PlaceError
from routes.folders import packaged_folder
from routes.gazetteer.names import describe_place, find_places, get_place, suggest
from routes.gazetteer.reader import read_gazetteer
from routes.gazetteer.station import Gazetteer

GAZETTEER, _ = read_gazetteer([packaged_folder()])

LOOKUPS = Path(__file__).with_name("lookups.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", LOOKUPS)
def test_name_finds_its_place(line: str) -> None:
    text, code = line.split("|")
    assert get_place(GAZETTEER, text).code == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("경성", {"kyongsong", "seoul"}),
        ("Kyŏngsŏng", {"kyongsong", "seoul"}),
        ("Gyeongseong station", {"kyongsong", "seoul"}),
        ("Кёнсон", {"kyongsong", "seoul"}),
        ("Pingxiang", {"pingxiang", "pingxiang_jiangxi"}),
        ("Pingxiang, China", {"pingxiang", "pingxiang_jiangxi"}),
        ("순천", {"sunchon", "suncheon"}),
        ("Chongju", {"chongju", "cheongju"}),
        ("Ji'an", {"jian", "jian_jiangxi"}),
        ("Vlad", {"vladivostok", "vladimir"}),
        ("블라디", {"vladivostok", "vladimir"}),
        ("Ula", {"ulan_ude", "ulaanbaatar"}),
        ("Beij", {"beijing", "beijing_west"}),
        ("Tum", {"tumen", "tumangang"}),
        ("Yalu River", {"sinuiju", "dandong"}),
    ],
)
def test_homonym_is_refused_with_its_candidates(text: str, codes: set[str]) -> None:
    with pytest.raises(PlaceError) as caught:
        get_place(GAZETTEER, text)
    assert set(caught.value.candidates) == codes
    assert caught.value.exit_status == 3
    for code in codes:
        assert describe_place(GAZETTEER, GAZETTEER.station(code).code) in caught.value.message


@pytest.mark.parametrize("text", ["경성", "Pingxiang", "순천", "Chongju", "Ji'an", "Vlad", "Beij", "Tum", "Yalu River"])
def test_every_way_the_hint_offers_picks_one_candidate(text: str) -> None:
    with pytest.raises(PlaceError) as caught:
        get_place(GAZETTEER, text)
    ways = re.findall(r'"([^"]+)"(?: \(code (\w+)\))?', caught.value.hint)
    picked = [get_place(GAZETTEER, way).code for way, _ in ways]
    assert picked == list(caught.value.candidates)
    assert all(code in ("", place) for (_, code), place in zip(ways, picked, strict=True))


def test_refusal_is_worded_for_people() -> None:
    with pytest.raises(PlaceError) as caught:
        get_place(GAZETTEER, "경성")
    assert caught.value.message == (
        '"경성" fits 2 places: Kyongsong (경성), North Hamgyong, KP [kyongsong]; '
        "Seoul (서울), Seoul, KR [seoul] (historic name 1910–1945)"
    )
    assert caught.value.hint == 'write "경성, KP" (code kyongsong) or "경성, KR" (code seoul)'


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Tyumn", "tyumen"),
        ("Tumenn", "tumen"),
        ("Tumangeng", "tumangang"),
        ("Najing", "nanjing"),
        ("Vladivostk", "vladivostok"),
        ("Хасанн", "khasan"),
        ("Pyonyang", "pyongyang"),
        ("Usuriysk", "ussuriysk"),
        ("Khabarovzk, RU", "khabarovsk1"),
    ],
)
def test_misspelling_is_refused_with_suggestions(text: str, nearest: str) -> None:
    with pytest.raises(PlaceError) as caught:
        get_place(GAZETTEER, text)
    assert caught.value.candidates[0] == nearest
    assert len(caught.value.candidates) <= 3
    assert nearest in caught.value.hint


@pytest.mark.parametrize("text", ["Paris", "zzzz", "", "   ", "?!", "\u200b", "，（）", "12345", "Timbuktu, KP", "ha"])
def test_unknown_text_is_refused(text: str) -> None:
    assert find_places(GAZETTEER, text) == ()
    with pytest.raises(PlaceError, match="is not in the gazetteer"):
        get_place(GAZETTEER, text)


def test_wrong_country_says_where_the_place_is() -> None:
    with pytest.raises(PlaceError) as caught:
        get_place(GAZETTEER, "Seoul, RU")
    assert caught.value.message == '"Seoul" is in the gazetteer, but not in "RU"'
    assert caught.value.candidates == ("seoul",)


def test_the_three_tumens_only_suggest_each_other() -> None:
    assert [m.code for m in find_places(GAZETTEER, "Tumen")] == ["tumen"]
    assert [m.code for m in find_places(GAZETTEER, "Tyumen")] == ["tyumen"]
    assert [m.code for m in find_places(GAZETTEER, "Tumangang")] == ["tumangang"]
    assert set(suggest(GAZETTEER, "Tumeng")) == {"tumen", "tyumen", "tumangang"}


@pytest.mark.parametrize(
    ("text", "how", "remark"),
    [
        ("khasan", "code", ""),
        ("pingxiang", "code", "the name Pingxiang also fits pingxiang_jiangxi"),
        ("Хасан", "exact", ""),
        ("두만강", "exact", "also the river Tumen"),
        ("두만강역", "exact", ""),
        ("Voroshilov", "exact", "historic name 1935–1957"),
        ("Sverdlovsk station", "folded", "historic name 1924–1991"),
        ("Vyatka", "exact", "historic name until 1934"),
        ("Moscow", "exact", "the Yaroslavsky terminal, one of several in Moscow"),
        ("Vostochny", "exact", "also a port near Nakhodka, a different place"),
        ("Wuhan", "exact", "Wuchang, where the old main line stops; not the high-speed Wuhan station"),
        ("Tumen River", "exact", "the river Tumen, not a station; Tumangang lies near its mouth"),
        ("Novosib", "prefix", ""),
    ],
)
def test_match_says_how_and_what_else(text: str, how: str, remark: str) -> None:
    match = get_place(GAZETTEER, text)
    assert (match.how, match.remark) == (how, remark)


@pytest.mark.parametrize("city", ["Pyongyang", "Vladivostok", "Khabarovsk", "Beijing", "Moscow", "Hanoi", "Seoul"])
def test_city_is_the_railway_station_before_the_airport(city: str) -> None:
    assert GAZETTEER.station(get_place(GAZETTEER, city).code).is_railway
    assert GAZETTEER.station(get_place(GAZETTEER, f"{city} airport").code).kind == "airport"


@pytest.mark.parametrize(
    "text",
    [
        unicodedata.normalize("NFD", "P’yŏngyang"),
        unicodedata.normalize("NFD", "평양"),
        "Pyong\u200byang",
        "\u202bPyongyang\u202c",
        "\ufeffPyongyang",
        "Ｐｙｏｎｇｙａｎｇ",
        "Pyongyang\u00a0station",
        "  pyongYANG  ",
        "Pyong\u00adyang",
        "P`yongyang",
    ],
)
def test_disguised_text_is_read_as_what_it_shows(text: str) -> None:
    assert get_place(GAZETTEER, text).code == "pyongyang"


def test_every_name_finds_its_own_place_or_is_refused_with_it(gazetteer: Gazetteer) -> None:
    for name in gazetteer.names:
        found = [match.code for match in find_places(gazetteer, name.name)]
        behind_station = gazetteer.station(name.code).kind == "airport" and found
        assert name.code in found or behind_station, name


def test_code_of_every_place_finds_it(gazetteer: Gazetteer) -> None:
    assert all([m.code for m in find_places(gazetteer, code)] == [code] for code in gazetteer.stations)


@given(st.text(max_size=60))
def test_any_text_is_looked_up_without_a_crash(text: str) -> None:
    for match in find_places(GAZETTEER, text):
        assert match.code in GAZETTEER.stations
    suggest(GAZETTEER, text)


@given(st.text(max_size=40), st.sampled_from([name.name for name in GAZETTEER.names]))
def test_a_refusal_never_prints_invisible_characters(text: str, name: str) -> None:
    try:
        get_place(GAZETTEER, f"{name}{text}")
    except PlaceError as refusal:
        assert refusal.message.isprintable()
        assert refusal.hint.isprintable()


@given(
    st.sampled_from([name.name for name in GAZETTEER.names if name.name.isascii() and len(name.name) > 6]), st.data()
)
def test_one_changed_letter_is_never_resolved_by_likeness(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    changed = f"{name[:place]}Q{name[place + 1 :]}"
    assert all(match.how in ("exact", "folded", "prefix") for match in find_places(GAZETTEER, changed))
    if find_places(GAZETTEER, changed) == ():
        with pytest.raises(PlaceError):
            get_place(GAZETTEER, changed)


def test_a_long_text_is_cut_and_refused() -> None:
    with pytest.raises(PlaceError) as caught:
        get_place(GAZETTEER, "x" * 100_000)
    assert len(caught.value.message) < 300


def test_unknown_code_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(PlaceError, match='"nowhere" is not a code'):
        gazetteer.station("nowhere")
