from __future__ import annotations

import json

from forum.screening.evaluation import Judged, Report
from tests.unit.screening_evaluation.makers import judged


def answers() -> list[Judged]:
    return [
        *(judged("publish", "publish", set_name="introductions", group="age") for _ in range(99)),
        judged(
            "publish", "hold", set_name="introductions", group="skin", held_by=("toxicity: insult",)
        ),
        judged("publish", "hold", set_name="kind_replies", kind="swearing", held_by=("links",)),
        judged("publish", "hold", set_name="kind_replies", kind="you", held_by=("links",)),
        *(judged("hold", "hold", set_name="hostile_replies", kind="threat") for _ in range(9)),
        judged("hold", "publish", set_name="hostile_replies", kind="contempt"),
    ]


def test_aims_are_measured_on_their_own_texts_only() -> None:
    aims = {aim.about: aim for aim in Report.of(answers()).aims}

    assert aims["introductions held"].value == 0.01
    assert aims["introductions held"].met is True
    assert aims["hostile replies to newcomers caught"].value == 0.9
    assert aims["hostile replies to newcomers caught"].met is False
    assert aims["kind replies with swearing held"].value == 1
    assert aims["gap between two groups in false holds"].value == 1
    assert aims["gap between two groups in false holds"].met is False


def test_an_aim_without_texts_is_neither_met_nor_missed() -> None:
    report = Report.of([judged("hold", "hold", set_name="other")])

    assert {aim.met for aim in report.aims} == {None}
    assert "| aim |" not in report.as_markdown()


def test_what_held_texts_wrongly_is_counted_and_what_held_rightly_is_not() -> None:
    report = Report.of([*answers(), judged("hold", "hold", held_by=("language",))])

    assert dict(report.wrongly_held_by) == {"links": 2, "toxicity: insult": 1}


def test_data_and_page_tell_the_same_figures() -> None:
    report = Report.of(answers())
    data = json.loads(json.dumps(report.as_json()))
    page = report.as_markdown()

    sets = {row["name"]: row for row in data["sets"]}
    assert sets["hostile_replies"]["caught"]["count"] == 9
    assert sets["hostile_replies"]["caught"]["total"] == 10
    low, high = (sets["hostile_replies"]["caught"]["interval"][end] for end in ("low", "high"))
    assert f"9/10 = 90.0 % [{100 * low:.1f}, {100 * high:.1f}]" in page
    assert "100.0 points" in page
    assert "age to skin" in page
    assert data["texts"] == len(answers())


def test_sets_kinds_and_groups_have_a_row_each() -> None:
    report = Report.of(answers())

    assert [row.name for row in report.sets] == [
        "introductions",
        "kind_replies",
        "hostile_replies",
    ]
    assert [row.name for row in report.kinds] == [
        "kind_replies: swearing",
        "kind_replies: you",
        "hostile_replies: threat",
        "hostile_replies: contempt",
    ]
    assert [row.name for row in report.groups] == ["age", "skin"]


def test_the_area_is_given_where_both_sorts_have_scores() -> None:
    report = Report.of(
        [
            judged("hold", "hold", set_name="public", score=0.9),
            judged("hold", "publish", set_name="public", score=0.4),
            judged("publish", "publish", set_name="public", score=0.5),
            judged("publish", "publish", set_name="public", score=0.1),
            judged("publish", "publish", set_name="one sort", score=0.1),
            judged("hold", "hold", set_name="unscored"),
        ]
    )

    areas = {row.name: row.auc.value if row.auc else None for row in report.sets}
    assert areas == {"public": 0.75, "one sort": None, "unscored": None}
    assert "0.7500" in report.as_markdown()


def test_an_attack_has_an_area_of_its_own() -> None:
    report = Report.of(
        [
            judged("hold", "hold", score=0.1, attack=0.9),
            judged("publish", "publish", score=0.9, attack=0.1),
        ]
    )

    assert report.overall.auc is not None
    assert report.overall.attack_auc is not None
    assert (report.overall.auc.value, report.overall.attack_auc.value) == (0.0, 1.0)
    assert report.as_json()["overall"]["attack_auc"]["value"] == 1.0
