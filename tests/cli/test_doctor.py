"""The doctor: plain words about what is well, what is wrong, and what to do."""

from __future__ import annotations

import json
import sqlite3
import zoneinfo
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from entregent.circles.models import Circle
from entregent.cli import checks, doctor
from entregent.cli.checks import Finding
from entregent.cli.main import main
from entregent.core import clock
from entregent.core.operations import beat
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.models import Gathering
from entregent.notices.models import Notice
from entregent.notices.transports import NotNow
from tests.cast import DAY, a_circle, a_date, somebody
from tests.environment import ON_POSTGRES
from tests.notices.post import LEFT, LetterBox, deliver
from tests.notices.server import free_port, post_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def alive() -> None:
    for name in ("worker", "scheduler"):
        beat(name, clock.now())


def found(about: str) -> Finding:
    (finding,) = [finding for finding in doctor.examine() if finding.about == about]
    return finding


def test_a_healthy_instance(alive: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "✗" not in said
    for about in (
        "database",
        "tables",
        "keys",
        "worker",
        "scheduler",
        "mails",
        "dates",
        "rhythms",
        "breaks",
        "zone rules",
    ):
        assert f" {about}: " in said


def test_a_french_terminal_reads_it_in_french(
    alive: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "✓ courriels\N{NO-BREAK SPACE}: aucun en retard" in said
    assert "  → Pour les lire\N{NO-BREAK SPACE}: entregent outbox" in said


def test_the_same_for_machines(alive: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is True
    assert {"about", "state", "says", "do"} == set(said["findings"][0])


def test_no_worker_is_wrong_and_says_what_to_start(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "✗ worker: never started" in said
    assert "→ Start `entregent serve`" in said


def test_a_worker_that_fell_silent(alive: None) -> None:
    beat("worker", clock.now() - timedelta(hours=1))
    assert found("worker").says.startswith("silent since")


def test_the_database_is_named() -> None:
    says = found("database").says
    assert says.startswith("PostgreSQL") if ON_POSTGRES else "every reference kept" in says


@pytest.mark.sqlite
def test_a_reference_to_nothing_is_damage(transactional_db: None) -> None:
    person = somebody("Anne")
    circle = a_circle(person)
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute("UPDATE circles_membership SET circle_id = 9999")
        finding = found("database")
        cursor.execute("UPDATE circles_membership SET circle_id = %s", [circle.pk])
    assert (finding.state, "circles_membership" in finding.says) == ("wrong", True)


@pytest.mark.sqlite
def test_wal_on_a_library_that_may_damage_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    assert checks._journal("wal").state == "wrong"
    assert checks._journal("delete").state == "ok"
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert checks._journal("wal").state == "ok"


def test_tables_of_another_version() -> None:
    MigrationRecorder.Migration.objects.filter(app="gatherings").delete()
    finding = found("tables")
    assert finding.state == "wrong"
    assert "gatherings.0001_initial" in finding.says


def test_a_key_that_others_may_read(settings: Any, tmp_path: Path) -> None:
    for name in checks.KEYS:
        (tmp_path / name).touch(mode=0o600)
    settings.DATA_FOLDER = tmp_path
    tmp_path.chmod(0o700)
    assert found("keys").state == "ok"
    (tmp_path / "link.key").chmod(0o640)
    assert found("keys").do == f"chmod 600 {tmp_path / 'link.key'}"
    tmp_path.chmod(0o755)
    assert found("keys").do == f"chmod 700 {tmp_path}"


def test_a_key_that_is_missing_is_a_finding_too(settings: Any, tmp_path: Path) -> None:
    settings.DATA_FOLDER = tmp_path
    tmp_path.chmod(0o700)
    assert found("keys").says.startswith("could not be looked at (FileNotFoundError")


def test_a_database_that_does_not_answer_hides_no_other_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(now: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setitem(checks.CHECKS, "database", lost)
    assert found("database").says == "could not be looked at (OperationalError: gone)"
    assert found("keys").state == "ok"


def test_mails_that_should_have_left_long_ago() -> None:
    person = somebody("Anne", "anne@example.org")
    a_date(a_circle(person), person, now=clock.now() - DAY)
    assert found("mails").says == "overdue: 1"


def test_mails_being_tried_again_are_worth_a_note() -> None:
    person = somebody("Anne", "anne@example.org")
    now = clock.now()
    a_date(a_circle(person), person, now=now)
    deliver(now + LEFT, LetterBox({"anne@example.org": NotNow("451 busy")}))
    finding = found("mails")
    assert (finding.state, finding.says) == ("note", "being tried again: 1; the last answer was: 451 busy")
    Notice.objects.update(first_due_at=now - DAY)
    assert found("mails").state == "wrong"


def test_without_a_mail_server_it_says_where_mails_are() -> None:
    assert found("mail server").do == "Read them with: entregent outbox"


def test_the_mail_server_is_called(settings: Any) -> None:
    with post_office() as post:
        settings.SMTP_URL = post.url
        assert found("mail server").state == "ok"
    settings.SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    assert found("mail server").state == "wrong"
    settings.SMTP_URL = "mail.example.org"
    assert "ENTREGENT_SMTP_URL" in found("mail server").says


def test_an_instant_that_no_longer_follows_is_put_right() -> None:
    person = somebody("Anne")
    gathering = a_date(a_circle(person), person, now=clock.now())
    was = gathering.starts_at
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=was + timedelta(hours=1))
    assert found("dates").says == f"put back on the clock people agreed on: {gathering.key} (Europe/Paris)"
    gathering.refresh_from_db()
    assert gathering.starts_at == was
    assert found("dates").state == "ok"


def test_a_rhythm_that_stopped_is_wrong() -> None:
    person = somebody("Anne")
    circle = a_circle(person)
    now = clock.now()
    gatherings.set_rhythm(
        circle=circle,
        by=person,
        now=now,
        rhythm=Rhythm.WEEKLY,
        anchor=now.date(),
        hour=time(12, 30),
        place="",
        minutes=90,
    )
    assert found("rhythms").state == "ok"
    Gathering.objects.all().delete()
    assert found("rhythms").says == f"a rhythm is set, yet no date is ahead: {circle.slug}"
    Circle.objects.filter(pk=circle.pk).update(archived_at=now)
    assert found("rhythms").state == "ok"


def test_a_break_nobody_ended_is_wrong() -> None:
    person = somebody("Anne")
    circle = a_circle(person)
    now = clock.now()
    pause = gatherings.declare_pause(circle=circle, by=person, back_on=(now + 3 * DAY).date(), why="", now=now)
    assert found("breaks").state == "ok"
    pause.back_on = (now - 4 * DAY).date()
    pause.save()
    finding = found("breaks")
    assert (finding.state, finding.says) == ("wrong", f"should be over: {circle.slug} ({pause.back_on})")
    Circle.objects.filter(pk=circle.pk).update(archived_at=now)
    assert found("breaks").state == "ok"


def test_zone_rules_older_than_ours_are_worth_a_note(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(zoneinfo, "TZPATH", (str(tmp_path),))
    assert checks.system_zones() == ""
    assert found("zone rules").state == "ok"
    (tmp_path / "tzdata.zi").write_text("# version 2019a\nR", encoding="ascii")
    assert found("zone rules").says.startswith("2019a on this machine")
