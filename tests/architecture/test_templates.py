"""Rules of the templates that no linter knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import StrictUndefined, meta

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "templates"
TEMPLATES = sorted(path for path in FOLDER.rglob("*") if path.is_file())

# Only these may say that something is HTML already: a post as it was rendered and sanitised when it was
# written, or is for a look before that, and our own drawings. A template never does.
MAY_MAKE_MARKUP = {
    "forum/accounts/second_factor/picture.py",
    "forum/conversations/own_queries.py",
    "forum/conversations/previews.py",
    "forum/conversations/thread_queries.py",
    "forum/moderation/reports.py",
    "forum/moderation/placing.py",
    "forum/privately/queries.py",
    "forum/privately/shown_queries.py",
    "forum/web/drawing.py",
    "forum/web/frames.py",
    "forum/web/icons.py",
    "forum/web/markup.py",
    "forum/welcome/approval_queries.py",
}

FORBIDDEN = {
    "an inline style": re.compile(r"<style\b|<[a-z][^<>]*\sstyle\s*=", re.I),
    "an inline script": re.compile(
        r"<script\b(?![^>]*\ssrc=)|<[a-z][^<>]*\son[a-z]+\s*=|javascript:", re.I
    ),
    "an attribute without quotes": re.compile(r"<[a-z][^<>]*\s[\w-]+=\{\{", re.I),
    "a script or style of another site": re.compile(
        r"<(script|link)\b[^>]*(src|href)=.https?:", re.I
    ),
}
PRINTS_HTML = re.compile(r"\|\s*safe\b|autoescape\s+false")
MAKES_MARKUP = re.compile(r"\bMarkup\(|\|\s*safe\b")


def name_of(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def markup_of(source: str) -> str:
    """A template without its comments and statements, which may hold any sign; expressions stay as {{}}."""
    source = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", source, flags=re.S)
    return re.sub(r"\{\{.*?\}\}", "{{}}", source, flags=re.S)


def test_there_is_something_to_look_at() -> None:
    assert len(TEMPLATES) > 10


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_parses_and_names_only_others_that_exist(path: Path, app: Flask) -> None:
    tree = app.jinja_env.parse(path.read_text(), filename=str(path))

    for other in meta.find_referenced_templates(tree):
        assert other is None or (FOLDER / other).is_file(), other
    app.jinja_env.compile(tree)


def test_an_undefined_name_is_an_error(app: Flask) -> None:
    assert issubclass(app.jinja_env.undefined, StrictUndefined)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_template_keeps_to_the_content_policy(path: Path, what: str) -> None:
    assert not FORBIDDEN[what].search(markup_of(path.read_text()))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_switches_no_escaping_off(path: Path) -> None:
    assert not PRINTS_HTML.search(path.read_text())


def test_text_is_declared_safe_only_where_it_was_made_so() -> None:
    sources = sorted((ROOT / "forum").rglob("*.py"))
    found = {
        path.relative_to(ROOT).as_posix()
        for path in sources
        if MAKES_MARKUP.search(path.read_text())
    }

    assert found == MAY_MAKE_MARKUP


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ('<p style="color: red">', "an inline style"),
        ("<STYLE>p{}</STYLE>", "an inline style"),
        ('<script>alert("x")</script>', "an inline script"),
        ('<script type="module">x()</script>', "an inline script"),
        ('<p onclick="x()">', "an inline script"),
        ('<a href="javascript:x()">', "an inline script"),
        ("<p class={{ name }}>", "an attribute without quotes"),
        ('<p {% if a > b %}onclick="x()"{% endif %}>', "an inline script"),
        ('<script src="https://elsewhere.example/x.js">', "a script or style of another site"),
    ],
)
def test_the_patterns_bite(bad: str, what: str) -> None:
    assert FORBIDDEN[what].search(markup_of(bad))


@pytest.mark.parametrize(
    "good",
    [
        '<script type="module" src="/static/js/x.js"></script>',
        '<p class="{{ name }}" data-on="x">',
        "<p>The conversation = yours</p>",
        "{% set onward = style %}<p>{{ onward }}</p>",
        '<link rel="stylesheet" href="/static/x.css">',
    ],
)
def test_the_patterns_leave_good_ones_alone(good: str) -> None:
    assert not [what for what, pattern in FORBIDDEN.items() if pattern.search(markup_of(good))]
