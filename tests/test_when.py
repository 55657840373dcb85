import csv
import re
import string
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.clock import day_end, day_start, to_instant
from routes.errors import PlaceError, TimeError
from routes.when import When, deadlines, format_when, instants, parse_when

SEOUL = "Asia/Seoul"
MONDAY = datetime(2023, 9, 11, 0, 0, tzinfo=UTC)  # Mon 11 Sep 2023 09:00 in Seoul
with Path(__file__).with_name("phrases.csv").open(encoding="utf-8", newline="") as file:
    TABLE = list(csv.DictReader(file))


def read(phrase: str, now: datetime = MONDAY, zone: str = SEOUL, prefer: Literal["future", "past"] = "future") -> When:
    return parse_when(phrase, now=now, zone=zone, prefer=prefer)


def understood(phrase: str, **given: str) -> str:
    now = given.get("now")
    when = parse_when(
        phrase,
        now=datetime.fromisoformat(now) if now else MONDAY,
        zone=given.get("zone", SEOUL),
        prefer="past" if given.get("prefer") == "past" else "future",
    )
    return format_when(when).replace(f" {given.get('zone', SEOUL)}", "")


# the table of phrases ---------------------------------------------------------------------------------------


def instant_of(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return to_instant(read, SEOUL) if read.tzinfo is None else read.astimezone(UTC)


def bounds_of(meaning: str) -> tuple[datetime | None, datetime | None]:
    """Return the half-open bounds of one meaning in the table: a date, a part of a day, or an instant."""
    if part := re.fullmatch(r"(\S+) (\d\d):00–(\d\d):00", meaning):
        start = to_instant(datetime.fromisoformat(part[1]), SEOUL)
        return start + timedelta(hours=int(part[2])), start + timedelta(hours=int(part[3]))
    if len(meaning) == 10:
        return day_start(date.fromisoformat(meaning), SEOUL), day_end(date.fromisoformat(meaning), SEOUL)
    return instant_of(meaning), instant_of(meaning)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["phrase"])
def test_phrase_of_the_table_means_what_it_says(row: dict[str, str]) -> None:
    if row["kind"] == "refuse":
        with pytest.raises(TimeError) as caught:
            read(row["phrase"])
        assert f'"{row["phrase"]}"' in caught.value.message
        assert caught.value.hint
        return
    when = read(row["phrase"])
    bounds = [(reading.start, reading.end) for reading in when.readings]
    meant = [bounds_of(text) for text in row["meaning"].split(" | ") if text != "None"]
    match row["kind"]:
        case "day" | "instant" | "part of day":
            assert (when.kind, when.operator, bounds) == (row["kind"], "on", meant)
        case "end of day":
            assert (when.kind, deadlines(when)) == ("end of day", (meant[0][1],))
        case "ambiguous: name the readings":
            assert sorted(bounds, key=str) == sorted(meant, key=str)
            assert not when.alternatives
            assert when.must_choose == (row["phrase"][0] == "1")
        case "set of days":
            assert (when.alternatives, bounds) == (True, meant)
        case "interval of days":
            assert (when.kind, len(bounds), bounds[0][1]) == ("interval", 1, meant[-1][1])
            assert row["meaning"].startswith("None") or bounds[0][0] == meant[0][0]
        case _:
            start, end = meant[0]
            expected = {"by": (None, end), "before": (None, start), "after": (end, None)}[when.operator]
            assert (bounds, when.operator) == ([expected], row["phrase"].split()[0].replace("no", "by"))


# phrases of our own: as of Mon 11 Sep 2023 09:00 in Seoul, where its clock goes without saying --------------

