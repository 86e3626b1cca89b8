"""A page as a small tree, so that tests can ask what a reader would find on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"}
    | {"wbr"}
)


@dataclass(eq=False)
class Element:
    """One element: its attributes (a bare one is the empty string) and what it holds, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    parent: Element | None = None

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
    def elements(self) -> Iterator[Element]:
        """Every element inside, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.elements

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
        wanted = {name.lstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if (not tags or element.tag in tags)
            and all(element.attributes.get(name) == value for name, value in wanted.items())
        ]

    def find(self, *tags: str, **attributes: str) -> Element:
        """The one element that fits. Raises LookupError when there is none, or more than one."""
        found = self.find_all(*tags, **attributes)
        if len(found) != 1:
            raise LookupError(f"{len(found)} elements, not one, fit {tags} {attributes}")
        return found[0]


def parse(source: str) -> tuple[Element, list[str]]:
    """The tree of a page, and what is wrong with its nesting, one sentence each."""
    builder = _Builder()
    builder.feed(source)
    builder.close()
    unclosed = [f"<{element.tag}> is never closed" for element in builder.open[1:]]
    return builder.open[0], builder.problems + unclosed


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("document")]
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.problems += [
            f"<{tag}> has {name} twice" for name in sorted(set(names)) if names.count(name) > 1
        ]
        values = {name: value or "" for name, value in attrs}
        element = Element(tag, values, parent=self.open[-1])
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:  # only inside SVG does the slash close an element
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag == tag:
            self.open.pop()
            return
        self.problems.append(f"</{tag}> closes nothing, or the wrong thing (<{self.open[-1].tag}>)")
        if any(element.tag == tag for element in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
