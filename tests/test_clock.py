from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes import clock
from routes.errors import TimeError

ZONES = (
    *("Asia/Seoul", "Asia/Pyongyang", "Asia/Vladivostok", "Asia/Kathmandu", "Europe/Moscow", "Europe/Berlin"),
    *("America/Havana", "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe", "UTC", "UTC+8:30", "UTC-4"),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def read(text: str, zone: str) -> datetime:
    return clock.to_instant(datetime.fromisoformat(text), zone)  # naive on purpose


@pytest.mark.parametrize(
    ("zone", "reading", "instant"),
    [
        ("Asia/Pyongyang", "2015-08-14 12:00", "2015-08-14 12:00+09:00"),
        ("Asia/Pyongyang", "2015-08-15 12:00", "2015-08-15 12:00+08:30"),
        ("Asia/Pyongyang", "2018-05-04 23:15", "2018-05-04 23:15+08:30"),
        ("Asia/Pyongyang", "2018-05-05 00:00", "2018-05-05 00:00+09:00"),
        ("Asia/Vladivostok", "2010-07-01 12:00", "2010-07-01 12:00+11:00"),
        ("Asia/Vladivostok", "2010-12-01 12:00", "2010-12-01 12:00+10:00"),
        ("Asia/Vladivostok", "2012-12-01 12:00", "2012-12-01 12:00+11:00"),
        ("Asia/Vladivostok", "2023-09-12 12:00", "2023-09-12 12:00+10:00"),
        ("Europe/Moscow", "2013-01-01 12:00", "2013-01-01 12:00+04:00"),
        ("Asia/Kathmandu", "2023-01-01 12:00", "2023-01-01 12:00+05:45"),
        ("UTC+8:30", "2023-01-01 12:00", "2023-01-01 12:00+08:30"),
        ("UTC-4", "2023-01-01 12:00", "2023-01-01 12:00-04:00"),
    ],
)
def test_reading_has_the_offset_of_its_date(zone: str, reading: str, instant: str) -> None:
    assert read(reading, zone) == utc(instant)


def test_same_moment_on_two_clocks() -> None:
    assert read("2023-09-11 10:40", "Asia/Vladivostok") == read("2023-09-11 09:40", "Asia/Pyongyang")
    assert read("2023-09-12 05:15", "Europe/Moscow") == read("2023-09-12 12:15", "Asia/Vladivostok")
    assert read("2019-04-24 11:00", "Asia/Vladivostok") == read("2019-04-24 10:00", "Asia/Seoul")
    assert read("2016-05-01 12:00", "Asia/Pyongyang") == read("2016-05-01 12:30", "Asia/Seoul")


@pytest.mark.parametrize(
    ("start", "start_zone", "end", "end_zone", "hours", "minutes"),
    [
        ("2018-05-08 17:26", "Asia/Shanghai", "2018-05-09 18:07", "Asia/Pyongyang", 23, 41),  # K27
        ("2023-10-28 22:00", "Europe/Berlin", "2023-10-29 06:00", "Europe/Berlin", 9, 0),
        ("2023-03-25 22:00", "Europe/Berlin", "2023-03-26 06:00", "Europe/Berlin", 7, 0),
        ("2018-05-04 23:00", "Asia/Pyongyang", "2018-05-05 00:30", "Asia/Pyongyang", 1, 0),
    ],
)
def test_elapsed_time_comes_from_instants(
    start: str, start_zone: str, end: str, end_zone: str, hours: int, minutes: int
) -> None:
    assert clock.elapsed_s(read(start, start_zone), read(end, end_zone)) == hours * 3600 + minutes * 60


def test_elapsed_time_of_two_readings_in_one_zone_is_not_their_difference() -> None:
    start = clock.to_local(read("2023-10-28 22:00", "Europe/Berlin"), "Europe/Berlin")
    end = clock.to_local(read("2023-10-29 06:00", "Europe/Berlin"), "Europe/Berlin")
    assert end - start == timedelta(hours=8)  # what Python says
    assert clock.elapsed_s(start, end) == 9 * 3600


@pytest.mark.parametrize(
    ("zone", "reading", "near"),
    [
        ("Asia/Pyongyang", "2018-05-04 23:45", "2018-05-04T23:29+08:30 or 2018-05-05T00:00+09:00"),
        ("Asia/Pyongyang", "2018-05-04 23:30", "2018-05-04T23:29+08:30 or 2018-05-05T00:00+09:00"),
        ("Europe/Berlin", "2023-03-26 02:30", "2023-03-26T01:59+01:00 or 2023-03-26T03:00+02:00"),
    ],
)
def test_gap_is_refused_with_nearest_readings(zone: str, reading: str, near: str) -> None:
    with pytest.raises(TimeError, match="never happened") as caught:
        read(reading, zone)
    assert near in caught.value.hint


def test_fold_is_refused_with_both_readings() -> None:
    with pytest.raises(TimeError, match="happened twice") as caught:
        read("2023-10-29 02:30", "Europe/Berlin")
    assert caught.value.hint.endswith("2023-10-29T02:30+02:00 or 2023-10-29T02:30+01:00")
    with pytest.raises(TimeError, match="happened twice"):
        read("2015-08-14 23:45", "Asia/Pyongyang")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Pyongyang"])
def test_only_readings_in_a_fold_are_said_to_be_in_one(zone: str) -> None:
    twice = {"Europe/Berlin": "2023-10-29 02:30+02:00", "Asia/Pyongyang": "2015-08-14 23:45+09:00"}[zone]
    assert clock.is_in_fold(utc(twice), zone)
    assert not clock.is_in_fold(utc(twice) - timedelta(hours=3), zone)


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        ("Asia/Seoul", "2023-09-12", "2023-09-12 00:00+09:00"),
        ("Asia/Pyongyang", "2018-05-05", "2018-05-05 00:00+09:00"),  # 23:30 became midnight
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04 01:00-02:00"),  # midnight skipped
        ("America/Havana", "2023-03-12", "2023-03-12 01:00-04:00"),  # midnight skipped
        ("America/Havana", "2023-11-05", "2023-11-05 00:00-04:00"),  # midnight twice
        ("Pacific/Apia", "2011-12-31", "2011-12-31 00:00+14:00"),
        ("America/St_Johns", "2010-11-07", "2010-11-07 00:00-02:30"),  # put back at 00:01 to 23:01
        ("Africa/Cairo", "2023-04-28", "2023-04-28 01:00+03:00"),
    ],
)
def test_day_starts_at_its_first_instant(zone: str, day: str, start: str) -> None:
    assert clock.day_start(date.fromisoformat(day), zone) == utc(start)