UNDERSTOOD = """
quarter to nine in the morning | Tue 12 Sep 2023 08:45
five past ten am | Mon 11 Sep 2023 10:05
twenty-five to seven in the evening | Mon 11 Sep 2023 18:35
6 in the morning | Tue 12 Sep 2023 06:00
6 o'clock in the evening | Mon 11 Sep 2023 18:00
midday Wednesday | Wed 13 Sep 2023 12:00
noon tomorrow | Tue 12 Sep 2023 12:00
this evening | Mon 11 Sep 2023 evening
tomorrow night | Tue 12 Sep 2023 night
last night | Sun 10 Sep 2023 night
midnight tonight | Tue 12 Sep 2023 00:00
tonight at 8 | Mon 11 Sep 2023 20:00
8 tonight | Mon 11 Sep 2023 20:00
Tuesday evening 6:30 | Tue 12 Sep 2023 18:30
10 at night | Mon 11 Sep 2023 22:00
6.30pm | Mon 11 Sep 2023 18:30
6:30 p.m. | Mon 11 Sep 2023 18:30
12am | Tue 12 Sep 2023 00:00
12pm | Mon 11 Sep 2023 12:00
Tuesday 12am | Tue 12 Sep 2023 00:00 or Wed 13 Sep 2023 00:00
12:30 am Tuesday | Tue 12 Sep 2023 00:30
24:00 | Tue 12 Sep 2023 00:00
00:00 | Tue 12 Sep 2023 00:00
Tuesday 18.00 | Tue 12 Sep 2023 18:00
12 Sep 10.10 | Tue 12 Sep 2023 10:10
12.09 18:00 | Tue 12 Sep 2023 18:00
Tuesday 18h | Tue 12 Sep 2023 18:00
1800 hours Tuesday | Tue 12 Sep 2023 18:00
Tuesday 2030 | Tue 12 Sep 2023 20:30
12 Sep 1800 | Tue 12 Sep 2023 18:00
08:00 | Tue 12 Sep 2023 08:00
09:00 | Mon 11 Sep 2023 09:00
in two days | Wed 13 Sep 2023
the day before yesterday | Sat 9 Sep 2023
a day before Tuesday noon | Mon 11 Sep 2023 12:00
2 hours before Tuesday noon | Tue 12 Sep 2023 10:00
Tuesday noon +3h | Tue 12 Sep 2023 15:00
Tuesday +2 days | Thu 14 Sep 2023
now + 3h | Mon 11 Sep 2023 12:00
in half an hour | Mon 11 Sep 2023 09:30
in an hour and a half | Mon 11 Sep 2023 10:30
in 1 h 30 min | Mon 11 Sep 2023 10:30
in 1.5 hours | Mon 11 Sep 2023 10:30
1 h 30 ago | Mon 11 Sep 2023 07:30
in 3 days at 18:00 | Thu 14 Sep 2023 18:00
3 weeks ago | Mon 21 Aug 2023
a week after Tuesday | Tue 19 Sep 2023
two weeks from today | Mon 25 Sep 2023
end of month | end of Sat 30 Sep 2023
end of September | end of Sat 30 Sep 2023
end of the day | end of Mon 11 Sep 2023
EOD Tuesday | end of Tue 12 Sep 2023
end of Tuesday morning | Tue 12 Sep 2023 12:00
start of Tuesday | Tue 12 Sep 2023 00:00
by end of the week | by end of Fri 15 Sep 2023 or end of Sun 17 Sep 2023
this weekend | Sat 16 Sep 2023 to Sun 17 Sep 2023
next weekend | Sat 16 Sep 2023 to Sun 17 Sep 2023 or Sat 23 Sep 2023 to Sun 24 Sep 2023
next month | Sun 1 Oct 2023 to Tue 31 Oct 2023
in September | Fri 1 Sep 2023 to Sat 30 Sep 2023
Tuesday next week | Tue 19 Sep 2023
next Sunday | Sun 17 Sep 2023 or Sun 24 Sep 2023
12th of September | Tue 12 Sep 2023
September 12th 2023 | Tue 12 Sep 2023
the twelfth of September | Tue 12 Sep 2023
twenty-first September | Thu 21 Sep 2023
12-Sep-2023 | Tue 12 Sep 2023
12. September 2023 | Tue 12 Sep 2023
2023. 9. 12. | Tue 12 Sep 2023
2023–09–12 | Tue 12 Sep 2023
Tuesday, 12 September 2023 at 18:00 | Tue 12 Sep 2023 18:00
Tue. 12 Sep | Tue 12 Sep 2023
tomorrow, Tuesday | Tue 12 Sep 2023
Tuesday 12/9 | Tue 12 Sep 2023
9/11 | Thu 9 Nov 2023 or Mon 11 Sep 2023
23.09.12 | Sun 23 Sep 2012 or Tue 12 Sep 2023
10 Sep | Tue 10 Sep 2024
29 Feb | Thu 29 Feb 2024
TUESDAY? | Tue 12 Sep 2023
“Tuesday” | Tue 12 Sep 2023
Ｔｕｅｓｄａｙ １８：００ | Tue 12 Sep 2023 18:00
since Tuesday | from Tue 5 Sep 2023
not before Tuesday | from Tue 12 Sep 2023
until Tuesday | until Tue 12 Sep 2023
by Tuesday morning | by Tue 12 Sep 2023 morning
by Monday 08:00 | by Mon 11 Sep 2023 08:00 or Mon 18 Sep 2023 08:00
by Monday 18:00 | by Mon 11 Sep 2023 18:00
before Monday | before Mon 18 Sep 2023
after Monday | after Mon 11 Sep 2023 or Mon 18 Sep 2023
Tuesday at the latest | by Tue 12 Sep 2023
Tuesday or later | from Tue 12 Sep 2023
Tuesday before noon | before Tue 12 Sep 2023 12:00
Tuesday after 18:00 | Tue 12 Sep 2023 18:00 to Wed 13 Sep 2023 00:00
arriving by Tuesday noon | by Tue 12 Sep 2023 12:00
for a Tuesday arrival | Tue 12 Sep 2023
left Sunday | Sun 10 Sep 2023
Tue 12 Sep to Wed 13 Sep or 19 Sep to 20 Sep | Tue 12 Sep 2023 to Wed 13 Sep 2023 or Tue 19 Sep 2023 to Wed 20 Sep 2023
12 noon Tuesday | Tue 12 Sep 2023 12:00
Tuesday 12 midnight | Tue 12 Sep 2023 00:00 or Wed 13 Sep 2023 00:00
오늘 밤 11시 | Mon 11 Sep 2023 23:00
5 minutes before midnight Tuesday | Mon 11 Sep 2023 23:55 or Tue 12 Sep 2023 23:55
10:00 JST to 12:00 MSK | Mon 11 Sep 2023 10:00 Asia/Tokyo to Mon 11 Sep 2023 12:00 Europe/Moscow
Tue–Thu | Tue 12 Sep 2023 to Thu 14 Sep 2023
Monday to Wednesday | Mon 11 Sep 2023 to Wed 13 Sep 2023 or Mon 18 Sep 2023 to Wed 20 Sep 2023
Tuesday 18:00-20:00 | Tue 12 Sep 2023 18:00 to Tue 12 Sep 2023 20:00
Tuesday between 18:00 and 20:00 | Tue 12 Sep 2023 18:00 to Tue 12 Sep 2023 20:00
Tuesday from 18:00 to 20:00 | Tue 12 Sep 2023 18:00 to Tue 12 Sep 2023 20:00
Tuesday 22:00–02:00 | Tue 12 Sep 2023 22:00 to Wed 13 Sep 2023 02:00
September 10-13, 2023 | Sun 10 Sep 2023 to Wed 13 Sep 2023
28 December to 3 January | Thu 28 Dec 2023 to Wed 3 Jan 2024
12 or 13 September | Tue 12 Sep 2023 or Wed 13 Sep 2023
Monday, Tuesday or Wednesday | Mon 11 Sep 2023 or Tue 12 Sep 2023 or Wed 13 Sep 2023
Tuesday at 18:00 or 20:00 | Tue 12 Sep 2023 18:00 or Tue 12 Sep 2023 20:00
tomorrow 10:40 Moscow time | Tue 12 Sep 2023 10:40 Europe/Moscow
Tue 12 Sep 18:00 in Pyongyang time | Tue 12 Sep 2023 18:00 Asia/Pyongyang
18:00 local time | Mon 11 Sep 2023 18:00
1800Z 12 Sep | Tue 12 Sep 2023 18:00 UTC
Tuesday 18:00 GMT+9 | Tue 12 Sep 2023 18:00 UTC+9
2016-05-01 18:00 UTC+8:30 | Sun 1 May 2016 18:00 UTC+8:30
Tuesday 18:00 +0900 | Tue 12 Sep 2023 18:00 UTC+9
18:00 asia/ho_chi_minh Tuesday | Tue 12 Sep 2023 18:00 Asia/Ho_Chi_Minh
2023-10-29 02:30+01:00 Europe/Berlin | Sun 29 Oct 2023 02:30 UTC+1 Europe/Berlin
2023-10-29T02:30+02:00 | Sun 29 Oct 2023 02:30 UTC+2
2023-09-12T18:00:05.123Z | Tue 12 Sep 2023 18:00:05 UTC
во вторник | Tue 12 Sep 2023
к вторнику | by Tue 12 Sep 2023
не позднее среды | by Wed 13 Sep 2023
12 сентября 2023 г. | Tue 12 Sep 2023
12 сентября 2023 года в 18:00 мск | Tue 12 Sep 2023 18:00 Europe/Moscow
завтра в 6 часов вечера | Tue 12 Sep 2023 18:00
через 20 часов | Tue 12 Sep 2023 05:00
с 10 по 13 сентября | Sun 10 Sep 2023 to Wed 13 Sep 2023
화요일까지 | by Tue 12 Sep 2023
2023년 9월 12일 18시 30분 | Tue 12 Sep 2023 18:30
9월 12일 오후 6시 | Tue 12 Sep 2023 18:00
오전 9시 30분 | Mon 11 Sep 2023 09:30
모레 | Wed 13 Sep 2023
3일 후 | Thu 14 Sep 2023
다음 주 화요일 | Tue 19 Sep 2023
월요일부터 수요일까지 | Mon 11 Sep 2023 to Wed 13 Sep 2023 or Mon 18 Sep 2023 to Wed 20 Sep 2023
星期二 | Tue 12 Sep 2023
下周二 | Tue 19 Sep 2023
周二下午6点半 | Tue 12 Sep 2023 18:30
9月12日18时30分 | Tue 12 Sep 2023 18:30
九月十二日 | Tue 12 Sep 2023
后天 | Wed 13 Sep 2023
明日午後6時 | Tue 12 Sep 2023 18:00
火曜日までに | by Tue 12 Sep 2023
"""


