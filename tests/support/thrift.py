"""What need not be done again for every test, though each has an app and a database of its own.

Nothing that a test could change is shared: only what follows from the code.
"""

from __future__ import annotations

import gc
from typing import Any, ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from sqlalchemy import Dialect, Engine
from werkzeug.routing import Rule

_known: dict[str, tuple[Dialect, dict[Any, Any]]] = {}


class ThriftyRule(Rule):
    """A route that takes what it compiles to from the same route of an app before."""

    _compiled: ClassVar[dict[object, ThriftyRule]] = {}

    def compile(self) -> None:
        """Take over the parts, the converters (which know nothing of an app) and what builds the address."""
        alike = (self.rule, self.subdomain, self.host, self.merge_slashes, self.websocket)
        known = self._compiled.get(alike)
        if known is None or self.defaults:
            super().compile()
            if not self.defaults:
                self._compiled[alike] = self
            return
        self.arguments |= known.arguments
        self._parts, self._trace, self._converters = known._parts, known._trace, known._converters
        # Bound to the route that was compiled, of which they need nothing but its converters.
        self._build, self._build_unknown = known._build, known._build_unknown


def share_routes() -> None:
    """Let every app that is made from now on share what its routes are compiled to."""
    Flask.url_rule_class = ThriftyRule


def share_templates(app: Flask, cache: BytecodeCache) -> None:
    """Let an app take the templates that others have compiled; each has two environments for them."""
    app.jinja_env.bytecode_cache = cache
    app.extensions["hearth.frames"].bytecode_cache = cache


def share_statements(engine: Engine) -> None:
    """Let an engine share the SQL that statements are compiled to with the engines before it.

    SQLAlchemy keeps it per engine and dialect; compiling takes longer than running does.
    """
    if engine.dialect.name not in _known:
        engine.connect().close()  # a dialect asks the server what it is at its first connection
        _known[engine.dialect.name] = (engine.dialect, {})
    engine.dialect, compiled = _known[engine.dialect.name]
    engine.update_execution_options(compiled_cache=compiled)


def leave_modules_alone() -> None:
    """Have the garbage collector look no longer at what was imported: it stays anyway, and is most of all there is."""
    gc.collect()
    gc.freeze()
