"""What holds for every page: the test client asks it of each page that it fetches."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from tests.support.html import Element, parse

FIELDS = ("input", "select", "textarea")
UNSEEN_INPUTS = frozenset({"hidden", "submit", "button", "image", "reset"})
REFERENCES = frozenset(
    {"for", "aria-describedby", "aria-labelledby", "aria-controls", "list", "form"}
)
TARGETS = frozenset({"href", "src", "action", "formaction"})
SCRIPT = re.compile(r"\s*(javascript|vbscript|data\s*:\s*text)", re.I)
# What a template leaves behind when it goes wrong without raising.
LEFTOVERS = re.compile(r"\{\{|\{%|\{#| object at 0x|Undefined\b.*jinja|&lt;Markup|LocalProxy")


# What is another each time the same page is drawn: the token of a form, and the number of a request.
_ANEW = re.compile(r'(?<=name="csrf_token" value=")[^"]+|(?<=<code>)[0-9a-f]{12}(?=</code>)')
_good: set[bytes] = set()


def problems(source: str) -> list[str]:
    """What is wrong with a page, one sentence each; an empty list for a good page.

    A page that was found good is not looked at again: tests see some, "there is nothing here" say, a thousand times.
    """
    seen = hashlib.blake2b(_ANEW.sub("", source).encode(), digest_size=16).digest()
    if seen in _good:
        return []
    found = _look_at(source)
    if not found:
        _good.add(seen)
    return found


def _look_at(source: str) -> list[str]:
    page, nesting = parse(source)
    found = list(nesting)
    for check in _CHECKS:
        found.extend(check(page))
    return found


def _head(page: Element) -> Iterator[str]:
    roots = page.find_all("html")
    if len(roots) != 1 or not roots[0].get("lang"):
        yield "there is not one <html> with its language"
    titles = [title for title in page.find_all("title") if not _inside(title, "svg")]
    if len(titles) != 1 or not titles[0].text:
        yield "there is not one title with words in it"
    if len(page.find_all("main")) != 1:
        yield "there is not exactly one <main>"
    if not page.find_all("meta", name="viewport"):
        yield "a phone is not told its width (meta viewport)"


def _headings(page: Element) -> Iterator[str]:
    headings = page.find_all("h1", "h2", "h3", "h4", "h5", "h6")
    count = sum(heading.tag == "h1" for heading in headings)
    if count != 1:
        yield f"there are {count} <h1>, not one"
    for heading in headings:
        if not heading.text:
            yield f"a <{heading.tag}> is empty"


def _ids(page: Element) -> Iterator[str]:
    ids = Counter(element["id"] for element in page.elements if element.has("id"))
    for name, count in ids.items():
        if count > 1 or not name or re.search(r"\s", name):
            yield f"the id {name!r} stands there {count} times, or is no good id"
    for element in page.elements:
        for attribute in REFERENCES & element.attributes.keys():
            for name in element[attribute].split():
                if name not in ids:
                    yield f"<{element.tag} {attribute}> names {name!r}, which is not on the page"
        target = element.get("href") if element.tag == "a" else ""
        if target.startswith("#") and len(target) > 1 and target[1:] not in ids:
            yield f"a link leads to {target}, which is not on the page"


def _fields(page: Element) -> Iterator[str]:
    labels = {label["for"]: label for label in page.find_all("label") if label.has("for")}
    for element in page.find_all(*FIELDS):
        if element.tag == "input" and element.get("type") in UNSEEN_INPUTS:
            continue
        label = labels.get(element.get("id"))
        around = next((above for above in element.ancestors if above.tag == "label"), None)
        words = [one.text for one in (label, around) if one is not None]
        words += [element.get("aria-label"), element.get("aria-labelledby")]
        if not any(words):
            yield f"the field {element.get('name') or element.get('id')!r} has no label"
        if not element.get("name") and not element.get("form"):
            yield f"the field {element.get('id')!r} has no name, so it is never sent"
    for button in page.find_all("button"):
        if not (button.text or button.get("aria-label")):
            yield "a button has no words"
        if not button.get("type"):
            yield f"the button {button.text!r} does not say its type"


def _forms(page: Element) -> Iterator[str]:
    for form in page.find_all("form"):
        method = form.get("method", "get").lower()
        tokens = form.find_all("input", name="csrf_token")
        place = form.get("action") or "the page itself"
        if method == "post" and (len(tokens) != 1 or not tokens[0].get("value")):
            yield f"the form to {place} has no CSRF field"
        if method == "get" and tokens:
            yield f"the form to {place} puts its CSRF token into the address"
        if not re.match(r"(/(?!/)|\?|#|$)", form.get("action")):
            yield f"the form to {place} leads away from here"
        if _inside(form, "form"):
            yield f"the form to {place} stands inside another form"


def _inline(page: Element) -> Iterator[str]:
    for element in page.elements:
        if element.tag == "style" or element.has("style"):
            yield f"<{element.tag}> carries an inline style"
        if element.tag == "script" and not element.get("src"):
            yield "there is an inline script"
        for name, value in element.attributes.items():
            if name.startswith("on"):
                yield f"<{element.tag}> carries the inline script {name}"
            if name in TARGETS and SCRIPT.match(value):
                yield f"<{element.tag} {name}> is a script"


def _links(page: Element) -> Iterator[str]:
    for link in page.find_all("a"):
        images = [image.get("alt") for image in link.find_all("img")]
        named = link.text or link.get("aria-label") or any(images)
        if link.has("href") and not (named or link.get("aria-hidden") == "true"):
            yield f"the link to {link['href']} has no words"
        if link.get("target") == "_blank" and "noopener" not in link.get("rel"):
            yield f"the link to {link.get('href')} opens a window that can reach back"
        if _inside(link, "a", "button"):
            yield f"the link to {link.get('href')} stands inside another control"


def _keys(page: Element) -> Iterator[str]:
    listens = any("keys" in one.get("data-behaviour").split() for one in page.elements)
    for element in page.elements:
        if element.has("data-shortcut") and not listens:
            yield f"<{element.tag}> shows the key {element['data-shortcut']!r}, and nothing listens"


def _pictures(page: Element) -> Iterator[str]:
    for image in page.find_all("img"):
        if not image.has("alt"):
            yield f"the picture {image.get('src')} has no alt text"


def _leftovers(page: Element) -> Iterator[str]:
    # Inside <main> people may write what they like; the frame around it is ours.
    for element in page.elements:
        if _inside(element, "main") and _inside(element, "article", "textarea", "blockquote"):
            continue
        own = "".join(child for child in element.children if isinstance(child, str))
        written = [own, *element.attributes.values()] if element.tag != "textarea" else []
        if LEFTOVERS.search("\n".join(written)):
            yield f"<{element.tag}> shows the inside of the program: {own.strip()[:80]!r}"
        if own.strip() == "None":
            yield f"<{element.tag}> shows the word None"


def _inside(element: Element, *tags: str) -> bool:
    return not element.within.isdisjoint(tags)


_CHECKS = (
    _head,
    _headings,
    _ids,
    _fields,
    _forms,
    _inline,
    _links,
    _keys,
    _pictures,
    _leftovers,
)
