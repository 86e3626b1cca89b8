"""The test client: checks every page that it fetches, and fills in forms as a browser would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import Context
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from forum.wiring import settings
from tests.support import page_checks
from tests.support.html import Element, parse

Value = str | bool | Sequence[str]


class PageError(AssertionError):
    """A page that was fetched is not as every page should be. The message lists what is wrong."""


class FormError(AssertionError):
    """The page has no such form, field or button: a person could not have done that either."""


class CheckingClient(FlaskClient):
    """A browser without JavaScript that looks closely at whatever it is shown."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make a request. Raises PageError when the answer is a page that is not in order."""
        if args and isinstance(args[0], str):
            kwargs.setdefault("base_url", settings(self.application).base_url)
        # In a context of its own: an app context that the test holds open would be taken for the
        # request's, and what one request remembers of its person would be shown to the next.
        response = Context().run(super().open, *args, **kwargs)
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            found = header_problems(response)
            if response.request.method != "HEAD":
                found += page_checks.problems(response.text)
            if found:
                place = f"{response.request.method} {response.request.path} ({response.status})"
                raise PageError("\n  ".join([place, *found]))
        return response

    def page(self, path: str, *, status: int = 200) -> Element:
        """The page at a path as a tree. Raises AssertionError when its status is another."""
        response = self.get(path)
        assert response.status_code == status, f"{path}: {response.status}, not {status}"
        return parse(response.text)[0]

    def token(self, path: str) -> str:
        """A CSRF token from the page at a path, for requests that no form of ours would send."""
        for field in self.page(path).find_all("input", name="csrf_token"):
            return field["value"]
        raise FormError(f"{path} has no form with a CSRF token")

    def submit(
        self,
        path: str,
        fields: Mapping[str, Value] | None = None,
        *,
        form: str = "",
        button: str = "",
        follow_redirects: bool = False,
    ) -> TestResponse:
        """Open a page, fill in a form on it, and send it.

        Args:
            path: the page.
            fields: what to type, by field name; True ticks a box, False unticks it.
            form: the form's id or action; not needed where <main> holds a single form that posts.
            button: the words on the button, or its name; needed only where buttons carry a value.
            follow_redirects: whether to go on to the page that the answer leads to.

        Raises:
            FormError: the page has no such form, field or button.
        """
        found = choose_form(self.page(path), form)
        data = fill_in(found, fields or {}, button)
        return self.post(found.get("action") or path, data=data, follow_redirects=follow_redirects)


def header_problems(response: TestResponse) -> list[str]:
    """What is wrong with the headers that every page carries."""
    policy = response.headers.get("Content-Security-Policy", "")
    found = []
    if "default-src 'none'" not in policy or "unsafe-" in policy:
        found.append(f"the content policy is not strict: {policy!r}")
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        found.append("browsers may guess the type (no nosniff)")
    return found


def choose_form(page: Element, wanted: str = "") -> Element:
    """The form with that id or action, or the only one in <main> that posts."""
    if wanted:
        forms = [
            form for form in page.find_all("form") if wanted in {form.get("id"), form.get("action")}
        ]
    else:
        forms = page.find("main").find_all("form", method="post")
    if len(forms) != 1:
        there = [form.get("id") or form.get("action") for form in page.find_all("form")]
        raise FormError(f"{len(forms)} forms, not one, fit {wanted!r}; the page has {there}")
    return forms[0]


def fill_in(form: Element, fields: Mapping[str, Value], button: str = "") -> MultiDict[str, str]:
    """What a browser would send for this form when these fields are filled in."""
    data: MultiDict[str, str] = MultiDict()
    known = set()
    for field in form.find_all("input", "textarea", "select"):
        name = field.get("name")
        if name and not field.has("disabled"):
            known.add(name)
            for value in _values(field, fields.get(name)):
                data.add(name, value)
    if unknown := set(fields) - known:
        raise FormError(f"the form has no field {sorted(unknown)}, only {sorted(known)}")
    if button:
        pressed = _find_button(form, button)
        if pressed.get("name"):
            data.add(pressed["name"], pressed.get("value"))
    return data


def _values(field: Element, given: Value | None) -> list[str]:
    kind = field.get("type", "text") if field.tag == "input" else field.tag
    if kind in {"submit", "button", "image", "reset", "file"}:
        return []
    if kind in {"checkbox", "radio"}:
        value = field.get("value", "on")
        return [value] if _is_ticked(field, value, given) else []
    if kind == "select":
        return _selected(field, given)
    if isinstance(given, str):
        return [given]
    if given is not None:
        raise FormError(f"{field['name']} takes words, not {given!r}")
    if kind == "textarea":
        # A browser drops the line break right after <textarea>.
        return ["".join(c for c in field.children if isinstance(c, str)).removeprefix("\n")]
    return [field.get("value")]


def _is_ticked(field: Element, value: str, given: Value | None) -> bool:
    if given is None:
        return field.has("checked")
    if isinstance(given, bool):
        return given
    return value == given if isinstance(given, str) else value in given


def _selected(field: Element, given: Value | None) -> list[str]:
    options = field.find_all("option")
    values = [option.get("value", option.text) for option in options]
    if given is None:
        chosen = [v for o, v in zip(options, values, strict=True) if o.has("selected")]
        return chosen or ([] if field.has("multiple") else values[:1])
    wanted = (
        [given] if isinstance(given, str) else list(given) if not isinstance(given, bool) else []
    )
    if missing := set(wanted) - set(values):
        raise FormError(f"{field['name']} does not offer {sorted(missing)}, only {values}")
    return wanted


def _find_button(form: Element, wanted: str) -> Element:
    buttons = form.find_all("button") + form.find_all("input", type="submit")
    found = [
        one for one in buttons if wanted in {one.text, one.get("name"), one.get("value") or None}
    ]
    if len(found) != 1:
        raise FormError(
            f"{len(found)} buttons say {wanted!r}; there are {[b.text for b in buttons]}"
        )
    return found[0]