def test_date_that_was_skipped_has_no_start() -> None:
    with pytest.raises(TimeError, match="2011-12-30 never happened in Pacific/Apia"):
        clock.day_start(date(2011, 12, 30), "Pacific/Apia")


def test_day_before_a_skipped_date_ends_where_the_next_real_one_starts() -> None:
    assert clock.day_end(date(2011, 12, 29), "Pacific/Apia") == clock.day_start(date(2011, 12, 31), "Pacific/Apia")
    assert clock.day_end(date(2011, 12, 29), "Pacific/Apia") == utc("2011-12-30 00:00-10:00")


@given(st.dates(date(1990, 1, 1), date(2037, 1, 1)), st.sampled_from(ZONES))
@settings(max_examples=300)
def test_days_tile_the_time_line(day: date, zone: str) -> None:
    try:
        start = clock.day_start(day, zone)
    except TimeError:
        assert (zone, day) == ("Pacific/Apia", date(2011, 12, 30))
        return
    assert clock.to_local(start, zone).date() == day
    assert clock.to_local(start - timedelta(seconds=1), zone).date() < day
    assert clock.to_local(clock.day_end(day, zone), zone).date() > day
    assert timedelta(hours=22) < clock.day_end(day, zone) - start < timedelta(hours=26)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)), st.sampled_from(ZONES))  # noqa: DTZ001
@settings(max_examples=300)
def test_reading_and_instant_are_inverse(reading: datetime, zone: str) -> None:
    try:
        instant = clock.to_instant(reading, zone)
    except TimeError:
        return
    assert clock.to_local(instant, zone).replace(tzinfo=None) == reading


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "Asia/../Asia/Seoul", "Asia", "", "..", "Asia/", "tzdata.zi", "zones", "a\0b",
     "Asia\\Seoul", "x" * 5000, "zone.tab", "__init__.py", "UTC+15", "UTC-13", "UTC+9:75", "Asia/Seoul\n"],
)  # fmt: skip
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(TimeError):
        clock.get_zone(name)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Asia/Vladivostock", "Asia/Vladivostok"),
        ("asia/seoul", "Asia/Seoul"),
        ("Vladivostok", "Asia/Vladivostok"),
        ("Asia/Pyonyang", "Asia/Pyongyang"),
    ],
)
def test_near_miss_of_a_zone_is_suggested(name: str, meant: str) -> None:
    with pytest.raises(TimeError) as caught:
        clock.get_zone(name)
    assert meant in caught.value.hint


