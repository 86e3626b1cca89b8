"""Each check beside the model, as a table of what it notices and what it leaves alone."""

from __future__ import annotations

import pytest

from forum.screening import Screener, Standing, Submission
from forum.screening.checks.personal_data import found_in
from forum.screening.checks.repetition import alike, repeats_itself
from forum.screening.checks.wordlist import WordList
from tests.unit.screening.fakes import checks_of


@pytest.mark.parametrize(
    ("text", "holds"),
    [("1488", True), ("14/88!", True), ("It was built in 1488", False), ("88", False)],
)
def test_a_number_that_stands_for_a_slogan_is_held_where_it_stands_alone(
    screener: Screener, text: str, holds: bool
) -> None:
    assert screener.screen(Submission(text=text)).holds is holds


PITCH = "Buy the best watches in the world at half the price from our shop today"


@pytest.mark.parametrize(
    ("by", "before", "holds"),
    [
        (Standing.NEWCOMER, (), False),
        (Standing.NEWCOMER, ("I love my garden very much indeed, do you?",), False),
        (Standing.NEWCOMER, (PITCH + "!!",), True),
        (Standing.MEMBER, (PITCH,), False),
        (Standing.MEMBER, (PITCH, PITCH.upper()), True),
    ],
)
def test_the_same_again(
    screener: Screener, by: Standing, before: tuple[str, ...], holds: bool
) -> None:
    verdict = screener.screen(Submission(text=PITCH, by=by, recent_texts=before))

    assert ("repetition" in checks_of(verdict)) is holds


def test_thanks_may_be_said_again_and_again() -> None:
    assert not alike("thank you so much!", "thank you so much!")


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        ("spam spam eggs\n" * 10, True),
        ("follow me now " * 40, True),
        ("\n".join(f"{n}. a different line each time, number {n}" for n in range(30)), False),
        ("- yes\n- no\n- yes\n- no", False),
        ("no no no no no", False),
        ("la " * 30, False),
    ],
)
def test_a_text_that_repeats_itself(text: str, repeats: bool) -> None:
    assert repeats_itself(text) is repeats


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("a" * 20_000, True),
        ("." * 501, True),
        ("@$$ \n" * 200, True),
        ("a" * 500, False),
        ("abcd" * 200, False),
        (" \n" * 500 + "ok", False),
        (f"My week in the garden.\n\n{'-' * 2_000}\n\nAnd this is the next one.", False),
    ],
)
def test_a_long_text_of_hardly_more_than_one_sign_waits(
    screener: Screener, text: str, holds: bool
) -> None:
    verdict = screener.screen(Submission(text=text, by=Standing.MEMBER, to=Standing.MEMBER))

    assert ("repetition" in checks_of(verdict)) is holds


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("write to ada.b+c@mail.example.org!", "an e-mail address", "ada.b+c@mail.example.org"),
        ("call +44 7700 900123 now", "a phone number", "+44 7700 900123"),
        ("call (555) 123-4567", "a phone number", "(555) 123-4567"),
        ("my number is 07700 900123", "a phone number", "07700 900123"),
        ("I live at 12 Main Street, come by", "a street address", "12 Main Street"),
        ("card 4111 1111 1111 1111", "a bank card's number", "4111 1111 1111 1111"),
        (
            "GB82 WEST 1234 5698 7654 32 please",
            "a bank account's number",
            "GB82 WEST 1234 5698 7654 32",
        ),
        ("gb82west12345698765432", "a bank account's number", "gb82west12345698765432"),
        ("my SSN is 078-05-1120", "a social security number", "078-05-1120"),
        ("my NI number is AB 12 34 56 C", "a national insurance number", "AB 12 34 56 C"),
        # E-mail addresses as people hide them from machines.
        ("ada [at] example [dot] org", "an e-mail address", "ada [at] example [dot] org"),
        ("ada(at)example.org", "an e-mail address", "ada(at)example.org"),
        # Phone numbers as they are written in other countries.
        ("ruf an: 0171 - 123 45 67", "a phone number", "0171 - 123 45 67"),
        ("+86 138 1234 5678 is mine", "a phone number", "+86 138 1234 5678"),
        ("tel:07700900123", "a phone number", "07700900123"),
        ("Phone:07700900123.", "a phone number", "07700900123"),
        ("+44 (0)7700 900123", "a phone number", "+44 (0)7700 900123"),
        ("+33 6 12 34 56 78", "a phone number", "+33 6 12 34 56 78"),
        # Its check sum is that of a card, but no card begins with a 0.
        ("0049 151 1234 5678", "a phone number", "0049 151 1234 5678"),
        ("write to ada at gmail dot com", "an e-mail address", "ada at gmail dot com"),
        ("12 Rue de la Paix", "a street address", "12 Rue de la Paix"),
        ("06.12.34.56.78", "a phone number", "06.12.34.56.78"),
        ("+55 (11) 91234-5678", "a phone number", "+55 (11) 91234-5678"),
        ("8 (912) 345-67-89", "a phone number", "8 (912) 345-67-89"),
        ("+91 98765 43210", "a phone number", "+91 98765 43210"),
        # Streets, too.
        ("I'm at 123 main street", "a street address", "123 main street"),
        ("it's 45 oak lane, apt 3", "a street address", "45 oak lane"),
        ("send it to P.O. Box 123", "a street address", "P.O. Box 123"),
        ("I live near SW1A 2AA", "a postcode", "SW1A 2AA"),
        ("Hauptstraße 12, Berlin", "a street address", "Hauptstraße 12"),
        ("in der Lange Straße 4b", "a street address", "Lange Straße 4b"),
        ("Kerkstraat 15", "a street address", "Kerkstraat 15"),
        ("Storgatan 5", "a street address", "Storgatan 5"),
        ("12 rue de la Paix, Paris", "a street address", "12 rue de la Paix"),
        ("12, avenue Victor Hugo", "a street address", "12, avenue Victor Hugo"),
        ("Calle Mayor 25, Madrid", "a street address", "Calle Mayor 25"),
        ("Via Roma 10, Milano", "a street address", "Via Roma 10"),
        ("Rua das Flores 100", "a street address", "Rua das Flores 100"),
        ("ul. Marszałkowska 10", "a street address", "ul. Marszałkowska 10"),
    ],
)
def test_personal_data_is_found_where_it_stands(text: str, what: str, where: str) -> None:
    found = found_in(text)

    assert list(found) == [what]
    assert [text[span.start : span.end] for span in found[what]] == [where]


