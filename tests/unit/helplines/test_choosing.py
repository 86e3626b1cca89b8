"""Which help lines stand first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from forum.helplines.choosing import LineView, choose, countries_of, to_be_tried


def line(number: int, countries: str, contact: str = "1") -> LineView:
    return LineView(
        id=number,
        countries=countries,
        place="",
        name="",
        contact=contact,
        words="",
        url="",
        position=1,
    )


LINES = [line(1, "GB IE"), line(2, "DE"), line(3, "DE GB FR"), line(4, "")]


@pytest.mark.parametrize(
    ("languages", "countries"),
    [
        (["en-GB", "de"], {"GB"}),
        (["de_AT", "zh-Hant-TW"], {"AT", "TW"}),
        (["en", "*", "", "es-419"], set()),
    ],
)
def test_a_language_may_name_a_country(languages: list[str], countries: set[str]) -> None:
    assert countries_of(languages) == countries


@pytest.mark.parametrize(
    ("countries", "near"),
    [
        ({"GB"}, [1, 3]),
        ({"DE"}, [2, 3]),
        ({"FR", "IE"}, [1, 3]),
        ({"JP"}, [1, 2, 3, 4]),
        (set(), [1, 2, 3, 4]),
    ],
)
def test_the_near_ones_stand_first_and_none_is_lost(countries: set[str], near: list[int]) -> None:
    chosen = choose(LINES, countries)

    assert [one.id for one in chosen.near] == near
    assert {one.id for one in [*chosen.near, *chosen.others]} == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("contact", "number"),
    [
        ("116 123", "116123"),
        ("0800 111 0 111", "08001110111"),
        ("988", "988"),
        ("Text HOME to 741741", ""),
        ("", ""),
        # From another country it is another number without its plus.
        ("+353 1 234 5678", "+35312345678"),
        ("+44 (0)20 7946 0000", "+442079460000"),
        ("+44(0) 20 7946 0000", "+442079460000"),
        ("+1 (800) 273-8255", "+18002738255"),
        ("(020) 7946 0000", "02079460000"),
        # When somebody answers is no part of it.
        ("0800 123 123 (24/7)", "0800123123"),
        ("116 123 (free, day and night)", "116123"),
        # Several numbers, or what may be several, are left to whoever reads them.
        ("116 123 / 0808 808 8000", ""),
        ("116 123, 0808 808 8000", ""),
        ("116 123 - 0808 808 8000", ""),
        ("116 123 0808 808 8000", ""),
        ("0800 123 (456)", ""),
        ("0800 123 123, 24/7", ""),
        ("(24/7) 116 123", ""),
        ("()", ""),
    ],
)
def test_only_a_number_is_dialled(contact: str, number: str) -> None:
    assert line(1, "", contact).number == number


@pytest.mark.parametrize(
    ("days_ago", "due"), [(None, True), (0, False), (179, False), (180, True), (1000, True)]
)
def test_a_number_is_tried_twice_a_year(days_ago: int | None, due: bool) -> None:
    today = date(2026, 11, 26)
    tried = None if days_ago is None else today - timedelta(days=days_ago)
    one = replace(line(1, "GB"), checked_on=tried)

    assert (to_be_tried([one], today) == [one]) is due
