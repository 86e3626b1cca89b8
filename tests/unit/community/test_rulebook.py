"""What an edited set of rules means."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forum.community.rulebook import (
    MAX_RULE_TEXT,
    MAX_RULE_TITLE,
    MAX_RULES,
    RuleDraft,
    RuleInForce,
    compare,
    default_rules,
)

KIND = RuleInForce(id=1, title="Be kind", text="Always.")
QUIET = RuleInForce(id=2, title="Be quiet", text="At night.")


def draft(rule: RuleInForce, **changes: str) -> RuleDraft:
    return RuleDraft(**{"id": rule.id, "title": rule.title, "text": rule.text} | changes)  # type: ignore[arg-type]


def test_nothing_changed() -> None:
    changes = compare([KIND, QUIET], [draft(KIND), draft(QUIET)])
    assert (list(changes.order), changes.retired) == ([1, 2], frozenset())


def test_a_rule_that_only_moves_keeps_its_row() -> None:
    changes = compare([KIND, QUIET], [draft(QUIET), draft(KIND)])
    assert (list(changes.order), changes.retired) == ([2, 1], frozenset())


def test_a_reworded_rule_becomes_a_new_row_and_the_old_one_is_retired() -> None:
    reworded = draft(KIND, text="Nearly always.")
    changes = compare([KIND, QUIET], [reworded, draft(QUIET)])
    assert (list(changes.order), changes.retired) == ([reworded, 2], frozenset({1}))


def test_a_rule_that_is_left_out_is_retired() -> None:
    changes = compare([KIND, QUIET], [draft(QUIET)])
    assert (list(changes.order), changes.retired) == ([2], frozenset({1}))


def test_an_id_that_nobody_knows_makes_a_new_rule() -> None:
    stranger = RuleDraft(id=99, title="Be kind", text="Always.")
    assert list(compare([KIND], [stranger]).order) == [stranger]


RULES = st.lists(
    st.builds(RuleInForce, id=st.integers(1, 6), title=st.sampled_from("ab"), text=st.just("x")),
    unique_by=lambda rule: rule.id,
)
DRAFTS = st.lists(
    st.builds(
        RuleDraft,
        id=st.none() | st.integers(1, 8),
        title=st.sampled_from("ab"),
        text=st.just("x"),
    )
)


@given(RULES, DRAFTS)
def test_what_people_read_afterwards_is_what_was_typed(
    rules: list[RuleInForce], drafts: list[RuleDraft]
) -> None:
    words = {rule.id: (rule.title, rule.text) for rule in rules}
    changes = compare(rules, drafts)
    read = [
        words[entry] if isinstance(entry, int) else (entry.title, entry.text)
        for entry in changes.order
    ]
    assert read == [(one.title, one.text) for one in drafts]
    kept = {entry for entry in changes.order if isinstance(entry, int)}
    assert kept | changes.retired == set(words)
    assert not kept & changes.retired


def test_the_default_rules_fit_into_the_form() -> None:
    rules = default_rules()
    assert 5 <= len(rules) <= MAX_RULES
    assert all(0 < len(rule.title) <= MAX_RULE_TITLE for rule in rules)
    assert all(0 < len(rule.text) <= MAX_RULE_TEXT for rule in rules)
