"""A folder with faults planted in every file: all are found in one run, each at its line and column, and no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from routes.cli.main import main
from routes.folders import stack_folders
from routes.scenarios.check import check_folders
from tests.build import at, write

NOW = at("2026-11-23T00:00Z")
FILES = {
    "stations.csv": """\
# places of our own, "as found"
code,name,country,region,lat,lon,zone,kind,gauges_mm,changes_gauge,position_accuracy_m,source,note
good_one,Good One,RU,Primorye,43.5,131.9,Asia/Vladivostok,station,1520,no,100,survey,
bad_one,Bad One,RU,Primorye,143.5,131.9x,Asia/Nowhere,station,,maybe,100,,
bad_two,"Bad Two,RU,Primorye,43.5,131.9,Asia/Vladivostok,station,1520,no,100,survey,
bad_three,Bad Three,RU,Primorye,43.5,131.9,Asia/Vladivostok,halt,1520,no,100,assumed,
good_one,Good One,RU,Primorye,43.5,131.9,Asia/Vladivostok,station,1520,no,100,survey
""",
    "names.csv": """\
code,name,lang,kind,from,to,source,note
good_one,Хороший,ru,official,,,survey,
good_one,Khoroshy,ru-Latn,romanisation,1950,1940,,
bad_one,Плохой,ru,official,,,survey,
bad_one,Plokhoy,ru-Latn,romanisation,,,survey,
bad_two,Второй,ru,official,,,survey,
bad_two,Vtoroy,ru-Latn,romanisation,,,survey,
bad_three,Третий,russian,official,,,assumed,
nowhere,Нигде,ru,official,,,survey,
""",
    "segments.csv": """\
from,to,line,length_m,basis,gauges_mm,border,source,note
good_one,vladivostok,Own,40000,official,1520,no,survey,
good_one,bad_one,Own,1,guessed,1520,no,assumed,
good_one,khasan,Own,9,official,9,yes,assumed,
good_one,tumangang,Own,600000,official,1520,yes,survey,
good_one,nowhere,Own,5000,official,1520,no,survey,
""",
    "turns.csv": """\
at,from,to,kind,low_min,likely_min,high_min,source,note
good_one,vladivostok,bad_one,regular,10,20,30,survey,
good_one,khasan,ugolnaya,often,30,20,10,,
""",
    "trains/own.toml": """\
schema = "routes-train/1"
title = "own train
gauges_mm = [1520]
colour = "green"

[[assumption]]
key = ["speed.RU", "stop.nowhere", "stop.bad_one"]
value = 30
unit = "h"
source = "assumed"
known_from = "long ago"

[[assumption]]
  key = "sped.RU"
low = 3
high = 2
unit = "parsec"
""",
    "scenarios/own.toml": """\
schema = "routes-scenario/1"
title = "four faults"
question = "latest-departure"
as_of = "sometime"
from = "Pyongyng"
to = "Vladivostk"
via = ["Bad One", "Плохой"]
train = "nope"
arrive = "Blursday"
""",
    "journeys/own.csv": """\
journey,seq,station,event,local_time,clock_zone,precision_min,confidence,known_from,source,note
own,1,good_one,dep,2019-04-24T11:40,Asia/Vladivostok,10,E,2019-04-24T00:00Z,,
own,2,bad_one,arr,2019-04-24T10:40,UTC+25,10,B,2019-04-24T03:00Z,assumed,
own,2,nowhere,arr,2019-04-24T10:40,Asia/Vladivostok,10,B,2019-04-24T03:00Z,survey,
""",
    "journeys/forecasts-own.csv": """\
