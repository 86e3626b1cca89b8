"""The worker: reads waiting posts with the screener, sends mail, keeps house.

It is the only process that loads the model. It may be killed at any moment: what it had not finished is still due.
"""

from __future__ import annotations

import os
import platform
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from flask import Flask
from sqlalchemy.exc import OperationalError

from forum.accounts.housekeeping import forget_begun_sign_ins
from forum.accounts.resets import send_due_resets
from forum.appeals.expiring import expire_moot_appeals
from forum.backups.making import back_up_if_due
from forum.calibration.commands import make_due_report
from forum.calibration.rereading import Load, reread_due
from forum.calibration.running import run_due_backtests
from forum.conversations.submission import ReadsTexts, due_revisions, screen_revision
from forum.database import db, transaction
from forum.errors import came_through
from forum.exposure.ledger import forget_old_exposures
from forum.forecasts.running import run_due_forecasts
from forum.heartbeat import BEAT_SECONDS, beat, forget_old_beats
from forum.in_hand import InHand
from forum.keeping.applying import keep_house_if_due
from forum.keeping.doubt import Doubt
from forum.keeping.queries import last_sweep
from forum.leaving.erasing import erase_those_who_left
from forum.moderation.undo.leaving import let_out_due
from forum.notifications.mailing import send_due_notifications
from forum.own_words.queries import words_in_force
from forum.screened_fields.screening import due_fields, screen_field
from forum.screening import Submission, ThresholdSet, Verdict, bundled_sets
from forum.screening.checks.wordlist import WordList
from forum.stuck import exit_if_stuck
from forum.thresholds.commands import take_bundled
from forum.thresholds.queries import in_force
from forum.welcome.calling import run_due_steps
from forum.welcome.caretaking import end_welcomes, look_after_mentors
from forum.welcome.graduation import graduate_by_time
from forum.wiring import services, settings

log = structlog.get_logger(__name__)


