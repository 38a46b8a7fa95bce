"""The worker: what it does each round, what it survives, and when it ends."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError

from entregent.cli import work
from entregent.cli.main import main
from entregent.cli.work import Worker, sweep
from entregent.core import clock
from entregent.core.models import Beat, Submission
from entregent.core.queries import silence
from entregent.notices.models import Notice
from entregent.notices.transports import NotNow
from entregent.notices.writing import Mail
from entregent.people.backends import SessionStore
from entregent.people.models import Session
from tests.cast import DAY, NOW, a_circle, a_date, a_past_date, somebody
from tests.notices.post import LetterBox

pytestmark = pytest.mark.django_db


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


@pytest.fixture(autouse=True)
def connection_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's own transaction would be closed with it."""
    monkeypatch.setattr(work, "close_old_connections", lambda: None)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The worker's clock, standing still a day after the tests' own."""
    moment = NOW + DAY
    monkeypatch.setattr(work, "now", at(moment))
    return moment


def stop_after(worker: Worker, rounds: int, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let it run that many rounds without waiting; answers the pauses it would have made."""
    pauses: list[float] = []

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        if len(pauses) > rounds:
            worker.stop()
        return False

    monkeypatch.setattr(worker._stopping, "wait", wait)
    return pauses


def test_once_sweeps_then_sends_what_is_due_and_ends(later: datetime) -> None:
    person = somebody("Anne", "anne@example.org")
    circle = a_circle(person)
    a_past_date(circle, person, days=2, now=later)
    Notice.objects.all().delete()
    box = LetterBox()
    assert Worker(box).once() == 0
    assert [mail.subject for mail in box.mails] == []
    a_date(circle, person, now=NOW)
    assert Worker(box).once() == 0
    assert [mail.to for mail in box.mails] == ["anne@example.org"]


def test_once_ends_though_a_mail_cannot_leave(later: datetime) -> None:
    person = somebody("Anne", "anne@example.org")
    a_date(a_circle(person), person)
    assert Worker(LetterBox({"anne@example.org": NotNow("451")})).once() == 0
    assert Notice.objects.get().due_at > later


def test_the_command_runs_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["work", "--once"]) == 0


def test_it_gives_signs_of_life(later: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker(LetterBox())
    stop_after(worker, 1, monkeypatch)
    worker.work()
    assert (silence("worker", later), silence("scheduler", later)) == ("", "")
    assert Beat.objects.get(name="worker").detail == {"pid": os.getpid()}
    assert Beat.objects.get(name="scheduler").detail == {"failed": []}


def test_it_beats_every_ten_seconds_and_sweeps_every_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds, beats, sweeps = [0.0], [], []
    monkeypatch.setattr("entregent.cli.work.time.monotonic", lambda: seconds[0])
    monkeypatch.setattr(work, "beat", lambda *said, **more: beats.append(seconds[0]))
    monkeypatch.setattr(work, "sweep", lambda moment: sweeps.append(seconds[0]))
    worker = Worker(LetterBox())
    for second in range(125):
        seconds[0] = float(second)
        worker._round()
    assert beats == [float(second) for second in range(0, 125, 10)]
    assert sweeps == [0.0, 60.0, 120.0]


def test_a_slow_server_does_not_make_it_look_dead(later: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [somebody(f"P{n}", f"p{n}@example.org") for n in range(4)]
    a_date(a_circle(*people), people[0])
    seconds, beats = [0.0], []

    class Slow(LetterBox):
        def send(self, mail: Mail) -> None:
            seconds[0] += 15
            super().send(mail)

    monkeypatch.setattr("entregent.cli.work.time.monotonic", lambda: seconds[0])
    monkeypatch.setattr(work, "beat", lambda name, *said, **more: beats.append(name))
    Worker(Slow())._round()
    assert beats.count("worker") == 4


@pytest.mark.whole
def test_a_full_queue_is_worked_off_without_pause(later: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [somebody(f"P{n}", f"p{n}@example.org") for n in range(60)]
    a_date(a_circle(*people), people[0])
    box = LetterBox()
    worker = Worker(box)
    pauses = stop_after(worker, 3, monkeypatch)
    worker.work()
    assert len(box.mails) == 60
    assert pauses[:4] == [0.0, 0.0, 0.0, work.PAUSE]


def test_a_database_that_is_away_is_waited_for_longer_and_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: Any) -> int:
        raise OperationalError("no route")

    monkeypatch.setattr(work, "deliver_due", lost)
    monkeypatch.setattr("entregent.cli.work.connections.close_all", lambda: None)
    worker = Worker(LetterBox())
    pauses = stop_after(worker, 8, monkeypatch)
    worker.work()
    assert pauses == [0.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]


def test_an_error_nobody_foresaw_does_not_end_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(work, "deliver_due", broken)
    worker = Worker(LetterBox())
    stop_after(worker, 2, monkeypatch)
    worker.work()
    assert caplog.text.count("the worker goes on after an error") == 2


def test_a_sweep_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch, later: datetime) -> None:
    def broken(moment: datetime) -> None:
        raise ZeroDivisionError

    done: list[str] = []
    monkeypatch.setattr(work, "SWEEPS", {"first": broken, "second": lambda moment: done.append("second")})
    assert sweep(later) == ["first"]
    assert done == ["second"]
    assert Beat.objects.get(name="scheduler").detail == {"failed": ["first"]}
    assert Worker(LetterBox()).once() == 1


def test_everything_time_brings_about_is_swept(later: datetime) -> None:
    assert sweep(later) == []
    assert list(work.SWEEPS) == [
        "polls",
        "decisions",
        "charters",
        "facilitators",
        "dates",
        "places",
        "cards",
        "trends",
        "withdrawn notes",
        "unanswered invitations",
        "unanswered knocks",
        "suspensions",
        "words sent",
        "deleted circles",
        "withdrawn words",
        "old reports",
        "removed photos",
        "merges past undoing",
        "codes and links",
        "files waiting",
        "mailbox",
        "mails received",
        "old mails",
        "sendings of forms",
        "sessions",
    ]


def test_old_sendings_and_sessions_go(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = clock.now()
    Submission.objects.create(key="old", made_at=moment - timedelta(days=3))
    session = SessionStore()
    session["name"] = "Anne"
    session.set_expiry(moment - DAY)
    session.save()
    sweep(moment)
    assert not Submission.objects.exists()
    assert not Session.objects.exists()


def test_it_ends_with_its_parent() -> None:
    assert Worker(LetterBox(), parent=os.getppid()).goes_on()
    assert not Worker(LetterBox(), parent=1 if os.getppid() != 1 else 2).goes_on()


def test_told_to_stop_it_ends() -> None:
    worker = Worker(LetterBox())
    worker.stop()
    worker.work()
    assert worker._round() == 0
