"""Taking a copy of one's own data: all that is one's own, nothing that is somebody else's."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User
from forum.accounts.profile import ProfileWords, save_profile
from forum.audit.models import AuditEntry
from forum.conversations import commands
from forum.conversations.models import Post, Thread
from forum.database import db, transaction
from forum.keeping.applying import keep_house
from forum.moderation.models import ReviewItem
from forum.moderation.options import ModeratorAction
from forum.moderation.report_commands import Concern, report_post
from forum.moderation.reporting import ReportReason
from forum.moderation.step_models import StaffNote
from forum.notifications.models import Notification, NotificationKind
from forum.own_data.copying import EVERYTHING
from forum.own_data.sections import SECTIONS
from forum.privately.deciding import PrivateRuling, decide_on_private
from tests.factories import World, sign_in
from tests.integration.privately.talking import two
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock
from tests.web.own_data.copies import HELD_WORDS, PAGE, everything, readable, taken


def take_down(world: World, thread: Thread, fate: str) -> None:
    """The post that opens a thread goes out of sight: a moderator's decision, or its author takes it back."""
    opening = db.session.query(Post).filter_by(thread_id=thread.id, is_opening=True).one()
    if fate == "withdraw":
        author = Actor(user_id=opening.author_id)
        commands.withdraw(author, opening.id, world.clock)
        return
    rule_id, moderator = world.rule_id(), world.person(Role.MODERATOR)
    world.decide(moderator, opening, fate, note="It tells something private.", rule=rule_id)


def test_it_holds_every_section_even_an_empty_one(client: CheckingClient) -> None:
    found = everything(client)
    assert set(found) == {"made_at", *(section.key for section in SECTIONS)}
    assert found["drafts"] == []


def test_every_word_of_ones_own_is_in_it_whoever_may_see_it(client: CheckingClient) -> None:
    found = everything(client)
    assert [post["text"] for post in found["posts"]] == [
        "Hello, I keep <bees> & a cat.",
        HELD_WORDS,
    ]
    assert [post["state"] for post in found["posts"]] == ["published", "held"]
    assert found["account"][0]["display_name"] == "Nia"
    assert len(found["screened"]) == 2


def test_what_was_emptied_is_in_it_while_it_is_kept(
    client: CheckingClient, world: World, nia: Actor
) -> None:
    for biography in ("I keep bees.", ""):
        save_profile(nia, ProfileWords(display_name="Nia", biography=biography), world.clock)
        world.screen()
    [kept] = everything(client)["names_and_words"]
    assert (kept["text"], kept["cleared_at"]) == ("I keep bees.", world.clock.now().isoformat())


def test_every_machine_can_read_the_words(client: CheckingClient) -> None:
    page = readable(client)
    assert "Hello, I keep <bees> & a cat." in page
    assert "nobody but you and the team has seen it" in page
    assert "DRAFTS\n\nThere are none." in page


def test_the_words_on_show_are_there_to_read_and_so_is_a_newer_version_that_is_not(
    app: Flask, client: CheckingClient, world: World, nia: Actor, clock: FakeClock
) -> None:
    post = world.reply(nia, world.thread(world.person()), "What stands there for everybody.")
    new = commands.NewVersion(text=HELD_WORDS, title=None, based_on=1)
    commands.revise(nia, post.id, new, clock)
    world.screen()
    moderator = world.person(Role.MODERATOR)
    world.decide(moderator, world.fresh(post), "decline", note="No.", rule=world.rule_id())
    note = "(a newer version, written 4 May 2026, 12:00 UTC; it is not on show)"
    assert f"What stands there for everybody.\n\n{note}\n\n{HELD_WORDS}\n" in readable(client)

    clock.advance(days=181)
    keep_house(clock, Path("/nowhere"))
    page = readable(sign_in(app, client, nia))
    assert "What stands there for everybody." in page
    assert "a newer version" not in page


def test_what_others_say_of_a_person_among_themselves_is_not_in_it(
    client: CheckingClient, world: World, nia: Actor
) -> None:
    reporter = world.person(name="Reporter Rosa")
    post = world.reply(nia, world.thread(world.person(name="Otto")), "Something else.")
    concern = Concern(reason=ReportReason.UNKIND, words="She is always like this.")
    report_post(reporter, post.id, concern, world.clock)
    moderator = world.person(Role.MODERATOR, name="Ria")
    with transaction() as session:
        session.add(
            StaffNote(
                person_id=nia.id, by_id=moderator.id, words="Be gentle.", at=world.clock.now()
            )
        )
    assert db.session.query(ReviewItem).filter_by(post_id=post.id).count() == 1
    with taken(client) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist()).decode()
    for words in ("Rosa", "always like this", "Be gentle", "Ria", "Otto"):
        assert words not in whole
    with transaction() as session:
        assert session.get_one(User, reporter.id).email not in whole