forecast,journey,station,event,predicted_local,clock_zone,precision_min,made_at,known_from,source,note
own_a,own,good_one,arr,24 April,Asia/Vladivostok,,,2019-04-24T06:00Z,a page,
own_b,tour,bad_one,stop,2019-04-24T16:00,Asia/Vladivostok,,2019-04-24T06:01Z,2019-04-24T06:00Z,a page,
""",
    "journeys/notes.txt": "",
    "segment.csv": "",
}
FOUND = """\
journeys/forecasts-own.csv:2:24 time_unreadable predicted_local 24 April
journeys/forecasts-own.csv:3:7 journey_unknown journey tour
journeys/forecasts-own.csv:3:20 value_invalid event stop
journeys/forecasts-own.csv:3:60 forecast_late made_at 2019-04-24T06:01Z
journeys/forecasts-own.csv:3:78 known_too_early known_from 2019-04-24T06:00Z
journeys/notes.txt:0:0 file_ignored  notes.txt
journeys/own.csv:2:57 confidence_unknown confidence E
journeys/own.csv:2:59 known_too_early known_from 2019-04-24T00:00Z
journeys/own.csv:2:77 source_missing source
journeys/own.csv:3:36 zone_unknown clock_zone UTC+25
journeys/own.csv:3:46 guess_overrated confidence B
journeys/own.csv:3:74 guess_unexplained note
journeys/own.csv:4:5 event_order seq 2
journeys/own.csv:4:5 row_repeated seq 2
journeys/own.csv:4:7 station_unknown station nowhere
names.csv:3:45 value_invalid to 1940
names.csv:3:50 source_missing source
names.csv:8:18 value_invalid lang russian
names.csv:8:45 guess_unexplained note
names.csv:9:1 station_unknown code nowhere
scenarios/own.toml:4:1 time_unreadable as_of sometime
scenarios/own.toml:5:1 place_unknown from Pyongyng
scenarios/own.toml:6:1 place_unknown to Vladivostk
scenarios/own.toml:8:1 train_unknown train nope
scenarios/own.toml:9:1 time_unreadable arrive Blursday
segment.csv:0:0 file_ignored  segment.csv
segments.csv:2:26 length_below_geodesic length_m 40000
segments.csv:3:24 value_invalid basis guessed
segments.csv:3:48 guess_unexplained note
segments.csv:4:21 length_below_geodesic length_m 9
segments.csv:4:23 basis_unsourced basis official
segments.csv:4:32 value_invalid gauges_mm 9
segments.csv:4:34 border_mismatch border yes
segments.csv:4:46 guess_unexplained note
segments.csv:5:24 border_long length_m 600000
segments.csv:5:24 circuity_high length_m 600000
segments.csv:6:10 station_unknown to nowhere
stations.csv:4:29 lat_out_of_range lat 143.5
stations.csv:4:35 value_invalid lon 131.9x
stations.csv:4:42 zone_unknown zone Asia/Nowhere
stations.csv:4:63 value_missing gauges_mm
stations.csv:4:64 value_invalid changes_gauge maybe
stations.csv:4:74 source_missing source
stations.csv:5:9 csv_syntax name "Bad Two,RU,Primorye,43.5,131.9,Asia/Vla
stations.csv:6:61 value_invalid kind halt
stations.csv:6:86 guess_unexplained note
stations.csv:7:1 row_length code good_one
trains/own.toml:2:19 toml_syntax  title = "own train
trains/own.toml:4:1 key_unknown colour "green"
trains/own.toml:7:1 key_unknown key stop.nowhere
trains/own.toml:9:1 unit_unknown unit "h"
trains/own.toml:10:1 guess_unexplained source "assumed"
trains/own.toml:11:1 value_invalid known_from "long ago"
trains/own.toml:13:1 key_missing known_from
trains/own.toml:13:1 key_missing likely
trains/own.toml:13:1 source_missing source
trains/own.toml:14:3 key_unknown key sped.RU
trains/own.toml:15:1 estimate_order low 3
trains/own.toml:17:1 unit_unknown unit "parsec"
turns.csv:3:17 turn_unconnected to ugolnaya
turns.csv:3:26 value_invalid kind often
turns.csv:3:32 estimate_order low_min 30
turns.csv:3:41 source_missing source
"""


def plant(folder: Path) -> Path:
    """Write the folder, and return it."""
    for name, text in FILES.items():
        write(folder / name, text)
    return folder


def test_every_planted_fault_of_every_file_is_found_in_one_run(tmp_path: Path) -> None:
    _, findings = check_folders(stack_folders(plant(tmp_path)), now=NOW)
    found = [
        f"{Path(f.file).relative_to(tmp_path)}:{f.line}:{f.column} {f.code} {f.field} {f.value}".rstrip()
        for f in findings
    ]
    assert found == FOUND.splitlines()
    assert all(f.message and f.remedy for f in findings)


def test_check_of_the_planted_folder_ends_with_status_5(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--data", str(plant(tmp_path)), "--json"]) == 5
    listed = json.loads(capsys.readouterr().out)["findings"]
    assert len(listed) == len(FOUND.splitlines())
