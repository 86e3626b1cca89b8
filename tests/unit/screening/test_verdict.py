from __future__ import annotations

import json

from forum.screening import Finding, Outcome, Part, Screener, Span, Submission, Verdict


def test_a_verdict_survives_the_way_to_json_and_back(screener: Screener) -> None:
    verdict = screener.screen(Submission(text="you idiot, mail a@b.org", title="idiot"))

    assert verdict.findings
    assert Verdict.from_json(json.loads(json.dumps(verdict.as_json()))) == verdict


def test_a_verdict_says_which_model_and_which_limits_it_came_from(screener: Screener) -> None:
    verdict = screener.screen(Submission(text="hello everyone"))

    assert (verdict.model_name, verdict.model_version) == ("scripted", "1")
    assert verdict.threshold_set == "for tests"
    assert verdict.duration_ms >= 0


def test_a_machine_can_only_publish_or_hold() -> None:
    assert {outcome.value for outcome in Outcome} == {"publish", "hold"}


def test_a_finding_keeps_its_places_and_its_field_through_json() -> None:
    finding = Finding(
        check="links",
        label=None,
        score=None,
        threshold=None,
        holds=True,
        window=None,
        spans=(Span(start=3, end=9),),
        explanation="…",
        part=Part.TITLE,
        urgent=True,
    )

    assert Finding.from_json(json.loads(json.dumps(finding.as_json()))) == finding
