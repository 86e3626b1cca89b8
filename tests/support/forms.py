"""Every form that the forum has."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from forum.web.forms import BaseForm
from forum.web.sent_fields import every_form

ROOT = Path(__file__).resolve().parent.parent.parent


def all_forms() -> list[type[BaseForm]]:
    """Each of them once; some stand on two others."""
    for path in (ROOT / "forum").rglob("*.py"):
        if path.stem == "forms" or path.parent.name == "forms":
            parts = path.relative_to(ROOT).with_suffix("").parts
            import_module(".".join(parts).removesuffix(".__init__"))
    found = dict.fromkeys(every_form(BaseForm))
    return sorted(
        (form for form in found if form.__module__.startswith("forum.")),
        key=lambda form: (form.__module__, form.__name__),
    )
