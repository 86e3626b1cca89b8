"""The checks of every page are only worth something if each of them can say no."""

from __future__ import annotations

import pytest

from tests.support import page_checks
from tests.support.client import FormError, choose_form, fill_in
from tests.support.html import parse

HEAD = '<html lang="en"><head><meta name="viewport" content="width=device-width"><title>A</title></head>'
GOOD_BODY = """
<h1>Welcome</h1>
<a href="#form">Write</a> <a href="/"><img src="/logo.svg" alt="Home"></a>
<form id="form" method="post" action="/threads/1?page=2">
<input type="hidden" name="csrf_token" value="x">
<label for="body">Your reply</label><textarea id="body" name="body" aria-describedby="hint">
 {{ hi }} </textarea><p id="hint">Be kind</p>
<label><input type="checkbox" name="subscribe" value="yes" checked> Tell me</label>
<label>Where <select name="where"><option value="1">One<option value="2" selected>Two</select></label>
<button type="submit" name="action" value="send">Send</button>
<button type="submit" name="action" value="draft">Keep</button>
</form><svg aria-hidden="true"><title>icon</title><path d="M0 0"/></svg>
<article><p>None</p><p>I write {{ jinja }} every day</p></article>
""".replace('<option value="1">One', '<option value="1">One</option>').replace(
    "selected>Two", "selected>Two</option>"
)


def page(body: str = "", *, head: str = HEAD, main: str = "<h1>Welcome</h1>") -> str:
    return f"<!doctype html>{head}<body><main>{main}{body}</main></body></html>"


def test_a_good_page_passes() -> None:
    assert page_checks.problems(page(main=GOOD_BODY)) == []


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        (page(head=HEAD.replace(' lang="en"', "")), "language"),
        (page(head=HEAD.replace("<title>A</title>", "")), "title"),
        (page(head=HEAD.replace("<title>A", "<title> ")), "title"),
        (page(head=HEAD.replace('name="viewport"', 'name="robots"')), "viewport"),
        (page(main=""), "0 <h1>"),
        (page("<h1>Again</h1>"), "2 <h1>"),
        (page("<h2> </h2>"), "<h2> is empty"),
        (page("</main><main>"), "one <main>"),
        (page('<p id="a"></p><p id="a"></p>'), "2 times"),
        (page('<p id="a b"></p>'), "no good id"),
        (page('<label for="nobody">Name</label>'), "'nobody', which is not on the page"),
        (page('<a href="#nowhere">Down</a>'), "leads to #nowhere"),
        (page('<input name="q">'), "no label"),
        (page('<label for="q"></label><input id="q" name="q">'), "no label"),
        (page('<label>Name <input id="q"></label>'), "no name"),
        (page('<button type="submit"></button>'), "a button has no words"),
        (page("<button>Go</button>"), "does not say its type"),
        (page('<form method="post" action="/x"></form>'), "no CSRF"),
        (page('<form method="POST"><input type="hidden" name="csrf_token"></form>'), "no CSRF"),
        (page('<form><input type="hidden" name="csrf_token" value="x"></form>'), "address"),
        (page('<form action="//evil.example/"></form>'), "leads away"),
        (page('<form action="https://evil.example/"></form>'), "leads away"),
        (page("<form><form></form></form>"), "inside another form"),
        (page('<p style="color: red">Red</p>'), "inline style"),
        (page("<style>p { color: red }</style>"), "inline style"),
        (page("<script>alert(1)</script>"), "inline script"),
        (page('<p onclick="x()">Go</p>'), "onclick"),
        (page('<a href="javascript:x()">Go</a>'), "is a script"),
        (page('<a href="/x"><svg></svg></a>'), "no words"),
        (page('<a href="/x" target="_blank">Out</a>'), "reach back"),
        (page('<a href="/x">One <a href="/y">two</a></a>'), "inside another control"),
        (page('<button type="submit" data-shortcut="z">Undo</button>'), "nothing listens"),
        (page('<img src="/x.png">'), "no alt"),
        (page("<p>Hello {{ name }}</p>"), "inside of the program"),
        (page('<p title="{% if %}">Hello</p>'), "inside of the program"),
        (page("<p>&lt;forum.User object at 0x7f&gt;</p>"), "inside of the program"),
        (page("<dd>None</dd>"), "the word None"),
        (page("<p>One"), "</main> closes nothing, or the wrong thing (<p>)"),
        (page("</div>"), "closes nothing"),
        (page('<p class="a" class="b">One</p>'), "class twice"),
        ("<html><body><main>", "never closed"),
    ],
)
def test_a_bad_page_is_noticed(source: str, complaint: str) -> None:
    assert [words for words in page_checks.problems(source) if complaint in words]


def test_a_form_is_filled_in_as_a_browser_would() -> None:
    form = choose_form(parse(page(main=GOOD_BODY))[0])

    untouched = fill_in(form, {}, button="Send").to_dict(flat=False)
    changed = fill_in(form, {"body": "Hi", "subscribe": False, "where": "1"}).to_dict(flat=False)

    assert untouched == {
        "csrf_token": ["x"],
        "body": [" {{ hi }} "],
        "subscribe": ["yes"],
        "where": ["2"],
        "action": ["send"],
    }
    assert changed == {"csrf_token": ["x"], "body": ["Hi"], "where": ["1"]}


@pytest.mark.parametrize(
    ("fields", "button"),
    [({"role": "admin"}, ""), ({"where": "3"}, ""), ({}, "Delete"), ({"body": True}, "")],
)
def test_what_a_person_could_not_do_fails(fields: dict[str, str | bool], button: str) -> None:
    form = choose_form(parse(page(main=GOOD_BODY))[0])

    with pytest.raises(FormError):
        fill_in(form, fields, button)


def test_a_page_without_the_form_fails() -> None:
    with pytest.raises(FormError):
        choose_form(parse(page(main=GOOD_BODY))[0], "sign-in")
    with pytest.raises(FormError):
        choose_form(parse(page())[0])
