"""Appeals through the pages: asking, and looking again without knowing who decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.appeals import own_posts
from forum.appeals.commands import About, make_appeal, withdraw_appeal
from forum.conversations import commands
from forum.conversations.models import Post
from forum.database import db
from tests.factories import KIND, World, everyone, sign_in
from tests.integration.accounts.people import PASSWORD, make_account
from tests.integration.appeals.conftest import ANSWER, HOW_I_SEE_IT, Case, case
from tests.integration.moderation.deciding import WORDS, carry_out
from tests.integration.sanctions.giving import WHY, give
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.clock import FakeClock
from tests.support.statements import statements

__all__ = ["case"]
Enter = Callable[[Actor], CheckingClient]


@pytest.fixture
def enter(app: Flask, new_client: Callable[[], CheckingClient]) -> Enter:
    return lambda person: sign_in(app, new_client(), person)


@pytest.mark.parametrize(
    "action",
    ["decline", "remove", "hide", "request_changes", "edit decline", "edit request_changes"],
)
def test_from_the_posts_page_to_the_answer(case: Case, enter: Enter, action: str) -> None:
    post, decision_id = case.decided(action)
    ana, jo = enter(case.ana), enter(case.jo)
    path = f"/decisions/{decision_id}/appeal"
    assert path in {link["href"] for link in ana.page(f"/posts/{post.id}").find_all("a")}

    answer = ana.submit(path, {"words": HOW_I_SEE_IT}, follow_redirects=True)
    assert HOW_I_SEE_IT in answer.text
    (appeal,) = [
        link["href"]
        for link in jo.page("/appeals").find_all("a")
        if link["href"].startswith("/appeals/")
    ]
    judgement = {"outcome": "overturned", "answer": ANSWER}
    done = jo.submit(appeal, judgement, form=appeal, follow_redirects=True)

    assert "Ana finds your answer in their inbox." in done.text
    assert case.world.fresh(post).state == "published"
    assert "put the decision right" in ana.page("/inbox").text


def test_the_author_reads_the_answer(case: Case, enter: Enter) -> None:
    post, appeal_id = case.appeal("decline")
    case.judge(case.jo, appeal_id, "upheld")

    page = enter(case.ana).page(f"/posts/{post.id}").text

    assert ANSWER in page
    assert "the decision stands" in page
    for name in ("Mira", "Jo"):
        assert name not in page


@pytest.mark.parametrize("kind", ["decision", "sanction"])
def test_who_decided_first_is_told_afterwards(case: Case, enter: Enter, kind: str) -> None:
    post = None
    if kind == "decision":
        post, appeal_id = case.appeal("decline")
    else:
        number = give(case.world, case.mira, case.ana, "silence")
        appeal_id = make_appeal(case.ana, About(sanction_id=number), HOW_I_SEE_IT, case.clock)
    jo = enter(case.jo)

    # Wherever else whoever looks again may look up what was decided.
    other = f"/posts/{post.id}/moderate" if post else f"/people/{case.ana.username}/speak-to"
    pages = [f"/appeals/{appeal_id}", "/appeals", other]
    if post:
        pages.append("/review/1")
    before = [jo.page(path).text for path in pages]
    own = enter(case.mira).page(other).text
    case.judge(case.jo, appeal_id)

    assert HOW_I_SEE_IT in before[0]
    assert all((WORDS if post else WHY) in before[at] for at in (0, 2))
    assert all("Mira" not in page for page in before)
    # Whoever it was may know.
    assert "Mira" in own
    for path in (f"/appeals/{appeal_id}", other):
        assert "Mira" in jo.page(path).text


def test_whoever_decided_first_finds_no_form(case: Case, enter: Enter) -> None:
    _, appeal_id = case.appeal("decline")
    mira = enter(case.mira)

    page = mira.page(f"/appeals/{appeal_id}")

    assert "Nobody judges their own decision" in page.text
    assert not page.find("main").find_all("form")
    sent = {"csrf_token": mira.token("/inbox"), "outcome": "upheld", "answer": ANSWER}
    assert mira.post(f"/appeals/{appeal_id}", data=sent).status_code == 403
    assert case.state(appeal_id) == "open"


def test_ones_own_appeal_is_not_among_those_of_staff(case: Case, enter: Enter) -> None:
    post = case.world.reply(case.jo, case.thread, "Nobody asked for your story.")
    decision_id = case.world.decide(
        case.mira, post, "decline", note=WORDS, rule=case.world.rule_id()
    )
    appeal_id = make_appeal(case.jo, About(decision_id=decision_id), HOW_I_SEE_IT, case.clock)
    jo = enter(case.jo)

    assert "Nothing waits" in jo.page("/appeals").text
    assert jo.get(f"/appeals/{appeal_id}").status_code == 404


def test_an_admin_stands_in_and_only_then_reads_the_post(case: Case, enter: Enter) -> None:
    post, appeal_id = case.appeal("decline")
    words, ada = case.world.revision(post).text, enter(case.ada)
    assert words not in ada.page(f"/appeals/{appeal_id}").text
    with db.engine.begin() as connection:
        connection.exec_driver_sql(
            f"DELETE FROM user_roles WHERE user_id = {case.jo.id} AND role = 'moderator'"
        )

    page = ada.page(f"/appeals/{appeal_id}")

    assert words in page.text
    assert "There is nobody else in the role that decided" in page.text
    told = enter(case.ana).page(f"/decisions/{db_decision(appeal_id)}/appeal").text
    assert "There is only one moderator here." in told


def db_decision(appeal_id: int) -> int:
    with db.engine.connect() as connection:
        row = connection.exec_driver_sql(f"SELECT decision_id FROM appeals WHERE id = {appeal_id}")
        return int(row.scalar_one())


def test_somebody_who_is_shut_out_appeals_at_the_door(
    app: Flask, case: Case, clock: FakeClock, client: CheckingClient, enter: Enter
) -> None:
    account = make_account(app, clock.now(), username="bea")
    number = give(case.world, case.mira, Actor(user_id=account.id, username="bea"), "suspend")
    client.submit("/sign-in", {"name": "bea", "password": PASSWORD})

    page = client.page("/standing")
    path = f"/sanctions/{number}/appeal"
    assert path in {link["href"] for link in page.find_all("a")}
    answer = client.submit(path, {"words": HOW_I_SEE_IT}, follow_redirects=True)

    assert HOW_I_SEE_IT in answer.text
    assert "Somebody was signed out for a while" in enter(case.jo).page("/appeals").text


@pytest.fixture
def bea(app: Flask, clock: FakeClock) -> Actor:
    """Somebody who can sign in with a password, and soon can't."""
    return Actor(user_id=make_account(app, clock.now(), username="bea").id, username="bea")