@pytest.mark.parametrize("row", UNDERSTOOD.strip().splitlines())
def test_phrase_is_understood(row: str) -> None:
    phrase, meaning = row.split(" | ")
    assert understood(phrase) == meaning


@pytest.mark.parametrize(
    ("phrase", "meaning", "given"),
    [
        # the as-of day is that of the phrase's own zone
        ("today", "Mon 11 Sep 2023", {"now": "2023-09-11T00:30+09:00"}),
        ("today 10:00 MSK", "Sun 10 Sep 2023 10:00 Europe/Moscow", {"now": "2023-09-11T00:30+09:00"}),
        ("10:40 Vladivostok time", "Tue 12 Sep 2023 10:40 Asia/Vladivostok", {"now": "2023-09-11T10:00+09:00"}),
        ("tomorrow", "Tue 12 Sep 2023", {"now": "2023-09-11T23:59:59+09:00"}),
        ("18:00", "Tue 12 Sep 2023 18:00", {"now": "2023-09-11T18:01+09:00"}),
        ("18:00", "Mon 11 Sep 2023 18:00", {"now": "2023-09-11T18:00:59+09:00"}),
        ("midnight", "Tue 12 Sep 2023 00:00", {"now": "2023-09-11T23:59+09:00"}),
        # near the end of the year
        ("tomorrow", "Mon 1 Jan 2024", {"now": "2023-12-31T12:00+09:00"}),
        ("1 January", "Mon 1 Jan 2024", {"now": "2023-12-31T12:00+09:00"}),
        ("31 December", "Sun 31 Dec 2023", {"now": "2023-12-31T12:00+09:00"}),
        ("31 December", "Sat 31 Dec 2022", {"now": "2023-12-30T12:00+09:00", "prefer": "past"}),
        ("next month", "Mon 1 Jan 2024 to Wed 31 Jan 2024", {"now": "2023-12-31T12:00+09:00"}),
        ("the 31st", "Sun 31 Dec 2023", {"now": "2023-12-31T12:00+09:00", "zone": "Pacific/Apia"}),
        ("the 30th", "Tue 30 Jan 2024", {"now": "2023-12-31T12:00+09:00"}),
        ("the 30th", "Sat 30 Mar 2024", {"now": "2024-02-01T12:00+09:00"}),
        ("Dec 28 to Jan 3", "Thu 28 Dec 2023 to Wed 3 Jan 2024", {"now": "2024-01-01T12:00+09:00"}),
        # 29 February
        ("29 Feb", "Thu 29 Feb 2024", {"now": "2024-02-29T12:00+09:00"}),
        ("29 Feb", "Tue 29 Feb 2028", {"now": "2024-03-01T12:00+09:00"}),
        ("29 Feb", "Sat 29 Feb 2020", {"now": "2024-02-28T12:00+09:00", "prefer": "past"}),
        ("in 366 days", "Fri 28 Feb 2025", {"now": "2024-02-28T12:00+09:00"}),
        ("end of month", "end of Thu 29 Feb 2024", {"now": "2024-02-10T12:00+09:00"}),
        # on the weekday itself
        ("Monday 18:00", "Mon 11 Sep 2023 18:00 or Mon 18 Sep 2023 18:00", {}),
        ("Monday 08:00", "Mon 11 Sep 2023 08:00 or Mon 18 Sep 2023 08:00", {}),
        ("Monday morning", "Mon 11 Sep 2023 morning or Mon 18 Sep 2023 morning", {}),
        ("Monday evening", "Mon 11 Sep 2023 evening or Mon 18 Sep 2023 evening", {}),
        ("coming Monday", "Mon 18 Sep 2023", {}),
        ("last Monday", "Mon 4 Sep 2023", {}),
        ("last Tuesday", "Tue 5 Sep 2023 or Tue 12 Sep 2023", {"now": "2023-09-14T12:00+09:00"}),
        ("next Monday", "Mon 11 Sep 2023 or Mon 18 Sep 2023", {"now": "2023-09-10T12:00+09:00"}),
        # what has been
        ("Sunday", "Sun 10 Sep 2023", {"prefer": "past"}),
        ("Monday", "Mon 11 Sep 2023", {"prefer": "past"}),
        ("Monday 18:00", "Mon 4 Sep 2023 18:00", {"prefer": "past"}),
        ("10:40", "Sun 10 Sep 2023 10:40", {"prefer": "past"}),
        ("08:40", "Mon 11 Sep 2023 08:40", {"prefer": "past"}),
        ("09:00", "Mon 11 Sep 2023 09:00", {"prefer": "past"}),
        ("12 Sep", "Mon 12 Sep 2022", {"prefer": "past"}),
        ("the 12th", "Sat 12 Aug 2023", {"prefer": "past"}),
        ("24 April 11:40 VLAT", "Mon 24 Apr 2023 11:40 Asia/Vladivostok", {"prefer": "past"}),
        ("between Friday and Sunday", "Fri 8 Sep 2023 to Sun 10 Sep 2023", {"prefer": "past"}),
        ("22:00–02:00", "Sun 10 Sep 2023 22:00 to Mon 11 Sep 2023 02:00", {"prefer": "past"}),
        # clock changes
        ("29 Oct 2023 03:30", "Sun 29 Oct 2023 03:30", {"zone": "Europe/Berlin"}),
        ("in 9 hours", "Sun 29 Oct 2023 06:00", {"now": "2023-10-28T22:00+02:00", "zone": "Europe/Berlin"}),
        ("4 Nov 2018", "Sun 4 Nov 2018", {"zone": "America/Sao_Paulo"}),
        ("start of 4 Nov 2018", "Sun 4 Nov 2018 01:00", {"zone": "America/Sao_Paulo"}),
    ],
)
def test_phrase_is_understood_from_where_it_stands(phrase: str, meaning: str, given: dict[str, str]) -> None:
    assert understood(phrase, **given) == meaning