@pytest.mark.parametrize(
    "text",
    [
        "we won 21-15 15-21 21-19",
        "meet me at example dot com",
        "I was born on 12.04.1990 and moved in 2010-2015",
        "2024-11-23 was a good day",
        "we are 1,234,567 people",
        "issue #123456789, commit 4111111111111112",
        "https://example.org/item/1234567890",
        "pi is 3.14159265358979",
        "I walked 12 miles down the road with 3 friends",
        "call me any time",
        "follow @ada",
        "10 000 000 000 stars",
        "my router is 192.168.100.200",
        "the years 1998 2003 2010",
        "100 200 300",
        "I lift 100-120-140-160 kg",
        "it is 50-60-70-80-90 kg by now",
        # Lines that somebody may call in need are everybody's.
        "call 1-800-273-8255 or 0800 111 0111",
        "the Samaritans: 116 123",
        "I found it my 3 Great Way of life",
        "meet me at 5, the avenue was empty",
        "Via Skype 3 of us talked",
        "I have 2 Calle songs",
        "we drove 12 miles down the road",
        "it took 3 long dark weeks to find my way",
        "look at [dot] paintings",
        "the road was long, 5 people walked down the lane",
        "Via Instagram 3 times a day",
    ],
)
def test_what_only_looks_like_personal_data_is_left_alone(text: str) -> None:
    assert found_in(text) == {}


@pytest.mark.parametrize(
    ("terms", "exceptions", "text", "found"),
    [
        (("tosh",), (), "what utter tosh, that", ["tosh"]),
        (("tosh",), (), "Macintosh, toshiba", []),
        (("tosh*",), (), "toshy toshes", ["toshy", "toshes"]),
        (("*tosh",), (), "a Macintosh", ["Macintosh"]),
        (("*cunt*",), ("Scunthorpe",), "I'm from Scunthorpe", []),
        (("*cunt*",), ("Scunthorpe",), "Scunthorpe cunts", ["cunts"]),
        (("bad phrase",), (), "a bad, phrase and a BAD  PHRASE", ["bad, phrase", "BAD  PHRASE"]),
        ((), (), "anything", []),
        (("c++",), (), "I like C++!", ["C++"]),
    ],
)
def test_word_lists(
    terms: tuple[str, ...], exceptions: tuple[str, ...], text: str, found: list[str]
) -> None:
    words = WordList(why="a test", terms=terms, exceptions=exceptions)

    assert [text[start:end] for start, end in words.find(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "I'm from Scunthorpe, my name is Dick Cockburn",
        "My room is 1488 kilometres away, hm",
        "I bleach my hair",
        "the children play in the street",
    ],
)
def test_the_bundled_lists_leave_names_and_ordinary_words_alone(
    screener: Screener, text: str
) -> None:
    found = checks_of(screener.screen(Submission(text=text)))

    assert "wordlist" not in found
