"""Text that people type: what is kept, what is taken out, and what can never come out as script."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.text import (
    MAX_POST_LENGTH,
    clean,
    clean_line,
    excerpt,
    has_unwelcome_characters,
    render,
    slugify,
)

ALLOWED = re.compile(
    r"</?(?:p|br|em|strong|s|ul|ol|li|blockquote|code|pre|h3|h4|hr)(?: /)?>"
    r'|<ol start="\d+">|</a>'
    r'|<a(?: href="(?:https?|mailto):[^"<>]*")? rel="nofollow ugc noopener noreferrer">'
)
REL = 'rel="nofollow ugc noopener noreferrer"'


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  hello \r\n\r\n there\r", "hello \n\n there"),
        ("a\x00b\x07c", "abc"),
        ("a\u202eb\u2066c", "abc"),
        ("a\ud800b", "ab"),
        ("cafe\u0301", "café"),
        ("👩‍👩‍👧 نمی‌خواهم", "👩‍👩‍👧 نمی‌خواهم"),
        ("one\n\n\n\n\n\ntwo", "one\n\n\ntwo"),
    ],
)
def test_clean(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_a_line_is_one_line() -> None:
    assert clean_line(" a\n\tb\x00 c ") == "a b c"


def test_people_are_told_only_of_what_they_could_not_see() -> None:
    assert has_unwelcome_characters("a\x00b")
    assert not has_unwelcome_characters("line\r\nline\ttab 👩‍👩‍👧")


def test_an_emoji_that_is_newer_than_this_machine_is_kept() -> None:
    newest = "\U0001fa77 \U0001fae9 \U0001f6d8"
    assert clean(newest) == newest
    assert not has_unwelcome_characters(newest)


@pytest.mark.parametrize("char", ["\ufdd0", "\uffff", "\U0001fffe"])
def test_what_can_never_be_a_character_is_taken_out(char: str) -> None:
    assert clean(f"a{char}b") == "ab"


@pytest.mark.parametrize(
    "typed",
    [
        ">" * 25 + " deep",
        "".join("  " * depth + f"- step {depth}\n" for depth in range(14)) + "deep",
        "> " * 12 + "- " * 6 + "deep",
        "[deep]: words",
        "Hello\n\n[Anna]: deep\n\nBye",
        "[deep]: http://a.example 'title'",
    ],
)
def test_no_words_vanish(typed: str) -> None:
    assert "deep" in render(typed)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**bold** and _quiet_", "<p><strong>bold</strong> and <em>quiet</em></p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("# Title", "<h3>Title</h3>\n"),
        ("<b>hi</b>", "<p>&lt;b&gt;hi&lt;/b&gt;</p>\n"),
        ("![x](http://a.example)", f'<p>!<a href="http://a.example" {REL}>x</a></p>\n'),
    ],
)  # fmt: skip
def test_render(typed: str, shown: str) -> None:
    assert render(typed) == shown


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("Read README.md first.", []),
        ("It hurts.my mum is ill.", []),
        ("Call os.path and self.me.", []),
        ("My page is example.org, come in.", ["http://example.org"]),
        ("It is on www.readme.md today.", ["http://www.readme.md"]),
        ("https://readme.md is a site.", ["https://readme.md"]),
        ("Write to ada@example.md.", ["mailto:ada@example.md"]),
    ],
)  # fmt: skip
def test_what_only_looks_like_an_address_is_no_link(typed: str, leads_to: list[str]) -> None:
    assert re.findall(r'href="([^"]*)"', render(typed)) == leads_to


def test_a_text_of_nothing_but_addresses_keeps_them_as_they_were_typed() -> None:
    """Reading each would take seconds in which nobody else is answered."""
    hundred, more = "http://a.example ", "://"
    assert render(hundred * 100).count("<a ") == 100
    assert render(hundred * 101).count("<a ") == 0
    assert render(more * 6_000) == f"<p>{more * 6_000}</p>\n"


@pytest.mark.parametrize("typed", ["://", "a://", "http://(", "http://a.example/("])
def test_the_longest_text_of_nothing_but_addresses_takes_a_moment(typed: str) -> None:
    longest = (typed * MAX_POST_LENGTH)[:MAX_POST_LENGTH]
    begun = time.process_time()
    render(longest)
    assert time.process_time() - begun < 1.0


SCRIPT = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](//evil.example)",
    "[x](/own/path)",
    "<img src=x onerror=alert(1)>",
    "<svg><style><a title='</style><img src=x onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<a href="http://x" onclick="x()">x</a>',
    "<form id=main><input name=attributes>",
    "`<script>`",
    "```\n<script>\n```",
    '<http://x.example/"onmouseover="alert(1)>',
]


@pytest.mark.parametrize("typed", SCRIPT)
def test_nothing_but_plain_marks_comes_out(typed: str) -> None:
    assert "<" not in ALLOWED.sub("", render(typed))


@given(st.text(alphabet=st.sampled_from(list("<>[]()*_`#!\"'/:=-&; \nabcjs")), max_size=200))
def test_whatever_is_typed_only_plain_marks_come_out(typed: str) -> None:
    assert "<" not in ALLOWED.sub("", render(clean(typed)))


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    once = clean(typed)
    assert clean(once) == once
    assert not has_unwelcome_characters(once)


@pytest.mark.parametrize(
    ("rendered", "length", "cut"),
    [
        ("<p>Hello <em>you</em> &amp; all</p>", 100, "Hello you & all"),
        ("<p>one two three</p>", 9, "one two…"),
        ("<p>a</p>\n<p>b</p>", 100, "a b"),
    ],
)
def test_excerpt(rendered: str, length: int, cut: str) -> None:
    assert excerpt(rendered, length) == cut


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Hello, world!", "hello-world"),
        ("Äpfel & Öl", "apfel-ol"),
        ("你好", "thread"),
        ("a" * 200, "a" * 60),
    ],
)
def test_slugify(title: str, slug: str) -> None:
    assert slugify(title) == slug