REFUSED = """
6 o'clock | may be in the morning or the evening
half past six | may be in the morning or the evening
half six | does not fit
12-14 Sep 2023 18:00 | may belong to one day or to both
second Tuesday | fit
the 2nd Tuesday of September | fit
KST | no day or clock time is named
10.12 | may be a time, a day or a year
Tuesday 10.10 | may be
1800 | may be
2023 | may be
Tuesday 2023 | may be a year or a clock time
2030 12 Sep | may be a year or a clock time
12 Sep 1945 | may be the year or the time 19:45
6-8pm Tuesday | may be
13 pm | mixes 24 hours
18:00 pm | mixes 24 hours
24:30 | no clock shows 24:30
18:60 | no clock shows 18:60
Tuesday 24:01 | no clock shows
tonight at 2 | not in the night
Tuesday morning 18:00 | not in the morning
midnight in the morning | not in the morning
morning | names no day
in the evening | names no day
early Tuesday | does not say where it begins
late on Tuesday | does not say where it begins
first thing Tuesday | does not say which hour
around 18:00 | how near is near
within 3 days | whether whole days count
next year | months and years
in a month | months and years
до вторника | whether the day itself counts
6시 | before or after noon
13월 1일 | no month 13
by next week | a first and a last
by 10-13 September | a first and a last
Tuesday +3h | hours are counted from a clock time
2 hours before Tuesday | hours are counted from a clock time
weekend 18:00 | needs one day
Friday the 13th | not the day that is also named
Wednesday 12/9 | not the day that is also named
tomorrow, Wednesday | not the day that is also named
31/9 | Sep has no day 31
31.02.2023 | Feb has no day 31
2023-W54-1 | no week 54
2023-366 | no day 366
0023-09-12 | outside 1900 to 2099
2223-09-12 | outside 1900 to 2099
the 32nd | no month has a day 32
18:00 CST | several clocks
Tuesday 18:00 est | several clocks
18:00 Asia/Vladivostock | not a time zone
18:00 Atlantis time | no clock is known
18:00 MSK+7 | not read as a zone
2023-09-12 10:00-04:00 | minus sign
2023-09-12 18:00+25:00 | not an offset
2023-09-12 18:00 KST MSK | does not fit
2023-10-29 02:30+03:00 Europe/Berlin | were not at UTC+3
in 40000 days | lead too far
in 1:30 | fit
Tuesday or Wednesday 18:00 | not alike
next Tuesday or 30 Sep | two readings itself
13 Sep 2023 to 10 Sep 2023 | is not after
Tuesday Wednesday | does not fit
Tuesday 18:00 19:00 | does not fit
by | stops short
by by Tuesday | does not fit
Tuesday and Wednesday | does not fit
not Tuesday | does not fit
after Tuesday before noon | two bounds
by Tuesday at the latest | two bounds
Tuesdays | no time word
Dienstag | no time word
Tuesday in Vladivostok | no time word
../../etc/passwd | not a time zone
18:00 Asia/../Seoul | no time word
"""


