"""Twenty people who think one to three seconds, on a served instance of 10 000 people in 200 circles.

    .venv/bin/python -m benchmarks.load [--seconds 60] [--users 20] [--json FILE]

Each reads Today, their circles, a circle and its next gathering, and answers it now and then. The server is the real
`entregent serve` on loopback with its worker and a SQLite file; load is bounded in people and time and stops by itself.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.pages import percentile


@dataclass
class Seen:
    spent: list[float] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Visitor:
    session: str
    circle: str
    gathering: str


def prepare(people: int, users: int) -> list[Visitor]:
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.core.management import call_command

    from benchmarks.population import Size, fill
    from entregent.core.clock import now
    from entregent.people.backends import SessionStore

    call_command("migrate", verbosity=0)
    population = fill(Size(people=people, circles=min(200, people // 2)), now())
    visitors = []
    for number in range(users):
        gathering = population.upcoming[number + 1]
        person = gathering.circle.memberships.filter(left_at__isnull=True).order_by("pk")[0].person
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "entregent.people.backends.PersonBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        visitors.append(Visitor(str(session.session_key), gathering.circle.slug, gathering.key))
    return visitors


def visit(visitor: Visitor, port: int, until: float, seen: Seen, seed: int) -> None:
    chance = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    csrf = "c" * 32
    headers = {"Cookie": f"session={visitor.session}; csrf={csrf}", "Host": f"localhost:{port}"}
    pages = ("/today", "/circles", f"/c/{visitor.circle}", f"/g/{visitor.gathering}")
    while time.monotonic() < until:
        form = f"csrfmiddlewaretoken={csrf}&answer={chance.choice(('yes', 'maybe', 'no'))}"
        post = chance.random() < 0.15
        path = f"/g/{visitor.gathering}/answer" if post else chance.choice(pages)
        start = time.perf_counter()
        try:
            kind = {"Content-Type": "application/x-www-form-urlencoded"} if post else {}
            connection.request("POST" if post else "GET", path, form if post else None, headers | kind)
            answer = connection.getresponse()
            answer.read()
            if answer.status not in (200, 302):
                seen.bad.append(f"{answer.status} {path}")
        except OSError as error:
            seen.bad.append(f"{type(error).__name__} {path}")
            connection.close()
        seen.spent.append(1000 * (time.perf_counter() - start))
        time.sleep(chance.uniform(1, 3))


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        with suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/", headers={"Host": "localhost"})
            if connection.getresponse().status:
                return
        if server.poll() is not None:
            raise SystemExit("The server did not start: see its words above.")
        time.sleep(0.1)


def run(folder: str, options: argparse.Namespace) -> dict[str, Any]:
    visitors = prepare(options.people, options.users)
    log = Path(folder, "serve.log")
    with log.open("wb") as words:
        server = subprocess.Popen(
            [sys.executable, "-m", "entregent", "serve", "--port", str(options.port)], stdout=words, stderr=words
        )
        try:
            wait_for(options.port, server)
            seen, until = Seen(), time.monotonic() + options.seconds
            people = [
                threading.Thread(target=visit, args=(visitor, options.port, until, seen, number))
                for number, visitor in enumerate(visitors)
            ]
            for person in people:
                person.start()
            for person in people:
                person.join()
        finally:
            server.terminate()
            server.wait(30)
    locked = len(re.findall("database is locked", log.read_text(errors="replace")))
    shares = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {
        "requests": len(seen.spent),
        "failed": len(seen.bad),
        "bad": seen.bad[:20],
        "locked": locked,
        "ms": {name: round(percentile(seen.spent, share), 1) for name, share in shares.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--port", type=int, default=18_977)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            ENTREGENT_DATA=folder, DJANGO_SETTINGS_MODULE="entregent.config.settings", PORT=str(options.port)
        )
        report = run(folder, options)
    report |= {"machine": f"{platform.machine()}, {os.cpu_count()} cores", "command": " ".join(sys.argv)}
    if options.json:
        options.json.write_text(json.dumps(report, indent=1))
    print(json.dumps(report, indent=1))
    if report["failed"]:
        raise SystemExit("Some answers were not those of somebody who belongs there: the times say nothing.")


if __name__ == "__main__":
    main()