def test_nothing_of_it_is_anybody_elses(
    app: Flask, world: World, nia: Actor, new_client: Callable[[], CheckingClient]
) -> None:
    other = world.person(name="Kim")
    world.reply(other, world.thread(world.person()), "Kim's own words.")
    found = everything(sign_in(app, new_client(), other))
    assert [post["text"] for post in found["posts"]] == ["Kim's own words."]
    assert HELD_WORDS not in json.dumps(found)


def test_private_words_that_were_taken_down_stay_their_authors(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    pair = two(world)
    pair.say(pair.mo, "Kind words.")
    moderator, rule_id = world.person(Role.MODERATOR), world.rule_id()
    gone = pair.say(pair.mo, "Words that were taken down.")
    item = pair.report(pair.nia, gone)
    ruling = PrivateRuling(action=ModeratorAction.REMOVE, rule_id=rule_id, note="Not here.")
    decide_on_private(moderator, item.id, ruling, world.clock)
    told = everything(sign_in(app, new_client(), pair.nia))["private_conversations"]
    assert [(said["from"], said["text"]) for said in told] == [("Mo", "Kind words."), ("Mo", "")]
    own = everything(sign_in(app, new_client(), pair.mo))["private_conversations"]
    assert own[1]["text"] == "Words that were taken down."


@pytest.mark.parametrize("fate", ["hide", "remove", "withdraw"])
def test_the_title_of_a_thread_that_was_taken_down_is_not_in_it(
    client: CheckingClient, world: World, nia: Actor, fate: str
) -> None:
    otto = world.person(name="Otto")
    thread = world.thread(otto, title="Erika lives at Lindenweg 7")
    world.reply(nia, thread, "Please take her address out.")
    take_down(world, thread, fate)
    with taken(client) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist()).decode()
        posts = json.loads(archive.read(EVERYTHING))["posts"]
    assert "Lindenweg" not in whole
    assert [post["thread"] for post in posts] == ["A thread", "A thread", ""]
    heading = "An answer in a conversation that is not on show\n(Hello, written "
    assert whole.count(heading) == 1


def test_a_moderators_copy_does_not_tell_it_either(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    moderator = world.person(Role.MODERATOR)
    thread = world.thread(world.person(), title="Erika lives at Lindenweg 7")
    world.reply(moderator, thread, "I take care of it.")
    take_down(world, thread, "remove")
    [answer] = everything(sign_in(app, new_client(), moderator))["posts"]
    assert (answer["thread"], answer["text"]) == ("", "I take care of it.")


@pytest.mark.parametrize("fate", ["hide", "remove", "withdraw"])
def test_ones_own_thread_keeps_its_title_whatever_became_of_it(
    client: CheckingClient, world: World, nia: Actor, fate: str
) -> None:
    thread = world.thread(nia, title="Hello from the bees")
    world.reply(nia, thread, "One more thing.")
    take_down(world, thread, fate)
    found = everything(client)["posts"]
    assert [post["thread"] for post in found[-2:]] == ["Hello from the bees"] * 2
    page = readable(client)
    assert page.count("Hello from the bees\n(") == 2
    assert "An answer in a conversation" not in page


def test_the_password_is_asked_for_when_it_was_typed_long_ago(
    client: CheckingClient, clock: FakeClock
) -> None:
    clock.advance(minutes=20)
    response = client.submit(PAGE, {}, button="Make a copy and save it")
    assert response.status_code == 303
    assert response.location == f"/confirm-it-is-you?next={PAGE}"


def test_its_owner_is_told_that_it_was_taken(client: CheckingClient, nia: Actor) -> None:
    taken(client)
    [told] = db.session.query(Notification).filter_by(kind=NotificationKind.OWN_DATA_TAKEN)
    assert told.user_id == nia.id
    assert told.mail_due_at is not None
    assert db.session.query(AuditEntry).filter_by(action="person.own_data").count() == 1


def test_looking_at_the_page_takes_nothing(client: CheckingClient) -> None:
    assert client.get(PAGE).status_code == 200
    assert db.session.query(AuditEntry).filter_by(action="person.own_data").count() == 0


def test_visitors_sign_in_first(app: Flask, new_client: Callable[[], CheckingClient]) -> None:
    assert new_client().get(PAGE).status_code == 302