@pytest.mark.parametrize("row", REFUSED.strip().splitlines())
def test_doubtful_phrase_is_refused_with_its_reason_and_a_way_out(row: str) -> None:
    phrase, reason = row.split(" | ")
    with pytest.raises(TimeError) as caught:
        read(phrase)
    assert caught.value.message.startswith(f'cannot read "{phrase}": ')
    assert reason in caught.value.message
    assert caught.value.hint


def test_misspelled_weekday_is_suggested_and_not_read() -> None:
    with pytest.raises(TimeError) as caught:
        read("by Tusday noon")
    assert caught.value.hint == 'did you mean "Tuesday"?'


def test_skipped_date_is_refused() -> None:
    with pytest.raises(TimeError, match="2011-12-30 never happened"):
        read("30 Dec 2011", zone="Pacific/Apia")


def test_long_text_is_refused_and_shortened() -> None:
    with pytest.raises(TimeError) as caught:
        read("a day before " * 5000)
    assert len(caught.value.message) < 200


def test_as_of_without_zone_is_refused() -> None:
    with pytest.raises(TimeError, match="as-of"):
        read("Tuesday", now=datetime(2023, 9, 11, 9))  # noqa: DTZ001


# places -----------------------------------------------------------------------------------------------------


def test_gazetteer_gives_the_clock_of_a_place() -> None:
    asked: list[str] = []

    def zone_of(name: str) -> str | None:
        asked.append(name)
        return {"Khasan": "Asia/Vladivostok", "Ulan-Ude": "Asia/Irkutsk"}.get(name)

    when = parse_when("12 Sep 10:40 Khasan time", now=MONDAY, zone=SEOUL, zone_of=zone_of)
    assert instants(when) == (datetime(2023, 9, 12, 0, 40, tzinfo=UTC),)
    when = parse_when("by 10:40 in Ulan-Ude time", now=MONDAY, zone=SEOUL, zone_of=zone_of)
    assert when.readings[0].zone == "Asia/Irkutsk"
    assert asked == ["Khasan", "Ulan-Ude"]


