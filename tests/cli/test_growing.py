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


def test_a_demonstration_of_then_is_one_of_now(instance: Instance) -> None:
    before = rows(instance)
    instance.python(MIGRATE)
    after = rows(instance)
    assert {name: after.get(name) for name in before} == before
    assert instance.sql("PRAGMA integrity_check") == [("ok",)]
    assert instance.sql("PRAGMA foreign_key_check") == []
    assert set(instance.python(SHOWN)) == {200}