class Worker:
    """Does what is due. Safe to call at any time, in any number of processes.

    Args:
        app: the forum.
        screener: reads a text and says publish or hold. None while its model can't be loaded: posts wait then,
            and everything else goes on.
        model: what the heartbeat says is loaded; empty while nothing is.
        load_other: the screener with the model that is tried on decided posts; None where there is none.
        doubt: whether the clock may be wrong, so that nothing is forgotten yet.
    """

    def __init__(
        self,
        app: Flask,
        screener: ReadsTexts | None = None,
        model: str = "",
        load_other: Load | None = None,
        doubt: Doubt | None = None,
    ) -> None:
        self._app = app
        self._screener = screener
        self._model = model
        self._load_other = load_other
        self._doubt = doubt or Doubt()
        self._words: tuple[WordList, ...] = ()
        self._backing_up: threading.Thread | None = None
        # Two threads would both make the row that is not there yet.
        self._beating = threading.Lock()
        self._text_in_hand = InHand()
        self._deadline = settings(app).screening_deadline_seconds
        self._name = f"worker-{platform.node()[:20]}-{os.getpid()}"

    def take_screener(self, screener: ReadsTexts, model: str) -> None:
        """Have a screener from now on."""
        self._screener, self._model, self._words = screener, model, ()

    def read_now(self, submission: Submission) -> Verdict | None:
        """What the screener says of words that nobody has sent; None while there is no screener. Keeps nothing."""
        screener = self._screener
        if screener is None:
            return None
        with exit_if_stuck(self._deadline):
            return screener.screen(submission)

    def screen_due(self) -> None:
        """Read every text that waits, oldest first. One failure does not stop the others."""
        screener = self._screener
        if screener is None:
            return
        with self._app.app_context():
            sets = in_force()
            screener = self._with_words(self._with_limits(screener, sets.live))
            # A name stands beside what its owner writes, so it comes first.
            for field_id in due_fields():
                with self._one_text(field_id=field_id):
                    screen_field(screener, field_id, services().clock)
            for revision_id in due_revisions():
                with self._one_text(revision_id=revision_id):
                    screen_revision(screener, revision_id, services().clock, sets.shadow)

    @contextmanager
    def _one_text(self, **which: int) -> Iterator[None]:
        try:
            with self._text_in_hand.taken(), exit_if_stuck(self._deadline):
                yield
        except Exception as error:  # noqa: BLE001  # one text harms no other
            db.session.rollback()
            log.error(  # noqa: TRY400  # its words stay out of the log
                "screening_failed",
                kind=type(error).__name__,
                came_through=came_through(error),
                **which,
            )

    def finish_text(self, seconds: float) -> None:
        """Wait until the text in hand is read, at most so long. This worker begins no other: it has to end now.

        What it left half read would wait until nobody can be reading it any more.
        """
        self._text_in_hand.finish(seconds)

    def _with_limits(self, screener: ReadsTexts, live: ThresholdSet | None) -> ReadsTexts:
        """The screener with the limits that are live now; the desk asks the same one from now on."""
        if live is not None and live != screener.thresholds:
            screener = self._screener = screener.with_thresholds(live)
        return screener

    def _with_words(self, screener: ReadsTexts) -> ReadsTexts:
        """The screener with the community's own words as they are now."""
        words = words_in_force()
        if words != self._words:
            screener = self._screener = screener.with_own_words(words)
            self._words = words
        return screener

    def take_bundled_limits(self, *, for_detoxify: bool = False) -> None:
        """Take in the threshold sets that come with the project for this kind of model, where they are not known."""
        with self._app.app_context():
            take_bundled(bundled_sets(for_detoxify=for_detoxify), services().clock)

    def mail_due(self) -> None:
        """Send every mail that is due; whoever waits for the screener gets their turn in between."""
        with self._app.app_context():
            send_due_resets(services(), settings(), in_between=self.screen_due)
            send_due_notifications(services(), settings(), in_between=self.screen_due)

    def let_out_due(self) -> None:
        """Tell whoever is concerned of the decisions that can't be undone any more."""
        with self._app.app_context():
            let_out_due(services().clock)

    def sweep(self) -> None:
        """All that is due, and the housekeeping. One duty that fails stops no other."""
        for duty in (
            self.screen_due,
            # Before anybody is called: an answer may be among it.
            self.let_out_due,
            self._call,
            self._erase_those_who_left,
            self.mail_due,
            self._graduate,
            self._close_appeals,
            self.backtest_due,
            self.forecast_due,
            self._report,
            self._forget,
            self._keep_house,
            self._back_up,
        ):
            try:
                duty()
            except OperationalError as error:
                # The database is away, locked or full: a traceback for each duty would hide that.
                log.error("duty_failed", duty=duty.__name__, reason=str(error.orig))  # noqa: TRY400
            except Exception:
                log.exception("duty_failed", duty=duty.__name__)

    def _call(self) -> None:
        with self._app.app_context():
            run_due_steps(services().clock)
            end_welcomes(services().clock)
            look_after_mentors(services().clock)

    def _may_forget(self) -> bool:
        return not self._doubt.is_there(last_sweep(), services().clock.now())

    def _erase_those_who_left(self) -> None:
        with self._app.app_context():
            if self._may_forget():
                erase_those_who_left(services().clock, settings().secret_key)

    def _graduate(self) -> None:
        with self._app.app_context():
            graduate_by_time(services().clock)

    def _close_appeals(self) -> None:
        with self._app.app_context():
            expire_moot_appeals(services().clock)

    def backtest_due(self) -> None:
        """Do every back-test that was asked for, and have posts read again by another model.

        Whoever waits for the screener gets their turn in between.
        """
        with self._app.app_context():
            run_due_backtests(services().clock, in_between=self.screen_due)
            if self._load_other is not None:
                reread_due(services().clock, self._load_other, in_between=self.screen_due)

    def forecast_due(self) -> None:
        """Make every forecast that was asked for; whoever waits for the screener gets their turn in between."""
        with self._app.app_context():
            run_due_forecasts(services().clock, in_between=self.screen_due)

    def _report(self) -> None:
        with self._app.app_context():
            make_due_report(services().clock)

    def _forget(self) -> None:
        with self._app.app_context():
            now = services().clock.now()
            forget_begun_sign_ins(now)
            with transaction() as session:
                forget_old_beats(session, now)
                forget_old_exposures(session, now)

    def _keep_house(self) -> None:
        with self._app.app_context():
            if self._may_forget():
                keep_house_if_due(services().clock, settings().mail_dir)

    def _back_up(self) -> None:
        """The daily backup, beside everything else: a large one takes its time, and nobody waits for it."""
        if self._backing_up is not None and self._backing_up.is_alive():
            return
        self._backing_up = threading.Thread(
            target=back_up_if_due,
            args=(settings(self._app), services(self._app).clock),
            daemon=True,
        )
        self._backing_up.start()

    def wait_for_backup(self) -> None:
        """Until the one that was begun is done, if there is any."""
        if self._backing_up is not None:
            self._backing_up.join()

    def beat(self) -> None:
        """Leave a sign of life."""
        with self._app.app_context(), transaction() as session:
            beat(session, self._name, self._model, services().clock.now())

    def show_life(self) -> None:
        """Leave a sign of life where the database allows it."""
        with self._beating:
            try:
                self.beat()
            except OperationalError as error:
                # Somebody writes for longer than others may wait, as when an example community is loaded. The next sign
                # of life comes soon.
                log.warning("heartbeat_missed", reason=str(error.orig))
            except Exception:
                log.exception("heartbeat_failed")

    def beat_forever(self, stop: threading.Event) -> None:
        """Leave a sign of life every few seconds until told to stop."""
        while not stop.is_set():
            self.show_life()
            stop.wait(BEAT_SECONDS)