def test_place_that_fits_several_is_a_time_error_too() -> None:
    def zone_of(name: str) -> str | None:
        raise PlaceError(f"{name} fits several stations", hint="say which")

    with pytest.raises(TimeError, match="fits several"):
        parse_when("10:40 Pingxiang time", now=MONDAY, zone=SEOUL, zone_of=zone_of)


def test_pyongyang_clock_is_that_of_the_date() -> None:
    assert instants(read("2016-05-01 12:00 Pyongyang time")) == (datetime(2016, 5, 1, 3, 30, tzinfo=UTC),)
    assert instants(read("2019-05-01 12:00 Pyongyang time")) == (datetime(2019, 5, 1, 3, 0, tzinfo=UTC),)


# deadlines and instants -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "deadline"),
    [
        ("by Tuesday", "2023-09-13T00:00"),
        ("Tuesday", "2023-09-13T00:00"),
        ("until Tuesday", "2023-09-13T00:00"),
        ("before Tuesday", "2023-09-12T00:00"),
        ("by Tuesday noon", "2023-09-12T12:00"),
        ("Tuesday noon", "2023-09-12T12:00"),
        ("by Tuesday morning", "2023-09-12T12:00"),
        ("before Tuesday evening", "2023-09-12T18:00"),
        ("no later than Monday", "2023-09-12T00:00"),
        ("by end of Tuesday", "2023-09-13T00:00"),
        ("by Tue 24:00", "2023-09-13T00:00"),
        ("10-13 September", "2023-09-14T00:00"),
        ("before next week", "2023-09-18T00:00"),
        ("Tuesday after 18:00", "2023-09-13T00:00"),
        ("Monday or Tuesday", "2023-09-13T00:00"),
    ],
)
def test_deadline_is_the_last_acceptable_instant(phrase: str, deadline: str) -> None:
    assert read(phrase).deadline == to_instant(datetime.fromisoformat(deadline), SEOUL)


