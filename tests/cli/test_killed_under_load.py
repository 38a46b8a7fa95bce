"""`kill -9` of web, worker and server while people answer: every answer whose page was sent is there.

Ten times in `make test`, a hundred in `make soak`.
"""

from __future__ import annotations

import http.client
import random
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.instance import Instance, an_instance, answers, children, kill, until
from tests.notices.server import Post, free_port, post_office

pytestmark = pytest.mark.whole

PEOPLE = 6
STORY = """
from tests.cast import a_circle, a_date, answer_link, somebody
from entregent.people.queries import token_of
people = [somebody(f"P{n}", f"p{n}@example.org", now=now()) for n in range(PEOPLE)]
gathering = a_date(a_circle(*people, now=now()), people[0], days=3, now=now())
said = [token_of(answer_link(person, gathering, now())) for person in people]
""".replace("PEOPLE", str(PEOPLE))
GIVEN = "SELECT person_id, reply FROM gatherings_answer ORDER BY person_id"
STUCK = "SELECT count(*) FROM notices_notice WHERE sent_at IS NULL AND dropped_at IS NULL"
LEASES_RUN_OUT = "UPDATE notices_notice SET lease_until = made_at, due_at = made_at WHERE sent_at IS NULL"


@dataclass
class Answering:
    """One person who changes their mind all the time, and remembers what they were told was taken."""

    port: int
    token: str
    acknowledged: int = 0
    last_taken: str = ""
    tried_since: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        turn = 0
        while not self.stop.is_set():
            reply = ("yes", "maybe", "no")[turn % 3]
            turn += 1
            try:
                self.say(reply)
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)

    def say(self, reply: str) -> None:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=10)
        try:
            connection.request("GET", f"/l/{self.token}?answer={reply}")
            page = connection.getresponse()
            found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
            cookie = (page.getheader("Set-Cookie") or "").partition(";")[0]
            if found is None:
                return
            self.tried_since.append(reply)
            connection.request(
                "POST",
                f"/l/{self.token}",
                urlencode({"csrfmiddlewaretoken": found[1], "answer": reply}),
                {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"},
            )
            answer = connection.getresponse()
            answer.read()
            if answer.status == 302:
                self.acknowledged += 1
                self.last_taken, self.tried_since = reply, []
        finally:
            connection.close()

    def may_stand(self) -> set[str]:
        """What was last taken, or what was sent after and whose page never came."""
        return {self.last_taken, *self.tried_since}


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as opened:
        yield opened


@pytest.fixture
def instance(tmp_path: Path, post: Post) -> Iterator[Instance]:
    with an_instance(tmp_path, PORT=str(free_port()), ENTREGENT_SMTP_URL=post.url) as opened:
        yield opened


def started(instance: Instance) -> subprocess.Popen[str]:
    server = instance.start("serve")
    until(lambda: answers(f"http://localhost:{instance.environment['PORT']}/healthz"), "the server to answer")
    return server


def victim(server: subprocess.Popen[str], chance: random.Random) -> int:
    """One of its processes, the server itself one time in four."""
    mine = list(children(server.pid))
    return server.pid if not mine or chance.random() < 0.25 else chance.choice(mine)


def wait_for_answers(people: list[Answering]) -> None:
    before = sum(person.acknowledged for person in people)
    until(lambda: sum(person.acknowledged for person in people) > before + PEOPLE, "answers after a kill")


@pytest.mark.parametrize("kills", [10, pytest.param(100, marks=pytest.mark.soak)])
def test_no_answer_that_was_taken_is_lost(instance: Instance, post: Post, kills: int) -> None:
    tokens = instance.python(STORY)
    server, chance = started(instance), random.Random(kills)
    people = [Answering(int(instance.environment["PORT"]), token) for token in tokens]
    threads = [threading.Thread(target=person.run, daemon=True) for person in people]
    for thread in threads:
        thread.start()
    for _ in range(kills):
        wait_for_answers(people)
        time.sleep(chance.uniform(0, 0.3))
        kill(victim(server, chance))
        if server.poll() is not None or until_dead(server):
            server = started(instance)
    for person in people:
        person.stop.set()
    for thread in threads:
        thread.join(30)
    kill(server.pid)
    server.wait(10)
    left = instance.sql(GIVEN)
    assert [reply in person.may_stand() for person, (_, reply) in zip(people, left, strict=True)] == [True] * PEOPLE
    instance.sql(LEASES_RUN_OUT)
    assert instance.command("work", "--once").returncode == 0
    assert instance.sql(STUCK)[0][0] == 0
    findings = instance.command("doctor").stdout
    assert "✗ database" not in findings
    assert "✓ database" in findings


def until_dead(server: subprocess.Popen[str]) -> bool:
    """Whether it was the server itself that was killed: it takes a moment to show."""
    try:
        server.wait(0.3)
    except subprocess.TimeoutExpired:
        return False
    return True
