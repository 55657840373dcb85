"""The commands feasible, compare and reach: what they print, their statuses, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.build import write
from tests.cli.conftest import Ran, Run

AS_OF = ["--as-of", "2023-09-12 09:00 KST"]
FEASIBLE = ["feasible", "Pyongyang", "Moscow", "--left", "2023-09-11", "--arrive", "by Friday", *AS_OF]
COMPARE = [
    "compare",
    "Pyongyang",
    "--to",
    "Vladivostok,Moscow",
    "--by",
    "train,plane",
    "--arrive",
    "by Tue 24:00",
    *AS_OF,
]
REACH = ["reach", "Pyongyang", "--left", "2023-09-10 17:00", "--at", "2023-09-11 06:00", *AS_OF]


def assert_refused(ran: Ran, status: int) -> None:
    assert (ran.status, ran.out) == (status, ""), ran.err
    assert ran.error and ran.hint and "Traceback" not in ran.err


def test_claim_is_printed_with_a_verdict_for_each_mode(run: Run) -> None:
    ran = run(*FEASIBLE)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("CAN IT BE THERE  Pyongyang → Moscow Yaroslavsky by Fri 15 Sep 2023 24:00 Moscow")
    assert "By train: not credible. In time with <1%." in ran.out
    assert "By plane: credible. In time with >99%." in ran.out
    assert "credible, from a chance of 25% on" in ran.out and "read generously" in ran.out


def test_impossible_claim_is_an_answer(run: Run) -> None:
    ran = run("feasible", "Pyongyang", "Moscow", "--left", "2023-09-14", "--arrive", "by 2023-09-12", *AS_OF)
    assert ran.status == 0
    assert "By train: impossible: no time is left for 10,258 km." in ran.out


def test_comparison_is_printed_row_by_row(run: Run) -> None:
    ran = run(*COMPARE)
    rows = [line for line in ran.out.splitlines() if " train  " in line or " plane  " in line]
    assert (ran.status, ran.err, len(rows)) == (0, "", 4)
    assert "By Tue 12 Sep 2023 24:00 on the clock of each destination, leaving on the clock of Pyong" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


def test_comparison_has_a_table_for_each_deadline(run: Run) -> None:
    given = [*COMPARE[:6], "--arrive", "Tuesday or Wednesday", "--from", "Kyongsong", *AS_OF]
    ran = run("compare", *given[1:])
    assert "\nBy Tue 12 Sep 2023 24:00 on the clock of each" in ran.out
    assert "\nBy Wed 13 Sep 2023 24:00 on the clock of each" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


def test_comparison_at_one_instant_names_its_clock(run: Run) -> None:
    ran = run(*COMPARE[:6], "--arrive", "by Tue 18:00 VLAT", *AS_OF)
    assert "\nBy Tue 12 Sep 2023 18:00 Vladivostok, leaving " in ran.out


def test_claim_keeps_deadlines_and_tripwires_for_why(run: Run) -> None:
    assert "Watch: " not in run(*FEASIBLE).out and "too late after" not in run(*FEASIBLE).out
    out = run(*FEASIBLE, "--why").out
    assert "(and 10 more in --json)." in " ".join(out.split()) and "too late after" in out
    assert "turn the verdict from not credible." in " ".join(out.split())


@pytest.mark.parametrize("arguments", [FEASIBLE, COMPARE, REACH], ids=lambda a: a[0])
def test_sentence_to_quote_is_printed_in_the_language_asked_for(run: Run, arguments: list[str]) -> None:
    document = json.loads(run(*arguments, "--json").out)
    for lang, start in (("en", "Quote: As of 09:00 on Tuesday"), ("ko", "Quote: 2023년 9월 12일(화) 오전 9시")):
        out = run(*arguments, "--lang", lang).out
        assert f"\n{start}" in out
        assert document["quote"][lang].replace(" ", "") in "".join(out.split())


def test_reach_is_printed_with_what_it_leaves_out(run: Run) -> None:
    ran = run(*REACH)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("REACH  from Pyongyang by train, by Mon 11 Sep 2023 06:00 Pyongyang")
    assert "more have less than 1%" in ran.out


@pytest.mark.parametrize("arguments", [FEASIBLE, COMPARE, REACH], ids=lambda a: a[0])
def test_json_stands_alone_and_why_lists_sources(run: Run, arguments: list[str]) -> None:
    document = json.loads(run(*arguments, "--json").out)
    assert document["schema"]["name"] == f"routes/{arguments[0]}"
    assert "[data/trains/special.toml:" in run(*arguments, "--why").out


@pytest.mark.parametrize(
    "start", [["--from", "Pyongyang,Hamhung,Kyongsong"], ["Pyongyang,Hamhung", "--from", "Kyongsong"]]
)
def test_unknown_origin_is_rows(run: Run, start: list[str]) -> None:
    ran = run("compare", *start, "--to", "Vladivostok", "--arrive", "by Tue 24:00", *AS_OF, "--json")
    origins = dict.fromkeys(row["from"] for row in json.loads(ran.out)["answer"]["rows"])
    assert list(origins) == ["pyongyang", "hamhung", "kyongsong", "seoul"]


def test_comma_within_a_name_is_kept_by_a_semicolon(run: Run) -> None:
    ran = run(
        "compare", "Pyongyang", "--to", "Tumen, Jilin;", "--by", "train", "--arrive", "by Friday", *AS_OF, "--json"
    )
    assert [row["to"] for row in json.loads(ran.out)["answer"]["rows"]] == ["tumen"]
    assert_refused(run("compare", "Pyongyang", "--to", "Tumen, Jilin", "--arrive", "by Friday", *AS_OF), 2)


def test_scenario_is_compared(run: Run) -> None:
    ran = run("compare", "vladivostok-2023", "--to", "Vladivostok", "--to", "Moscow", "--by", "train", "--json")
    rows = json.loads(ran.out)["answer"]["rows"]
    assert [row["to"] for row in rows] == ["vladivostok", "moscow_yar"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["compare", "Pyongyang"], 2),
        (["compare"], 2),
        (["compare", "nope"], 2),
        (["compare", "Pyongyang", "--to", "Moscow"], 2),
        (["compare", "Pyongyang", "--to", "Moscow", "--arrive", "by Friday", "--by", "road"], 2),
        (["compare", "Pyongyang", "--to", "Nowhereville", "--arrive", "by Friday"], 3),
        (["compare", "Pyongyang", "--to", "Pyongyang", "--arrive", "by Friday"], 4),
        (["feasible", "Pyongyang", "Moscow", "--left", "Monday"], 2),
        (["feasible", "Pyongyang", "Moscow", "--left", "soon", "--arrive", "by Friday"], 2),
        (["feasible", "Pyongyang", "Moscow", "--left", "Monday", "--arrive", ""], 2),
        (["feasible", "Pyongyang", "Pyongyang", "--left", "Monday", "--arrive", "by Friday"], 4),
        (["reach", "Pyongyang", "--left", "Monday"], 2),
        (["reach", "Nowhereville", "--left", "Monday", "--at", "now"], 3),
        (["reach", "Incheon", "--left", "Monday", "--at", "now"], 4),
        (["distance", "Pyongyang", "Vladivostok", "--mode", "road"], 2),
    ],
)
def test_question_without_an_answer_is_refused(run: Run, arguments: list[str], status: int) -> None:
    assert_refused(run(*arguments), status)


def test_every_kind_of_answer_is_drawn(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "claim.html"
    assert run(*FEASIBLE, "--map", str(page)).status == 0
    assert "By train: not credible." in page.read_text(encoding="utf-8")
    flight = ["arrival", "FNJ", "SVO", "--mode", "air", "--depart", "2023-09-11 10:00", *AS_OF]
    assert run(*flight, "--map", str(page)).status == 0
    assert "geodesic, by air or road" in page.read_text(encoding="utf-8")
    head = 'schema = "routes-scenario/1"\ntitle = "x"\ntrain = "special"\n'
    far = write(tmp_path / "far.toml", head + 'question = "reach"\nfrom = "Pyongyang"\ndepart = "Monday"\nat = "now"\n')
    assert run("map", str(far), "-o", str(page)).status == 0
    assert "From Pyongyang by train" in page.read_text(encoding="utf-8")
    rows = ["compare", "Pyongyang", "--to", "Khasan,Vladivostok", "--arrive", "by Friday", *AS_OF]
    assert run(*rows, "--map", str(page)).status == 0
    assert "Khasan or Vladivostok" in page.read_text(encoding="utf-8")
    reach = ["reach", "Pyongyang", "--left", "2023-09-10", "--at", "2023-09-11 12:00", *AS_OF]
    assert run(*reach, "--map", str(page)).status == 0
    assert "How far by then?" in page.read_text(encoding="utf-8")
    asked = run(
        "ask",
        "how far can it have come by Tuesday 06:00 if it left Pyongyang on Sunday at 17:00?",
        "--map",
        str(page),
        *AS_OF,
    )
    assert asked.status == 0
    assert "Understood: " in page.read_text(encoding="utf-8")


def test_question_of_rows_in_a_scenario_is_checked(run: Run, tmp_path: Path) -> None:
    head = 'schema = "routes-scenario/1"\ntitle = "x"\ntrain = "special"\nas_of = "2023-09-12 09:00 KST"\n'
    own = tmp_path / "own" / "scenarios"
    write(own / "good.toml", head + 'question = "compare"\norigins = ["Pyongyang"]\ndestinations = ["Kyongsong"]\n'
          'by = ["train", "plane"]\narrive = "by Friday"\n')  # fmt: skip
    write(own / "far.toml", head + 'question = "reach"\nfrom = "Pyongyang"\ndepart = "Monday"\nat = "now"\n')
    write(own / "claim.toml", head + 'question = "feasible"\nfrom = "Pyongyang"\nto = "Moscow"\n'
          'depart = "Monday"\narrive = "by Friday"\n')  # fmt: skip
    assert run("check", "--data", str(tmp_path / "own")).status == 0
    write(own / "bad.toml", head + 'question = "compare"\norigins = ["Nowhere"]\ndestinations = ["Moscow"]\n'
          'by = ["road"]\nto_be = 1\n')  # fmt: skip
    write(own / "late.toml", head + 'question = "reach"\nfrom = "Pyongyang"\ndepart = "by Monday"\nat = "soon"\n')
    write(own / "odd.toml", head.replace("special", "airliner") + 'mode = "rail"\nquestion = "distance"\n'
          'from = "FNJ"\nto = "SVO"\n')  # fmt: skip
    ran = run("check", "--data", str(tmp_path / "own"), "--json")
    found = {f"{Path(f['file']).name} {f['code']} {f['field']}" for f in json.loads(ran.out)["findings"]}
    assert found == {
        "bad.toml place_unknown origins",
        "bad.toml value_invalid by",
        "bad.toml key_unknown to_be",
        "bad.toml key_missing question",
        "late.toml time_unreadable depart",
        "late.toml time_unreadable at",
        "odd.toml value_invalid mode",
    }
