"""Every address of the forum that can be opened, found in its own routing table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Flask


def addresses(app: Flask, values: Mapping[str, object]) -> Iterator[str]:
    """The path of every route that answers GET; `values` fills in what stands in them.

    Raises:
        AssertionError: a route has a part for which there is no value.
    """
    adapter = app.url_map.bind("forum.test")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or "GET" not in (rule.methods or ()):
            continue
        missing = rule.arguments - set(values)
        assert not missing, f"{rule.rule} needs {missing}: give this test a value for it"
        yield adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
