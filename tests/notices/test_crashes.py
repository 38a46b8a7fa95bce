"""A worker is killed at the worst moments: a mail is repeated at most, under one Message-ID, and never lost."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.instance import Instance, an_instance, kill, until
from tests.notices.server import Post, post_office

pytestmark = pytest.mark.whole

QUEUE = """
from datetime import timedelta
from tests.cast import a_circle, a_date, somebody
at = now() - timedelta(minutes=5)
people = [somebody(f"P{n}", f"p{n}@example.org", now=at) for n in range(COUNT)]
a_date(a_circle(*people, now=at), people[0], days=3, now=at)
"""
ROWS = "SELECT lease_until, sent_at, message_id FROM notices_notice ORDER BY id"
LEASES_RUN_OUT = "UPDATE notices_notice SET lease_until = made_at WHERE lease_until IS NOT NULL"


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as opened:
        yield opened


@pytest.fixture
def instance(tmp_path: Path, post: Post) -> Iterator[Instance]:
    with an_instance(tmp_path, ENTREGENT_SMTP_URL=post.url) as opened:
        yield opened


def queue_of(count: int) -> str:
    return QUEUE.replace("COUNT", str(count))


def message_ids(post: Post) -> list[str]:
    return [str(message["Message-ID"]) for message in post.received]


def work_to_the_end(instance: Instance) -> None:
    instance.sql(LEASES_RUN_OUT)
    done = instance.command("work", "--once")
    assert done.returncode == 0, done.stderr


def test_killed_between_the_claim_and_the_sending(instance: Instance, post: Post) -> None:
    instance.python(queue_of(3))
    worker = instance.start("work")
    post.at_mail = lambda: kill(worker.pid)
    worker.wait(30)
    post.at_mail = None
    rows = instance.sql(ROWS)
    assert post.received == []
    assert all(lease and not sent for lease, sent, _ in rows)
    assert instance.command("work", "--once").returncode == 0
    assert post.received == []  # the leases still hold
    work_to_the_end(instance)
    assert len(message_ids(post)) == len(set(message_ids(post))) == 3


def test_killed_between_the_sending_and_its_mark(instance: Instance, post: Post) -> None:
    instance.python(queue_of(3))
    worker = instance.start("work")
    post.at_data = lambda: kill(worker.pid)
    worker.wait(30)
    post.at_data = None
    assert len(post.received) == 1
    assert not any(sent for _, sent, _ in instance.sql(ROWS))
    work_to_the_end(instance)
    assert len(message_ids(post)) == 4
    assert len(set(message_ids(post))) == 3
    assert len(set(post.to())) == 3


def start_and_wait_for_a_mail(instance: Instance, post: Post) -> subprocess.Popen[str]:
    before = len(post.received)
    worker = instance.start("work")
    until(lambda: len(post.received) > before, "a mail after a restart")
    return worker


@pytest.mark.parametrize("kills", [4, pytest.param(100, marks=pytest.mark.soak)])
def test_killed_at_random_no_mail_is_lost(instance: Instance, post: Post, kills: int) -> None:
    """Each row has one Message-ID for good: whoever gets a mail twice has one conversation, and can drop the twin."""
    count = 8 * kills
    instance.python(queue_of(count))
    chance = random.Random(kills)
    for _ in range(kills):
        worker = start_and_wait_for_a_mail(instance, post)
        time.sleep(chance.uniform(0, 0.1))
        kill(worker.pid)
        worker.wait(30)
        instance.sql(LEASES_RUN_OUT)
        if len(set(message_ids(post))) == count:
            break
    work_to_the_end(instance)
    rows = instance.sql(ROWS)
    assert all(sent for _, sent, _ in rows)
    assert set(message_ids(post)) == {f"<{message_id}@localhost>" for _, _, message_id in rows}
    assert len(set(post.to())) == count