def test_every_zone_of_the_database_is_read() -> None:
    assert len(clock.zone_names()) > 500
    for name in clock.zone_names():
        assert clock.get_zone(name).key == name


def test_zone_is_found_whatever_its_case() -> None:
    assert clock.find_zone_name("asia/ho chi minh") == "Asia/Ho_Chi_Minh"
    assert clock.find_zone_name("Asia/Atlantis") is None
    assert clock.find_zone_of_city("vladivostok") == "Asia/Vladivostok"
    assert clock.find_zone_of_city("Khasan") is None
    assert clock.find_zone_of_city("Eastern") is None


@pytest.mark.parametrize("letters", sorted(clock.AMBIGUOUS_ABBREVIATIONS))
def test_abbreviation_of_several_clocks_is_refused_with_what_to_write(letters: str) -> None:
    with pytest.raises(TimeError, match="several clocks") as caught:
        clock.zone_of_abbreviation(letters.lower())
    assert "/" in caught.value.hint
    assert letters not in clock.ABBREVIATIONS


def test_abbreviation_of_one_clock_is_its_zone() -> None:
    assert clock.zone_of_abbreviation("vlat") == "Asia/Vladivostok"
    assert clock.zone_of_abbreviation("QQT") is None
    for zone in clock.ABBREVIATIONS.values():
        assert clock.get_zone(zone).key == zone


def test_naive_reading_is_no_instant() -> None:
    with pytest.raises(TimeError, match="no zone"):
        clock.to_local(datetime(2023, 9, 12, 12), "Asia/Seoul")  # noqa: DTZ001


@pytest.mark.parametrize(
    ("zone", "instant", "offset"),
    [
        ("Asia/Pyongyang", "2016-01-01 00:00+00:00", "UTC+8:30"),
        ("Asia/Seoul", "2016-01-01 00:00+00:00", "UTC+9"),
        ("UTC", "2016-01-01 00:00+00:00", "UTC"),
        ("America/St_Johns", "2016-01-01 00:00+00:00", "UTC-3:30"),
        ("UTC-3:30", "2016-01-01 00:00+00:00", "UTC-3:30"),
    ],
)
def test_offset_is_printed_as_in_force(zone: str, instant: str, offset: str) -> None:
    assert clock.format_offset(utc(instant), zone) == offset


def test_printed_offset_is_a_zone() -> None:
    instant = utc("2016-01-01 00:00+00:00")
    for zone in clock.zone_names():
        fixed = clock.format_offset(instant, zone)
        assert clock.offset_s(instant, fixed) == clock.offset_s(instant, zone)


def test_time_is_printed_with_weekday_date_and_minute() -> None:
    instant = utc("2023-09-11 05:45:59+00:00")
    assert clock.format_local(instant, "Asia/Seoul") == "Mon 11 Sep 2023 14:45"
    assert clock.zone_city("Asia/Ho_Chi_Minh") == "Ho Chi Minh"


def test_stamp_has_both_clocks() -> None:
    assert clock.stamp(utc("2016-01-03 16:00+00:00"), "Asia/Pyongyang") == {
        "local": "2016-01-04T00:30:00+08:30",
        "utc": "2016-01-03T16:00:00Z",
        "zone": "Asia/Pyongyang",
        "weekday": "Monday",
    }
    assert clock.tzdata_version()[:2] == "20"


def test_shifts_of_a_zone_are_found_to_the_second() -> None:
    start, end = datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 11, 1, tzinfo=UTC)
    assert clock.list_shifts(start, end, "Europe/Berlin") == [
        (datetime(2024, 3, 31, 1, tzinfo=UTC), 3_600, 7_200),
        (datetime(2024, 10, 27, 1, tzinfo=UTC), 7_200, 3_600),
    ]
    assert clock.list_shifts(start, end, "Asia/Pyongyang") == []
    half = clock.list_shifts(
        datetime(2018, 5, 4, 14, 59, tzinfo=UTC), datetime(2018, 5, 5, tzinfo=UTC), "Asia/Pyongyang"
    )
    assert half == [(datetime(2018, 5, 4, 15, tzinfo=UTC), 30_600, 32_400)]