@pytest.mark.parametrize("phrase", ["after Tuesday", "from Tuesday 18:00", "not before Tuesday", "Tuesday or later"])
def test_phrase_without_upper_bound_has_no_deadline(phrase: str) -> None:
    with pytest.raises(TimeError, match="no latest time") as caught:
        deadlines(read(phrase))
    assert "by Tue 12 Sep 2023" in caught.value.hint


def test_ambiguous_phrase_has_several_deadlines_and_no_single_one() -> None:
    when = read("next Tuesday")
    assert [d.day for d in deadlines(when)] == [12, 19]
    with pytest.raises(TimeError, match="2 readings"):
        _ = when.deadline


@pytest.mark.parametrize("phrase", ["Tuesday", "Tuesday morning", "next week", "end of Tuesday"])
def test_day_or_part_is_no_departure(phrase: str) -> None:
    with pytest.raises(TimeError, match="no clock time") as caught:
        instants(read(phrase))
    assert "add a clock time" in caught.value.hint


def test_bound_is_no_departure() -> None:
    with pytest.raises(TimeError, match="bound"):
        instants(read("by Tuesday 18:00"))


def test_departure_has_the_instant_of_every_reading() -> None:
    assert instants(read("Tuesday midnight")) == (
        datetime(2023, 9, 11, 15, tzinfo=UTC),
        datetime(2023, 9, 12, 15, tzinfo=UTC),
    )


# laws -------------------------------------------------------------------------------------------------------

