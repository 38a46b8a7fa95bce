"""Data of earlier versions: each demonstration kept in tests/versions comes up to this one, whole.

They were made by `entregent demo` of that version, its people fictional or of 1936, without sessions or keys. A version
that is released adds its own; none is ever changed.
"""

from __future__ import annotations

import lzma
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.instance import SQLITE, Instance, an_instance

pytestmark = [pytest.mark.whole, pytest.mark.sqlite]

KEPT = sorted((Path(__file__).parents[1] / "versions").glob("*.sqlite3.xz"))
MIGRATE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
"""
SHOWN = """
from django.test import Client
from entregent.circles.models import Membership
from entregent.gatherings.models import Gathering
said = []
client = Client(SERVER_NAME="localhost")
here = Membership.objects.filter(left_at=None, circle__deleted_at=None, person__addresses__isnull=False)
for member in here.order_by("pk")[:80:20]:
    client.force_login(member.person)
    date = Gathering.objects.filter(circle=member.circle).order_by("-starts_at").first()
    for page in ("/today", "/me", f"/c/{member.circle.slug}", f"/c/{member.circle.slug}/members", f"/g/{date.key}"):
        said.append(client.get(page).status_code)
"""

WITH_FOUR = """
SELECT circle_id, MIN(person_id), MIN(person_id) + 1, MIN(person_id) + 2, MIN(person_id) + 3
FROM circles_membership WHERE left_at IS NULL GROUP BY circle_id
HAVING SUM(1) >= 4 ORDER BY circle_id LIMIT 1
"""
WAITING = """
INSERT INTO circles_suspension (circle_id, person_id, reason, started_at, side)
VALUES (?, ?, 'He sells.', '2026-11-24 10:00:00', '')
"""
VOICE = """
INSERT INTO circles_suspensionvoice (suspension_id, by_id, at)
SELECT MAX(id), ?, ? FROM circles_suspension
"""
THIRD_VOICE = """
from datetime import timedelta
from entregent.circles.models import Suspension
from entregent.decisions import operations
from entregent.decisions.models import Proposal
waits = Proposal.objects.get(kind="suspend")
voices = [voice.person_id for voice in waits.voices.order_by("at")]
third = waits.electors.exclude(person__in=voices).order_by("person").first().person
operations.consent(proposal=waits, person=third, now=waits.opened_at + timedelta(hours=3))
held = Suspension.objects.latest("pk")
said = [[waits.about_id, waits.by_id, waits.words, voices, held.person_id == waits.about_id, [*voices, third.pk]]]
"""


@pytest.fixture(params=KEPT, ids=lambda path: path.name.split(".sqlite3")[0])
def instance(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Instance]:
    with an_instance(tmp_path, migrated=False) as opened:
        opened.folder.mkdir(mode=0o700)
        (opened.folder / SQLITE).write_bytes(lzma.decompress(request.param.read_bytes()))
        yield opened


def rows(instance: Instance) -> dict[str, int]:
    with closing(sqlite3.connect(instance.folder / SQLITE)) as local:
        names = [name for (name,) in local.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [name for name in names if not name.startswith(("django_", "auth_", "sqlite_"))]
        return {name: local.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in ours}


GONE = {"circles_suspensionvoice"}  # what waited there waits among the proposals (below)


def test_a_demonstration_of_then_is_one_of_now(instance: Instance) -> None:
    before = {name: count for name, count in rows(instance).items() if name not in GONE}
    instance.python(MIGRATE)
    after = rows(instance)
    assert {name: after.get(name) for name in before} == before
    assert instance.sql("PRAGMA integrity_check") == [("ok",)]
    assert instance.sql("PRAGMA foreign_key_check") == []
    assert set(instance.python(SHOWN)) == {200}


def test_a_suspension_two_of_three_had_agreed_on_is_a_proposal_the_third_decides(instance: Instance) -> None:
    with closing(sqlite3.connect(instance.folder / SQLITE)) as local, local:
        circle, *people = local.execute(WITH_FOUR).fetchone()
        local.execute(WAITING, (circle, people[0]))
        for by, at in ((people[1], "2026-11-24 10:00:00"), (people[2], "2026-11-24 11:00:00")):
            local.execute(VOICE, (by, at))
    instance.python(MIGRATE)
    assert instance.python(THIRD_VOICE) == [[people[0], people[1], "He sells.", people[1:3], True, people[1:]]]