def stand_at_the_door(case: Case, client: CheckingClient, person: Actor) -> None:
    give(case.world, case.mira, person, "suspend")
    client.submit("/sign-in", {"name": person.username, "password": PASSWORD})


def test_who_is_shut_out_appeals_a_decision_on_a_post_at_the_door(
    case: Case, bea: Actor, client: CheckingClient, enter: Enter
) -> None:
    theirs = replace(case, ana=bea)
    post, decision_id = theirs.decided("decline")
    stand_at_the_door(case, client, bea)

    page = client.page("/standing")
    assert case.world.revision(post).text in page.text
    assert WORDS in page.text
    # The post itself does not open.
    assert client.get(f"/posts/{post.id}").status_code == 404
    path = f"/decisions/{decision_id}/appeal"
    assert path in {link["href"] for link in page.find_all("a")}
    asked = client.submit(path, {"words": HOW_I_SEE_IT}, follow_redirects=True)

    assert HOW_I_SEE_IT in asked.text
    assert "A post was not published" in enter(case.jo).page("/appeals").text
    case.judge(case.jo, 1)
    assert ANSWER in client.page("/standing").text


def test_at_the_door_nobody_finds_what_cannot_be_asked_any_more_nor_what_is_anothers(
    case: Case, bea: Actor, client: CheckingClient, clock: FakeClock
) -> None:
    theirs = replace(case, ana=bea)
    theirs.decided("decline")
    clock.advance(days=31)
    _, decision_id = case.decided("decline")
    stand_at_the_door(case, client, bea)

    page = client.page("/standing")

    assert "Your posts" not in page.text
    assert client.get(f"/decisions/{decision_id}/appeal").status_code == 404


def test_what_is_put_right_takes_no_place_at_the_door(
    case: Case, bea: Actor, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_posts, "MOST_POSTS", 1)
    theirs = replace(case, ana=bea)
    _, decision_id = theirs.decided("decline")
    post, _ = theirs.decided("hide")
    carry_out(case.world, case.mira, post, "restore")
    stand_at_the_door(case, client, bea)

    links = {link["href"] for link in client.page("/standing").find_all("a")}

    assert f"/decisions/{decision_id}/appeal" in links