NOWS = st.datetimes(datetime(2001, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ZONES = st.sampled_from([SEOUL, "Asia/Vladivostok", "Asia/Pyongyang", "Europe/Berlin", "UTC", "America/Sao_Paulo"])
PREFER: st.SearchStrategy[Literal["future", "past"]] = st.sampled_from(["future", "past"])
PIECES = re.split(
    r"\s+",
    """by before until after from since between and or to – - , . + at on of the in a no later than not end start
    Tuesday Monday next last this week weekend month day days hours ago before 2 3 12 6 18 1800 2023 12th 18:00 6:30
    24:00 am pm noon midnight morning evening night tonight today tomorrow yesterday Sept March 12/9 13/9 1/2/3 12.09
    12.09.2023 2023-09-12 2023-10-29 02:30 T18:00 Z KST MSK CST UTC+8:30 +10:00 Europe/Berlin Vladivostok time half past
    quarter six twenty 1h30 now arrival left вторник к сентября часов вечера 화요일 까지 9월 12일 오후 6시 星期二
    下午6点 火曜日 午後 weeks minutes EOD either 20:00-22:00 99999999 0 00:00 29 31 later earlier latest""",
)
SHUFFLED = st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map(" ".join)


def check_reading_or_error(text: str, now: datetime, zone: str, prefer: Literal["future", "past"]) -> None:
    try:
        when = parse_when(text, now=now, zone=zone, prefer=prefer)
    except TimeError as error:
        assert error.message
        assert error.hint
        return
    assert when.readings
    for reading in when.readings:
        bounds = [bound for bound in (reading.start, reading.end) if bound]
        assert bounds == sorted(bounds)
        assert all(bound.tzinfo is UTC and bound.microsecond == 0 for bound in bounds)
    again = parse_when(format_when(when), now=now, zone="America/Denver")
    assert format_when(again) == format_when(when)
    assert again.readings == when.readings
    assert (again.operator, again.kind) == (when.operator, when.kind)


@given(st.text(max_size=40), NOWS, ZONES, PREFER)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text: str, now: datetime, zone: str, prefer: Literal["future", "past"]) -> None:
    check_reading_or_error(text, now, zone, prefer)


@given(st.text(string.digits + ":./-+ TZWhapm", max_size=20), NOWS, ZONES, PREFER)
@settings(max_examples=300, deadline=None)
def test_any_figures_are_read_or_refused(
    text: str, now: datetime, zone: str, prefer: Literal["future", "past"]
) -> None:
    check_reading_or_error(text, now, zone, prefer)


@given(SHUFFLED, NOWS, ZONES, PREFER)
@settings(max_examples=300, deadline=None)
def test_shuffled_words_are_read_or_refused_and_what_is_printed_parses_back(
    text: str, now: datetime, zone: str, prefer: Literal["future", "past"]
) -> None:
    check_reading_or_error(text, now, zone, prefer)


@given(st.sampled_from([line.split(" | ")[0] for line in UNDERSTOOD.strip().splitlines()]), NOWS, ZONES, PREFER)
@settings(max_examples=300, deadline=None)
def test_known_phrases_print_and_parse_back_from_any_moment(
    text: str, now: datetime, zone: str, prefer: Literal["future", "past"]
) -> None:
    check_reading_or_error(text, now, zone, prefer)


@pytest.mark.parametrize("phrase", ["by Tuesday 6:00", "no later than Tuesday noon", "before Tuesday morning"])
def test_bound_of_today_that_has_passed_may_be_of_either_day(phrase: str) -> None:
    passed = read(phrase, now=datetime.fromisoformat("2023-09-12T16:00+10:00"), zone="Asia/Vladivostok")
    assert [r.text[:6] for r in passed.readings] == ["Tue 12", "Tue 19"] and not passed.alternatives
    still = read(phrase, now=datetime.fromisoformat("2023-09-12T05:00+10:00"), zone="Asia/Vladivostok")
    assert [r.text[:6] for r in still.readings] == ["Tue 12"]


@given(
    st.sampled_from(["Tuesday", "Tuesday morning", "12 Sep", "tomorrow", "18:00", "the 12th", "Fri noon"]), NOWS, ZONES
)
@settings(max_examples=200, deadline=None)
def test_by_never_ends_before_before_does(point: str, now: datetime, zone: str) -> None:
    try:
        by, before = (read(f"{operator} {point}", now, zone) for operator in ("by", "before"))
    except TimeError:
        return  # a gap or fold
    if by.readings[0].text == before.readings[0].text:  # on the day itself, "before" means a week on
        assert max(deadlines(by)) >= max(deadlines(before))
    assert min(deadlines(by)) >= now.replace(second=0, microsecond=0) - timedelta(days=1)


FORMATS = (
    *("%Y-%m-%d %H:%M", "%d %b %Y %H:%M", "%A %d %B %Y %H:%M", "%H:%M %d %b %Y", "%b %d, %Y %I:%M %p", "%Y%m%dT%H%M"),
    *("%d.%m.%Y %H:%M", "%Y/%m/%d %H:%M", "%G-W%V-%u %H:%M", "%Y-%j %H:%M", "%a, %d %b %Y at %Hh%M", "%H%M %d %b %Y"),
)


@given(st.dates(date(1960, 1, 1), date(2059, 1, 1)), st.times(), st.sampled_from(FORMATS), NOWS)
@settings(max_examples=300, deadline=None)
def test_written_dates_agree_with_the_calendar(day: date, at: time, form: str, now: datetime) -> None:
    reading = datetime.combine(day, at).replace(second=0, microsecond=0)
    text = reading.strftime(form)
    if "12:00 AM" in text:
        return  # midnight of either day, tested above
    when = read(f"{text} UTC", now)
    assert [r.start for r in when.readings] == [reading.replace(tzinfo=UTC)]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("Feb – Sep 2024", "Thu 1 Feb 2024 to Mon 30 Sep 2024"),
        ("from Sept", "Fri 1 Sep 2023"),
        ("before next week", "Mon 18 Sep 2023"),
        ("after next week", "Sun 24 Sep 2023"),
    ],
)
def test_bound_of_a_span_is_told_by_its_own_end_and_parses_back(phrase: str, text: str) -> None:
    now = datetime(2023, 9, 11, tzinfo=UTC)
    when = parse_when(phrase, now=now, zone="Asia/Seoul")
    assert [r.text for r in when.readings] == [text]
    again = parse_when(format_when(when), now=now, zone="Asia/Seoul")
    assert (again.operator, [(r.start, r.end) for r in again.readings]) == (
        when.operator,
        [(r.start, r.end) for r in when.readings],
    )
