"""The tricks by which people get unkind words past a screen, and what newcomers write that looks like one.

`tables/hostile.txt` are answers to a newcomer, `tables/harmless.txt` what newcomers post; one in each line, with line
breaks as \\n. What a model makes of the words alone is not asked here: it may change its mind about one in fifty.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from forum.screening import Screener, Standing, Submission, load_screener

TABLES = Path(__file__).parent / "tables"
M, N = Standing.MEMBER, Standing.NEWCOMER


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    return load_screener(cache_dir=tmp_path_factory.mktemp("compiled"))


@pytest.mark.parametrize(
    ("table", "by", "to", "holds"), [("hostile", M, N, True), ("harmless", N, M, False)]
)
def test_what_is_hostile_is_held_in_any_form_and_what_is_harmless_is_published(
    screener: Screener, table: str, by: Standing, to: Standing, holds: bool
) -> None:
    texts = _texts(table)
    verdicts = screener.screen_many([Submission(text=text, by=by, to=to) for text in texts])
    wrong = [
        text for text, verdict in zip(texts, verdicts, strict=True) if verdict.holds is not holds
    ]

    assert len(texts) > 150
    assert len(wrong) * 50 <= len(texts), wrong


def _texts(table: str) -> list[str]:
    lines = (TABLES / f"{table}.txt").read_text(encoding="utf-8").splitlines()
    return ["\\".join(part.replace("\\n", "\n") for part in line.split("\\\\")) for line in lines]