def test_at_the_door_a_post_is_known_by_the_words_that_others_saw(
    case: Case, bea: Actor, client: CheckingClient
) -> None:
    theirs = replace(case, ana=bea)
    post = theirs.with_held_change()
    theirs.on_show(post, "remove")
    stand_at_the_door(case, client, bea)

    page = client.page("/standing").text

    assert KIND in page
    assert "Changed." not in page


def test_signed_in_one_finds_a_decision_at_its_post(case: Case, enter: Enter) -> None:
    case.decided("decline")

    assert "Your posts" not in enter(case.ana).page("/standing").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": ""}, "There is no message here yet."),
        (
            {"words": "x" * 2_001},
            "longer than a message can be (2,000). Nothing is lost: please shorten it.",
        ),
    ],
)
def test_an_appeal_without_words(
    case: Case, enter: Enter, fields: dict[str, str], said: str
) -> None:
    _, decision_id = case.decided("decline")

    answer = enter(case.ana).submit(f"/decisions/{decision_id}/appeal", fields)

    assert answer.status_code == 400
    assert said in answer.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"answer": ANSWER}, "Please choose one of the two."),
        ({"outcome": "upheld"}, "There is no answer here yet."),
    ],
)
def test_an_answer_that_lacks_something_keeps_its_words(
    case: Case, enter: Enter, fields: dict[str, str], said: str
) -> None:
    _, appeal_id = case.appeal("decline")

    path = f"/appeals/{appeal_id}"
    answer = enter(case.jo).submit(path, fields, form=path)

    assert answer.status_code == 400
    assert said in answer.text
    assert fields.get("answer", "") in answer.text
    assert case.state(appeal_id) == "open"


@pytest.mark.parametrize("outcome", ["open", "withdrawn", "expired", "overturned "])
def test_what_no_form_of_ours_sends(case: Case, enter: Enter, outcome: str) -> None:
    _, appeal_id = case.appeal("decline")
    jo = enter(case.jo)
    path = f"/appeals/{appeal_id}"
    sent = fill_in(choose_form(jo.page(path), path), {"answer": ANSWER})
    sent["outcome"] = outcome

    assert jo.post(f"/appeals/{appeal_id}", data=sent).status_code == 400
    assert case.state(appeal_id) == "open"


def test_words_come_back_when_the_matter_has_changed(case: Case, enter: Enter) -> None:
    post, decision_id = case.decided("hide")
    ana = enter(case.ana)
    path = f"/decisions/{decision_id}/appeal"
    sent = fill_in(choose_form(ana.page(path)), {"words": HOW_I_SEE_IT})
    case.world.decide(case.jo, case.world.fresh(post), "restore")

    answer = ana.post(path, data=sent)

    assert answer.status_code == 409
    assert f"\n{HOW_I_SEE_IT}</textarea>" in answer.text


def test_words_that_are_too_long_come_back_when_the_matter_has_changed(
    case: Case, enter: Enter
) -> None:
    post, decision_id = case.decided("hide")
    ana = enter(case.ana)
    path = f"/decisions/{decision_id}/appeal"
    sent = fill_in(choose_form(ana.page(path)), {"words": "x" * 2_001})
    case.world.decide(case.jo, case.world.fresh(post), "restore")

    answer = ana.post(path, data=sent)

    assert answer.status_code == 400
    assert f"\n{'x' * 2_001}</textarea>" in answer.text
    assert "There is nothing left to look at again" in answer.text


def test_a_device_keeps_the_words_of_each_request_by_themselves(case: Case, enter: Enter) -> None:
    paths = [f"/decisions/{case.decided('decline')[1]}/appeal" for _ in range(2)]
    ana = enter(case.ana)
    assert len({choose_form(ana.page(path), path)["data-key"] for path in paths}) == 2


def test_taking_an_appeal_back_says_before_that_it_is_for_good(case: Case, enter: Enter) -> None:
    post, appeal_id = case.appeal("decline")
    ana = enter(case.ana)
    where = f"/posts/{post.id}"
    assert "you can’t ask a second time" in ana.page(where).text

    path = f"/appeals/{appeal_id}/withdraw"
    for _ in range(2):
        done = ana.post(path, data={"csrf_token": ana.token(where)}, follow_redirects=True)
        assert "You took it back. Nobody looks again." in done.text

    after = ana.page(where).text
    assert "You asked for a second look, and took that back." in after
    assert "ask a second time" not in after


