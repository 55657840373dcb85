"""The words of a page in other languages: one table, matched as a whole, marked with their language, still escaped."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.maps.flat.chart import build_chart as build_flat_chart
from routes.maps.flat.embed import build_embed
from routes.maps.flat.picture import build_picture
from routes.maps.look import Look
from routes.maps.page import build_page
from routes.maps.speech import _TABLE, CONTROLS, Speech, find_speech, translate
from routes.scenarios.claim_sights import OTHERS
from routes.scenarios.compare import OTHERS_APART
from tests.maps.documents import ALL, latest_departure
from tests.maps.reading import Page

GAP = "\N{NO-BREAK SPACE}"


def speech(lang: str) -> Speech:
    found = find_speech(lang)
    assert found
    return found


@pytest.mark.parametrize(
    ("lang", "text", "said"),
    [
        ("ru", "even odds", "равные шансы"),
        ("ru", "Mon 11 Sep 2023 06:22*", f"пн{GAP}11{GAP}сен{GAP}2023 06:22*"),
        ("ko", "Mon 11 Sep 06:22", f"9월{GAP}11일(월) 06:22"),
        ("ru", "Khasan arrive", "Khasan: прибытие"),
        ("ru", "32 h 11", "32 ч 11"),
        (
            "ko",
            "AS OF Tue 12 Sep 2023 Pyongyang, NOT TODAY",
            f"기준 시점 2023년{GAP}9월{GAP}12일(화) 평양, 오늘 아님",
        ),
        ("ru", "border KP/RU, clocks +1 h", "граница KP/RU, часы +1 ч"),
        (
            "ru",
            "Leave Berlin Hbf by Sat 22 Jun 18:43 local (16:43 UTC): 25 h 25, 1 change; clocks +1 h 00.",
            f"Отправиться (Berlin Hbf) до сб{GAP}22{GAP}июн 18:43 по местному времени (16:43 UTC): 25 ч 25, "
            "1 пересадка; часы +1 ч 00.",
        ),
        (
            "ru",
            "Watch: not gone from Khasan by Tue 12 Sep 15:02; not at Rajin by Tue 12 Sep 16:21: "
            "then Tue 12 Sep 24:00 drops below even odds.",
            f"Признак: Khasan: не отправился до вт{GAP}12{GAP}сен 15:02; не прибыл: Rajin, вт{GAP}12{GAP}сен 16:21; "
            f"тогда вт{GAP}12{GAP}сен 24:00 менее вероятно, чем нет.",
        ),
        (
            "ru",
            "Before Tue 12 Sep 17:37, even odds mean leaving on Sunday, 10 Sep.",
            f"До вт{GAP}12{GAP}сен 17:37 равные шансы требуют отправиться днём раньше (вс{GAP}10{GAP}сен).",
        ),
        ("ru", "1,223.5 km", "1\N{NO-BREAK SPACE}223,5 км"),
        ("ko", "1,223.5 km", "1,223.5 km"),
        ("ru", "2.0", "2,0"),
        ("ru", "1.2.3", None),
        ("ru", "Weakest: Pyongyang–Tumangang", None),
        ("ru", "", None),
    ],
)
def test_text_is_said_whole_or_not_at_all(lang: str, text: str, said: str | None) -> None:
    assert speech(lang).say(text) == said


@pytest.mark.parametrize(("tag", "lang"), [("ru", "ru"), ("ko-KR", "ko"), ("en", None), ("", None), ("ja", None)])
def test_language_without_a_table_leaves_the_page_in_english(tag: str, lang: str | None) -> None:
    found = find_speech(tag)
    assert (found and found.lang) == lang
    assert translate("<p>even odds</p>", find_speech("ja")) == "<p>even odds</p>"


def test_every_row_of_the_table_is_whole_and_fills_the_gaps_of_its_english() -> None:
    head, *lines = (line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines())
    assert len({line[0] for line in lines}) == len(lines)
    for english, *others in lines:
        gaps = len(re.findall(r"\{[dnst]?\}", english))
        assert len(others) == len(head) - 1
        for said in others:
            assert said and sorted(set(re.findall(r"\{(\d+)\}", said))) == [str(n) for n in range(gaps)]
    assert {line[0] for line in lines} >= set(CONTROLS)


@pytest.mark.parametrize("lang", ["ru", "ko"])
def test_page_says_its_frame_in_the_language_and_marks_it(lang: str) -> None:
    html = build_page(latest_departure(), look=Look(lang=lang))
    words = [speech(lang).exact[text] for text in ("Latest departure", "too late after", "How this was computed")]
    assert all(f">{word}</" in html for word in words)
    assert "NOT TODAY" not in Page(html).text
    assert f'<html lang="{lang}">' in html
    assert f'aria-label="{speech(lang).exact["The answer"]}"' in html
    assert f'<span lang="{lang}">' not in html


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>Made by the clerk.</p>", '<p><span lang="en">Made by the clerk.</span></p>'),
        ("<b>source:</b> Wikipedia", '<b>источник:</b><span lang="en"> Wikipedia</span>'),
        ("<td>UTC+9</td>", "<td>UTC+9</td>"),
        ("<td>Хасан arr</td>", "<td>Хасан arr</td>"),
        ('<div lang="ko"><p>역</p></div>', '<div lang="ko"><p>역</p></div>'),
        ("<text>Berlin Hbf</text>", '<text lang="en">Berlin Hbf</text>'),
        ('<section aria-label="The answer">', '<section aria-label="Ответ">'),
    ],
)
def test_what_stays_english_is_marked(html: str, said: str) -> None:
    assert translate(html, speech("ru")) == said


@pytest.mark.parametrize(
    "note",
    [
        OTHERS,
        OTHERS_APART,
        "1,177 km of track are possible by reversing at Baranovsky, which no train is known to do: --turns possible",
        '"seen Khasan 10:40" is read as seen arriving at Khasan Wed 24 Apr 2019 10:40 Vladivostok (±10 min); '
        "± is taken as two standard deviations; assumed: that it was the arrival, the clock of the place, the error",
        "a change takes 2 min where the feed gives no time (assumed)",
        "the gauge of 1,200 km is not known and closes no way",
    ],
)
@pytest.mark.parametrize("lang", ["ru", "ko"])
def test_note_of_the_engine_is_said_whole(lang: str, note: str) -> None:
    said = speech(lang).say(f"Note: {note}.") or ""
    assert said
    assert not re.search(r"[a-z]{4,} [a-z]{2,} [a-z]{2,}", said.replace("--turns possible", ""))


def test_note_that_the_table_lacks_stays_english_as_a_whole() -> None:
    assert speech("ru").say("Note: a note that somebody wrote; and a second one.") is None


@pytest.mark.parametrize("lang", ["ru", "ko"])
def test_flat_pictures_say_their_titles_and_notes_in_the_language(lang: str) -> None:
    for svg in (
        build_picture(latest_departure(), look=Look(lang=lang)),
        build_flat_chart(latest_departure(), lang=lang),
    ):
        texts = [unescape(words) for words in re.findall("<text[^>]*>([^<]*)<", svg)]
        assert any(text.startswith(speech(lang).exact["Latest departure"]) for text in texts)
        assert not [text for text in texts if re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", text)]


@pytest.mark.parametrize(("lang", "said"), [("ru", "Карта маршрута: "), ("ko", "경로 지도.")])
def test_files_for_a_newsroom_are_in_the_language(lang: str, said: str) -> None:
    files = build_embed(latest_departure(), page="page.html", look=Look(lang=lang)).files
    assert said in files["alt.txt"].decode()
    assert f'<figure lang="{lang}"' in files["frame.html"].decode()
    assert "Computed with" not in files["credit.txt"].decode()


def test_name_of_a_clock_is_said_in_a_sentence_but_no_station_of_that_name() -> None:
    assert (
        speech("ru").say("by Tue 12 Sep 2023 24:00 Vladivostok") == f"до вт{GAP}12{GAP}сен{GAP}2023 24:00 (Владивосток)"
    )
    assert speech("ru").say("Vladivostok") is None


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_page_without_a_language_is_the_same_as_in_english(build: type) -> None:
    assert build_page(build(), look=Look(lang="")) == build_page(build())


@given(st.text(max_size=40), st.sampled_from(["at {}", "Expected in {}: never", "{} leave", "{}"]))
def test_text_of_any_origin_stays_text(name: str, sentence: str) -> None:
    said = translate(f"<p>{escape(sentence.format(name))}</p>", speech("ru"))
    tags = ["<p>", *(['<span lang="en">', "</span>"] if "<span" in said else []), "</p>"]
    assert re.findall("<[^>]*>", said) == tags
