"""Every address of the forum that can be opened, found in its own routing table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Flask

#: What stands in addresses where a test has nothing particular in mind. A new kind of address gets its value here.
ORDINARY: Mapping[str, object] = {
    "appeal_id": 1,
    "conversation_id": 1,
    "decision_id": 1,
    "item_id": 1,
    "message_id": 1,
    "monday": "2026-05-04",
    "notification_id": 1,
    "number": 1,
    "opener_id": 1,
    "passkey_id": 1,
    "post_id": 1,
    "rule_id": 1,
    "sanction_id": 1,
    "session_id": 1,
    "set_id": 1,
    "slug": "hello",
    "test_id": 1,
    "text_id": 1,
    "thread_id": 1,
    "token": "x",
    "window_id": 1,
    "word_id": 1,
}


def addresses(app: Flask, values: Mapping[str, object]) -> Iterator[str]:
    """The path of every route that answers GET; `values`, and `ORDINARY` ones beside them, fill in what stands in them.

    Raises:
        AssertionError: a route has a part for which there is no value.
    """
    given = {**ORDINARY, **values}
    adapter = app.url_map.bind("forum.test")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or "GET" not in (rule.methods or ()):
            continue
        missing = rule.arguments - set(given)
        assert not missing, f"{rule.rule} needs {missing}: give it an ordinary value"
        yield adapter.build(rule.endpoint, {name: given[name] for name in rule.arguments})
