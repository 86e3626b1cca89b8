"""The same pictures as a file of their own, which has to bring its colours along. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from forum.transparency.pictures import HEIGHT, WIDTH, Picture

_NAMESPACE = "http://www.w3.org/2000/svg"
_TITLE_HEIGHT = 34
_WORD = 'font-family="sans-serif" font-size="15" fill="#6b5d66"'
_BAR, _LINE, _TITLE, _PAPER = "#5b5b8f", "#ddd3c8", "#2c2230", "#fffdf8"


def as_svg(title: str, pictures: Sequence[Picture]) -> str:
    """One document with the pictures below each other, each with its title and description."""
    height = (HEIGHT + _TITLE_HEIGHT) * len(pictures)
    lines = [
        f'<svg xmlns="{_NAMESPACE}" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="{_PAPER}"/>',
    ]
    for index, picture in enumerate(pictures):
        lines.append(f'<g transform="translate(0 {index * (HEIGHT + _TITLE_HEIGHT)})">')
        lines.extend(_picture(picture))
        lines.append("</g>")
    return "\n".join([*lines, "</svg>", ""])


def _picture(picture: Picture) -> Iterator[str]:
    yield f"<title>{escape(picture.title)}</title>"
    yield f"<desc>{escape(picture.description)}</desc>"
    yield (
        f'<text x="8" y="24" font-family="sans-serif" font-size="17" font-weight="600" '
        f'fill="{_TITLE}">{escape(picture.title)}</text>'
    )
    yield f'<g transform="translate(0 {_TITLE_HEIGHT})">'
    for line in picture.lines:
        yield (
            f'<line x1="{picture.left}" x2="{picture.right}" y1="{line.y}" y2="{line.y}" '
            f'stroke="{_LINE}"/>'
        )
        yield (
            f'<text x="{picture.left - 8}" y="{line.y + 5}" text-anchor="end" {_WORD}>'
            f"{escape(line.label)}</text>"
        )
    for bar in picture.bars:
        if bar.known:
            yield (
                f'<rect x="{bar.x}" y="{bar.y}" width="{bar.width}" height="{bar.height}" '
                f'rx="2" fill="{_BAR}"/>'
            )
        if bar.label:
            yield (
                f'<text x="{bar.x + bar.width / 2}" y="{picture.height - 10}" '
                f'text-anchor="middle" {_WORD}>{escape(bar.label)}</text>'
            )
    yield "</g>"
