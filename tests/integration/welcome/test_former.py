"""Who has been a mentor sees what they kept in that time, and takes it away; nobody else does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forum.accounts.actor import VISITOR, Actor
from forum.accounts.models import Role
from forum.errors import NotAllowedError, NotFoundError
from forum.welcome.desk_commands import add_note, remove_note
from forum.welcome.former import keeps_from_mentoring, kept_as_mentor
from forum.welcome.mentees import mentee_page
from forum.welcome.mentor_commands import stop_mentoring
from forum.welcome.openers import drop_opener, keep_opener
from tests.factories import World


@pytest.fixture
def ana(world: World) -> Actor:
    return world.newcomer("Ana")


@pytest.fixture
def mo(world: World, ana: Actor) -> Actor:
    """A mentor who has noted something and stopped."""
    mo = world.person(Role.MENTOR, name="Mo")
    world.person(Role.MENTOR, name="Jo")
    world.reply(ana, world.thread(world.person(), welcome=True))
    add_note(mo, ana.id, "Likes bread.", world.clock)
    keep_opener(mo, "A welcome", "How good that you are here.", world.clock)
    assert not keeps_from_mentoring(mo), "it is on their desk"
    stop_mentoring(mo, world.clock)
    return replace(mo, roles=frozenset())


def test_a_note_and_a_saved_reply_can_be_read_and_taken_away(mo: Actor) -> None:
    kept = kept_as_mentor(mo)
    assert [(note.text, note.newcomer.display_name) for note in kept.notes] == [
        ("Likes bread.", "Ana")
    ]
    assert [opener.title for opener in kept.openers] == ["A welcome"]
    assert keeps_from_mentoring(mo)
    assert remove_note(mo, kept.notes[0].id) is None
    assert keeps_from_mentoring(mo), "the saved reply is still there"
    drop_opener(mo, kept.openers[0].id)
    assert not keeps_from_mentoring(mo)


def test_the_note_stays_for_the_mentors_of_today_until_then(
    world: World, mo: Actor, ana: Actor
) -> None:
    mentor = world.person(Role.MENTOR)
    assert [note.text for note in mentee_page(mentor, ana.id).notes] == ["Likes bread."]
    remove_note(mo, kept_as_mentor(mo).notes[0].id)
    assert mentee_page(mentor, ana.id).notes == []


def test_nobody_sees_or_takes_away_what_another_kept(world: World, mo: Actor, ana: Actor) -> None:
    kept = kept_as_mentor(mo)
    for person in (ana, world.person(), world.person(Role.MENTOR)):
        assert not keeps_from_mentoring(person)
        assert kept_as_mentor(person).notes == []
        with pytest.raises(NotFoundError):
            remove_note(person, kept.notes[0].id)
        with pytest.raises(NotFoundError):
            drop_opener(person, kept.openers[0].id)
    with pytest.raises(NotAllowedError):
        remove_note(VISITOR, kept.notes[0].id)
    with pytest.raises(NotAllowedError):
        drop_opener(VISITOR, kept.openers[0].id)
