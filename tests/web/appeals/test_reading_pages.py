"""Whoever looks again reads as on any item: what may be hard is covered first, it counts, and the keys work."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forum.accounts.models import Role
from forum.appeals.commands import About, make_appeal
from forum.database import db
from forum.exposure.models import Exposure
from forum.moderation.models import ReviewItem
from forum.moderation.text_models import TextDecision
from tests.factories import UNKIND
from tests.integration.appeals.conftest import ANSWER, HOW_I_SEE_IT, Case, case
from tests.integration.moderation.deciding import WORDS, carry_out
from tests.integration.screened_fields.conftest import Names, names
from tests.support.client import CheckingClient, choose_form
from tests.web.appeals.test_pages import Enter, enter

__all__ = ["case", "enter", "names"]
DARK = "Dark words."


@pytest.fixture
def severe(case: Case, monkeypatch: pytest.MonkeyPatch) -> str:
    """Ana asks for a second look at something that the screener found very hurtful. Its page."""
    before, scores = case.world.screener.screen, {"severe_toxicity": 0.95}
    monkeypatch.setattr(
        case.world.screener, "screen", lambda sent: replace(before(sent), scores=scores)
    )
    post = case.world.reply(case.ana, case.thread, DARK)
    return f"/appeals/{case.ask(carry_out(case.world, case.mira, post, 'remove'))}"


def test_what_may_be_hard_is_not_on_the_page_until_asked_for(
    case: Case, enter: Enter, severe: str
) -> None:
    jo = enter(case.jo)
    page = jo.get(severe).text
    assert DARK not in page
    assert "This may be hard to read." in page
    assert HOW_I_SEE_IT in page
    assert "You answer when you have read it" in page
    assert shortcuts(jo, severe) == {"o": "", "s": "note", "/": "", "?": ""}

    answer = jo.submit(severe, form=f"{severe}/uncover")

    assert answer.location == f"{severe}#in-question"
    shown = jo.page(severe)
    assert DARK in shown.text
    assert shown.find(id="in-question")["tabindex"] == "-1"
    assert "Send the answer" in shown.text
    assert [one.step for one in exposures(case)] == ["opened", "revealed"]
    assert all(one.is_severe and one.points > 0 for one in exposures(case))
    # Others are asked themselves, and the next day asks anew.
    assert DARK not in enter(case.mira).get(severe).text
    case.clock.advance(days=1)
    assert DARK not in enter(case.jo).get(severe).text


def exposures(case: Case) -> list[Exposure]:
    db.session.rollback()
    found = db.session.query(Exposure).filter_by(moderator_id=case.jo.id).order_by(Exposure.id)
    return found.all()


def test_when_it_is_answered_it_is_covered_as_before(case: Case, enter: Enter, severe: str) -> None:
    case.judge(case.jo, int(severe.rsplit("/", 1)[-1]), "upheld")
    mira = enter(case.mira)
    assert DARK not in mira.get(severe).text

    mira.submit(severe, form=f"{severe}/uncover")

    assert DARK in mira.get(severe).text
    # Whoever decides has read it, whatever the page could say.
    assert [one.step for one in exposures(case)] == ["opened"]


def test_only_who_may_read_it_asks_to(case: Case, enter: Enter, severe: str) -> None:
    for who, status in ((case.ana, 403), (case.ada, 404)):
        browser = enter(who)
        sent = {"csrf_token": browser.token("/inbox")}
        assert browser.post(f"{severe}/uncover", data=sent).status_code == status
    # The form of an item is not the way either.
    number = db.session.query(ReviewItem.id).filter(ReviewItem.appeal_id.is_not(None)).scalar()
    jo = enter(case.jo)
    sent = {"csrf_token": jo.token("/inbox")}
    assert jo.post(f"/review/{number}/uncover", data=sent).status_code == 404


def test_an_answer_that_was_typed_is_there_though_the_words_are_covered_again(
    case: Case, enter: Enter, severe: str
) -> None:
    jo = enter(case.jo)
    jo.submit(severe, form=f"{severe}/uncover")
    form = choose_form(jo.page(severe), severe)
    sent = {field["name"]: field["value"] for field in form.find_all("input", type="hidden")}
    case.clock.advance(hours=12)

    answer = enter(case.jo).post(severe, data={**sent, "answer": ANSWER})

    assert answer.status_code in {400, 403}
    assert ANSWER in answer.text


@pytest.fixture
def declined(names: Names, monkeypatch: pytest.MonkeyPatch) -> int:
    """What Ana says of herself, very hurtful by its scores, was declined. The decision's number."""
    before, scores = names.world.screener.screen, {"severe_toxicity": 0.95}
    monkeypatch.setattr(
        names.world.screener, "screen", lambda sent: replace(before(sent), scores=scores)
    )
    names.say(f"{DARK} {UNKIND}")
    names.world.screen()
    names.decide("decline", note=WORDS)
    names.world.let_out()
    return db.session.query(TextDecision.id).scalar()  # type: ignore[no-any-return]