def test_asking_again_after_taking_it_back_keeps_the_words_and_says_what_is_so(
    case: Case, enter: Enter
) -> None:
    _, decision_id = case.decided("decline")
    ana = enter(case.ana)
    path = f"/decisions/{decision_id}/appeal"
    sent = fill_in(choose_form(ana.page(path)), {"words": "How I see it now."})
    appeal_id = make_appeal(case.ana, About(decision_id=decision_id), HOW_I_SEE_IT, case.clock)
    withdraw_appeal(case.ana, appeal_id, case.clock)

    answer = ana.post(path, data=sent)

    assert answer.status_code == 409
    assert "You asked for a second look at this before, and took that back." in answer.text
    assert "\nHow I see it now.</textarea>" in answer.text


@pytest.mark.parametrize("words", [ANSWER, "x" * 2_001])
def test_an_answer_comes_back_when_somebody_was_faster(
    case: Case, enter: Enter, words: str
) -> None:
    _, appeal_id = case.appeal("decline")
    jo = enter(case.jo)
    path = f"/appeals/{appeal_id}"
    sent = fill_in(choose_form(jo.page(path), path), {"outcome": "upheld", "answer": words})
    case.judge(case.world.person(Role.MODERATOR, name="Kim"), appeal_id)

    answer = jo.post(path, data=sent)

    assert answer.status_code == 409
    assert f"\n{words}</textarea>" in answer.text


def test_taken_back_through_the_page(case: Case, enter: Enter) -> None:
    post, appeal_id = case.appeal("decline")

    enter(case.ana).submit(f"/posts/{post.id}", form=f"/appeals/{appeal_id}/withdraw")

    assert case.state(appeal_id) == "withdrawn"


def test_the_text_of_a_post_that_its_author_took_back_is_nobodys(case: Case, enter: Enter) -> None:
    post, appeal_id = case.appeal("hide")
    commands.withdraw(case.ana, post.id, case.clock)
    text = case.world.revision(post).text

    page = enter(case.jo).page(f"/appeals/{appeal_id}")

    assert text not in page.find(id="decided").parent.text  # type: ignore[union-attr]
    assert "There is nothing left to decide" in page.text


def test_while_the_post_is_hidden_a_judge_reads_why_a_change_waits(
    case: Case, enter: Enter
) -> None:
    post, appeal_id = case.appeal("edit decline")
    carry_out(case.world, case.mira, post, "hide")
    jo = enter(case.jo)

    page = jo.page(f"/appeals/{appeal_id}")

    assert "This waits until somebody has decided on the post" in page.text
    assert "There is nothing left to decide" not in page.text
    # Nobody is served again and again what they can't answer.
    left = jo.submit(f"/appeals/{appeal_id}", {"step": "skip", "note": WORDS}, form="passing")
    assert left.status_code == 303


SIGN_IN, NO, YES, GONE = 302, 403, 200, 404
WHO = ("visitor", "newcomer", "member", "mentor", "moderator", "admin")
PAGES = {
    "/appeals": (SIGN_IN, NO, NO, NO, YES, YES),
    "/appeals/{appeal}": (SIGN_IN, NO, NO, NO, YES, YES),
    "/appeals/4711": (SIGN_IN, NO, NO, NO, GONE, GONE),
    "/decisions/{decision}/appeal": (SIGN_IN, GONE, GONE, GONE, NO, NO),
    "/decisions/4711/appeal": (SIGN_IN, GONE, GONE, GONE, GONE, GONE),
    "/sanctions/4711/appeal": (SIGN_IN, GONE, GONE, GONE, GONE, GONE),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for(case: Case, enter: Enter, client: CheckingClient, page: str) -> None:
    _, appeal_id = case.appeal("decline")
    path = page.format(appeal=appeal_id, decision=db_decision(appeal_id))
    got = {}
    for who, person in everyone(case.world).items():
        browser = enter(person) if person.is_signed_in else client
        got[who] = browser.get(path).status_code

    assert got == dict(zip(WHO, PAGES[page], strict=True))


def test_the_list_asks_as_much_for_many_as_for_one(case: Case, enter: Enter) -> None:
    jo, counts = enter(case.jo), []
    for _ in range(2):
        for _ in range(2):
            case.appeal("remove")
        with statements(db.engine) as seen:
            jo.page("/appeals")
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_a_post_page_asks_as_much_for_many_decisions_as_for_few(
    case: Case, enter: Enter, world: World
) -> None:
    post: Post = case.decided("hide")[0]
    ana, counts = enter(case.ana), []
    for _ in range(2):
        with statements(db.engine) as seen:
            ana.page(f"/posts/{post.id}")
        counts.append(len(seen))
        for action in ("restore", "hide"):
            world.decide(
                case.mira,
                world.fresh(post),
                action,
                note=WORDS if action == "hide" else "",
                rule=world.rule_id() if action == "hide" else None,
            )

    assert counts[0] == counts[1]
