"""`forum welcome simulate`."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from forum.cli import main

FEW = ["welcome", "simulate", "--mentors", "3", "--newcomers-per-day", "1", "--days", "14"]


def test_it_prints_a_table_and_draws_it(tmp_path: Path) -> None:
    drawing = tmp_path / "rules.svg"
    ran = CliRunner().invoke(main, [*FEW, "--goal", "4", "--seed", "3", "--svg", str(drawing)])
    assert ran.exit_code == 0, ran.output
    assert "3 mentors" in ran.output
    assert "a goal of 4 h" in ran.output
    assert "time_to_first_reply p95" in ran.output
    assert "<svg" in drawing.read_text()


def test_a_drawing_that_can_not_be_written_costs_no_table(tmp_path: Path) -> None:
    drawing = tmp_path / "nowhere" / "rules.svg"
    ran = CliRunner().invoke(main, [*FEW, "--svg", str(drawing)])
    assert (ran.exit_code, type(ran.exception)) == (1, SystemExit)
    assert "time_to_first_reply p95" in ran.output
    assert f"No such file or directory ({drawing})" in ran.output


def test_the_same_as_json() -> None:
    ran = CliRunner().invoke(main, [*FEW, "--json"])
    told = json.loads(ran.output)
    assert [one["rule"] for one in told["rules"]] == ["hearth", "random", "pool"]
    assert told["given"]["mentors"] == 3
    assert set(told["beside_the_random_draw"]) == {"p95", "gini_open_work", "gini_answers"}