def test_what_somebody_says_of_themselves_is_covered_as_when_it_was_declined(
    names: Names, enter: Enter, declined: int
) -> None:
    about = About(text_decision_id=declined)
    path = f"/appeals/{make_appeal(names.ana, about, HOW_I_SEE_IT, names.world.clock)}"
    jo = enter(names.world.person(Role.MODERATOR, name="Jo"))
    assert DARK not in jo.get(path).text

    jo.submit(path, form=f"{path}/uncover")

    assert DARK in jo.get(path).text


def test_so_it_is_where_it_is_put_right_unasked(names: Names, enter: Enter, declined: int) -> None:
    path = f"/text-decisions/{declined}/reverse"
    jo = enter(names.world.person(Role.MODERATOR, name="Jo"))
    page = jo.page(path)
    assert DARK not in page.text
    assert not page.find_all("textarea")
    # A form that was sent all the same comes back as it was typed, and shows nothing more.
    sent = {"csrf_token": jo.token("/inbox"), "note": ""}
    assert DARK not in jo.post(path, data=sent).text

    answer = jo.submit(path, form=f"{path}/uncover")

    assert answer.location == f"{path}#in-question"
    assert DARK in jo.get(path).text
    assert jo.post(f"{path}/uncover", data=sent).status_code == 404
    jo.submit(path, {"note": "You were quoting."})
    names.world.let_out()
    assert names.shown().biography.startswith(DARK)


def test_a_light_one_is_not_covered(case: Case, enter: Enter) -> None:
    post, appeal_id = case.appeal("decline")

    page = enter(case.jo).get(f"/appeals/{appeal_id}").text

    assert case.world.revision(post).text in page
    assert "This may be hard to read." not in page


def test_the_keys_are_those_of_any_item_and_are_off_by_the_same_setting(
    case: Case, enter: Enter
) -> None:
    first, path = (f"/appeals/{case.appeal('decline')[1]}" for _ in range(2))
    jo = enter(case.jo)

    answers = {"a": "answer", "d": "answer", "s": "note"}
    assert shortcuts(jo, first) == answers | {"j": "", "/": "", "?": ""}
    assert shortcuts(jo, path) == answers | {"k": "", "/": "", "?": ""}
    page = jo.page(path)
    assert page.find("dialog", id="keys").text
    radios = page.find_all("input", type="radio", name="outcome")
    assert [one.attributes.get("aria-keyshortcuts") for one in radios] == ["d", "a"]

    jo.submit("/review/reading", {"keys_on": False})

    assert shortcuts(jo, path) == {}
    assert "Go to the next one" not in jo.get(path).text


def shortcuts(browser: CheckingClient, path: str) -> dict[str, str]:
    """Each key on a page, and the field in which it goes on."""
    carriers = [one for one in browser.page(path).elements if one.has("data-shortcut")]
    return {one["data-shortcut"]: one.attributes.get("data-then", "") for one in carriers}


def test_what_was_decided_a_moment_ago_can_be_undone_from_here(case: Case, enter: Enter) -> None:
    _, appeal_id = case.appeal("decline")
    post = case.world.reply(case.ana, case.thread)
    jo = enter(case.jo)
    moderate = f"/posts/{post.id}/moderate"
    jo.submit(
        moderate,
        {"action": "hide", "rule": str(case.world.rule_id()), "note": "Wait a moment."},
        form=moderate,
    )

    page = jo.page(f"/appeals/{appeal_id}")

    assert "Nobody has been told yet." in page.text
    assert page.find(data_shortcut="z").tag == "button"


def test_whoever_has_read_enough_for_today_is_not_given_another(
    case: Case, enter: Enter, severe: str
) -> None:
    with db.engine.begin() as connection:
        person = case.jo.id
        day = case.clock.now().date()
        connection.exec_driver_sql(
            "INSERT INTO exposures (moderator_id, day, at, step, person_id, points, is_severe) "
            f"VALUES ({person}, '{day}', '{case.clock.now()}', 'opened', {person}, 500, false)"
        )

    assert "That is enough for today" in enter(case.jo).get(severe).text


def test_whoever_would_rather_not_answer_leaves_it_to_somebody_else(
    case: Case, enter: Enter
) -> None:
    _, appeal_id = case.appeal("decline")
    path, jo = f"/appeals/{appeal_id}", enter(case.jo)
    assert jo.submit(path, {}, form="passing").status_code == 400
    left = jo.submit(path, {"note": "I know Ana too well."}, form="passing", follow_redirects=True)
    assert left.request.path == "/review"

    kim = enter(case.world.person(Role.MODERATOR, name="Kim")).page(path).text

    assert "I know Ana too well." in kim
    assert "Send the answer" in kim
    ada = enter(case.ada)
    sent = {"csrf_token": ada.token("/inbox"), "step": "skip", "note": "Not me."}
    assert ada.post(f"{path}/step", data=sent).status_code == 403
