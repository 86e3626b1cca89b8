"""A page as a small tree, so that tests can ask what a reader would find on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"}
    | {"wbr"}
)

AS_IT_STANDS = frozenset({"script", "style"})
_NAME = r"[^\s\"'<>/=]+"
_VALUE = r"\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+"
_MARKUP = re.compile(
    rf"""<(?:(?P<start>[a-z][^\s/>]*)(?P<attributes>(?:\s+{_NAME}(?:\s*=\s*(?:{_VALUE}))?)*)\s*(?P<closed>/?)>
    |/(?P<end>[a-z][^\s/>]*)\s*>|!--.*?-->|!doctype[^>]*>|(?P<broken>[a-z/!?]))""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(rf"""\s({_NAME})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


@dataclass(eq=False, slots=True)
class Element:
    """One element: its attributes (a bare one is the empty string) and what it holds, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    parent: Element | None = None
    #: The tags of the elements around this one.
    within: frozenset[str] = frozenset()
    # All elements of the page in its order, and which of them are inside this one. Tests ask often, and a walk
    # through the tree takes long.
    _order: list[Element] = field(default_factory=list, repr=False)
    _first: int = 0
    _end: int | None = None

    def __getitem__(self, name: str) -> str:
        """An attribute. Raises KeyError where it is missing."""
        return self.attributes[name]

    def get(self, name: str, default: str = "") -> str:
        """An attribute, or the default."""
        return self.attributes.get(name, default)

    def has(self, name: str) -> bool:
        """Whether the attribute is there, empty or not."""
        return name in self.attributes

    @property
    def elements(self) -> Sequence[Element]:
        """Every element inside, in the order of the page."""
        return self._order[self._first : self._end]

    @property
    def ancestors(self) -> Iterator[Element]:
        """The elements around this one, innermost first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    @property
    def text(self) -> str:
        """What is written inside, with runs of blanks made one."""
        return " ".join("".join(self._strings()).split())

    def _strings(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in {"script", "style"}:
                yield from child._strings()

    def find_all(self, *tags: str, **attributes: str) -> list[Element]:
        """Elements of these tags (all tags when none is named) with these attribute values.

        Underscores in an attribute's name stand for hyphens; a leading one is dropped (`_for`, `_class`).
        """
        found = self.elements
        if tags:
            found = [element for element in found if element.tag in tags]
        for written, value in attributes.items():
            name = written.lstrip("_").replace("_", "-")
            found = [element for element in found if element.attributes.get(name) == value]
        return list(found)

    def find(self, *tags: str, **attributes: str) -> Element:
        """The one element that fits. Raises LookupError when there is none, or more than one."""
        found = self.find_all(*tags, **attributes)
        if len(found) != 1:
            raise LookupError(f"{len(found)} elements, not one, fit {tags} {attributes}")
        return found[0]


@lru_cache(maxsize=8)
def parse(source: str) -> tuple[Element, Sequence[str]]:
    """The tree of a page, and what is wrong with its nesting, one sentence each.

    The latest few are kept: the client looks at each page before a test does.
    """
    builder = _Builder()
    builder.read(source)
    unclosed = [f"<{element.tag}> is never closed" for element in builder.open[1:]]
    return builder.open[0], (*builder.problems, *unclosed)


class _Builder:
    """Takes a page apart by one expression: Python's own reader takes five times as long, for pages that are worse."""

    def __init__(self) -> None:
        self.open = [Element("document")]
        self.problems: list[str] = []
        self._order = self.open[0]._order

    def read(self, source: str) -> None:
        place = 0
        while (found := _MARKUP.search(source, place)) is not None:
            self._text(source[place : found.start()])
            place = found.end()
            if name := found["start"]:
                self._start(name.lower(), found["attributes"], closed=bool(found["closed"]))
                if name in AS_IT_STANDS:
                    rest = source[place:].partition(f"</{name}")[0]
                    self.open[-1].children += [rest] if rest else []
                    place += len(rest)
            elif name := found["end"]:
                self._end(name.lower())
            elif found["broken"]:
                self.problems.append(f"{source[found.start() : place + 20]!r} is no tag")
        self._text(source[place:])

    def _start(self, tag: str, attributes: str, *, closed: bool) -> None:
        values: dict[str, str] = {}
        for written, quoted, single, bare in _ATTRIBUTE.findall(attributes):
            name = written.lower()
            if name in values:
                self.problems.append(f"<{tag}> has {name} twice")
            value = quoted or single or bare
            values[name] = unescape(value) if "&" in value else value
        around = self.open[-1]
        element = Element(tag, values, parent=around, _order=self._order)
        around.children.append(element)
        element.within = (
            around.within if around.tag in around.within else around.within | {around.tag}
        )
        self._order.append(element)
        element._first = element._end = len(self._order)
        # Only inside SVG does the slash close an element.
        if tag not in VOID and not closed:
            element._end = None
            self.open.append(element)

    def _end(self, tag: str) -> None:
        if self.open[-1].tag == tag:
            self._close()
            return
        self.problems.append(f"</{tag}> closes nothing, or the wrong thing (<{self.open[-1].tag}>)")
        if any(element.tag == tag for element in self.open[1:]):
            while self._close().tag != tag:
                pass

    def _close(self) -> Element:
        element = self.open.pop()
        element._end = len(self._order)
        return element

    def _text(self, text: str) -> None:
        if text:
            self.open[-1].children.append(unescape(text) if "&" in text else text)
