"""What a password may be, and how it is kept."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher, extract_parameters

from forum.accounts.passwords import (
    MAX_PASSWORD_LENGTH,
    NOBODYS_HASH,
    check_password,
    hash_password,
    is_outdated,
    problems_with,
    require_good_password,
)
from forum.errors import InvalidInputError

OWN = ("mira_k", "Mira Kovac", "mira@example.org", "Lindenhof")


@pytest.mark.parametrize(
    "password",
    [
        "velvet lantern orchard",
        "correct horse battery staple",
        "x7#Lq9!vTz",
        "nur kleine buchstaben hier",
        "\u65e5\u672c\u8a9e\u306e\u30d1\u30b9\u30ef\u30fc\u30c9\u3067\u3059",
        "        leading spaces stay  ",
        "mira likes turbulent teapots",  # the own name, and enough besides
        "a passphrase of sixty-four characters and a few more is welcome here",
        "q8$" * 20 + "Zebra tulip wagon " * 10,
    ],
)
def test_passwords_that_are_fine(password: str) -> None:
    assert problems_with(password, OWN) == []


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "at least 10 characters"),
        ("x7#Lq9!vT", "at least 10 characters"),
        ("v" * (MAX_PASSWORD_LENGTH + 1), "keep it to 256"),
        ("password123!", "guess this one"),
        ("qwertyuiop123", "guess this one"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "guess this one"),
        ("1234567890123", "guess this one"),
        ("p4$$w0rd2026", "guess this one"),
        ("mira_k mira_k", "close to your own name"),
        ("Mira.Kovac!!", "close to your own name"),
        ("mira@example.org", "close to your own name"),
        ("Lindenhof!1", "close to your own name"),
    ],
)
def test_passwords_that_are_easy_to_guess(password: str, why: str) -> None:
    [sentence] = problems_with(password, OWN)
    assert why in sentence
    with pytest.raises(InvalidInputError, match=why) as refused:
        require_good_password(password, OWN, "new")
    assert refused.value.field == "new"


def test_nobody_is_asked_for_capitals_digits_or_signs() -> None:
    assert problems_with("velvet lantern orchard") == []


def test_no_text_keeps_the_forum_busy_for_long() -> None:
    # Each sign can stand for several letters: read whole, this one takes the library several seconds.
    busy = "4@8({[<369!1|0$5+7%2" * 4
    problems_with("x" * 12)  # the word lists are loaded before the clock starts
    began = time.process_time()
    problems_with(busy)
    assert time.process_time() - began < 1.5


def test_context_words_of_one_person_do_not_count_for_another() -> None:
    def check(name: str) -> list[str]:
        return list(problems_with(f"{name} of the hills", (name,)))

    names = ["zorbakin", "quellomar", "vextripol", "yalduvine"] * 5
    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(check, names))
    assert all(answer == answers[0] for answer in answers)


def test_kept_as_argon2id_with_the_chosen_cost() -> None:
    parameters = extract_parameters(hash_password("velvet lantern orchard"))
    assert parameters.type.name == "ID"
    assert parameters.memory_cost >= 19 * 1024
    assert (parameters.time_cost, parameters.parallelism) == (2, 1)


def test_the_right_password_and_no_other() -> None:
    kept = hash_password("velvet lantern orchard")
    assert check_password("velvet lantern orchard", kept)
    assert not check_password("velvet lantern Orchard", kept)
    assert not check_password("velvet lantern orchard ", kept)
    assert not check_password("", kept)


def test_two_hashes_of_one_password_differ() -> None:
    assert hash_password("velvet lantern orchard") != hash_password("velvet lantern orchard")


def test_nothing_is_cut_off() -> None:
    long = "velvet lantern orchard " * 11
    kept = hash_password(long)
    assert check_password(long, kept)
    assert not check_password(long[:-1], kept)
    assert not check_password(long[:72], kept)


def test_the_same_keys_on_another_device_are_the_same_password() -> None:
    kept = hash_password("caf\u00e9 lantern orchard")
    assert check_password("cafe\u0301 lantern orchard", kept)


@pytest.mark.parametrize("kept", [None, "", "no hash at all", NOBODYS_HASH])
def test_without_an_account_no_password_fits(kept: str | None) -> None:
    for password in ("", "velvet lantern orchard", "\ud800", "x" * 10_000):
        assert not check_password(password, kept)


def test_the_check_without_an_account_costs_the_same() -> None:
    assert extract_parameters(NOBODYS_HASH) == extract_parameters(hash_password("x"))
    assert not is_outdated(NOBODYS_HASH)


def test_hashes_of_older_parameters_are_renewed() -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash("velvet lantern")
    assert check_password("velvet lantern", old)
    assert is_outdated(old)
    assert not is_outdated(hash_password("velvet lantern"))
