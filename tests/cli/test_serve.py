"""A whole instance as its operator starts it: one command, two processes, and an end that leaves nothing behind."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from entregent.cli.lock import hold
from entregent.cli.serve import bind_of, refuse_taken
from entregent.cli.server import Keeper
from tests.instance import Instance, an_instance, answers, children, kill, until
from tests.notices.server import free_port

pytestmark = pytest.mark.whole

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    with an_instance(tmp_path, migrated=False, PORT=str(free_port())) as opened:
        yield opened


def started(instance: Instance, *words: str) -> subprocess.Popen[str]:
    server = instance.start("serve", *words)
    until(lambda: answers(f"{address(instance)}/healthz"), "the server to answer")
    return server


def address(instance: Instance) -> str:
    return f"http://localhost:{instance.environment['PORT']}"


def healthy(instance: Instance) -> bool:
    said = answers(f"{address(instance)}/healthz")
    return said is not None and said[0] == 200


def worker_of(server: subprocess.Popen[str]) -> int | None:
    return next((pid for pid, line in children(server.pid).items() if "work --parent" in line), None)


def web_of(server: subprocess.Popen[str]) -> int | None:
    return next((pid for pid, line in children(server.pid).items() if "work --parent" not in line), None)


def gone(pid: int | None) -> bool:
    """No such process, or one that waits to be buried."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def output(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    return server.stdout.read()


def test_from_nothing_to_an_instance_and_back(instance: Instance) -> None:
    server = started(instance)
    until(lambda: healthy(instance), "web, worker and scheduler to be well")
    first_page = answers(address(instance) + "/")
    assert first_page is not None
    assert first_page[0] == 200
    assert (instance.folder / "session.key").stat().st_mode & 0o777 == 0o600

    second = instance.command("serve")
    assert second.returncode == 1
    assert f"process {server.pid} at {address(instance)}" in second.stderr
    assert "Nothing was started." in second.stderr

    answers(f"{address(instance)}/l/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    worker = worker_of(server)
    server.send_signal(signal.SIGTERM)
    assert server.wait(30) == 0
    assert gone(worker)
    said = output(server)
    assert f"Entregent answers at {address(instance)}" in said
    assert re.search(rf"{address(instance)}/s/[\w-]+", said)
    assert "AAAAAAAA" not in said


@pytest.mark.once
def test_what_dies_comes_back_and_nothing_outlives_the_server(instance: Instance) -> None:
    server = started(instance)
    worker = until(lambda: worker_of(server), "the worker")
    kill(worker)
    until(lambda: worker_of(server) not in (None, worker), "another worker")
    web = web_of(server)
    assert web is not None
    kill(web)
    until(lambda: web_of(server) not in (None, web), "another web process")
    until(lambda: answers(f"{address(instance)}/healthz"), "the server to answer again")
    left = children(server.pid)
    kill(server.pid)
    server.wait(10)
    until(lambda: all(gone(pid) for pid in left), "its children to follow it")
    again = started(instance)
    assert again.poll() is None


@pytest.mark.once
def test_alone_it_says_that_no_worker_is_there(instance: Instance) -> None:
    server = started(instance, "--no-worker")
    assert worker_of(server) is None
    said = answers(f"{address(instance)}/healthz")
    assert said is not None
    assert (said[0], json.loads(said[1])["worker"]) == (503, "never started")
    worker = instance.start("work")
    until(lambda: healthy(instance), "a worker beside it")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0


@pytest.mark.once
def test_a_second_start_gathers_no_files_again(instance: Instance) -> None:
    made = set()
    for _ in range(2):
        server = started(instance, "--no-worker")
        server.send_signal(signal.SIGINT)
        assert server.wait(30) == 0
        made.add((instance.folder / "static" / "made-from").stat().st_mtime_ns)
    assert len(made) == 1


@pytest.mark.once
def test_a_port_that_is_taken_is_said_to_be(instance: Instance) -> None:
    with socket.create_server(("127.0.0.1", int(instance.environment["PORT"]))):
        done = instance.command("serve")
    assert done.returncode == 1
    assert "Choose another: PORT=8001." in done.stderr


def test_a_folder_is_held_by_one_and_let_go(tmp_path: Path) -> None:
    held = hold(tmp_path, "process 1 at http://here", NOW)
    with pytest.raises(SystemExit, match="process 1 at http://here, since 2026-11-24 09:00 UTC"):
        hold(tmp_path, "process 2 at http://there", NOW)
    held.close()
    hold(tmp_path, "process 2 at http://there", NOW).close()
    assert (tmp_path / "serve.lock").read_text() == "process 2 at http://there, since 2026-11-24 09:00 UTC\n"


def test_addresses_of_both_kinds() -> None:
    assert (bind_of("127.0.0.1", 80), bind_of("::1", 80)) == ("127.0.0.1:80", "[::1]:80")
    refuse_taken("::1", free_port())


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds


def test_a_worker_that_dies_young_is_started_later_and_later(monkeypatch: pytest.MonkeyPatch) -> None:
    from entregent.cli import server

    clock, starts = Clock(), []

    class Dead:
        def __init__(self, command: list[str]) -> None:
            starts.append(clock.seconds)

        def poll(self) -> int:
            return 1

    monkeypatch.setattr(server, "time", clock)
    monkeypatch.setattr("entregent.cli.server.subprocess.Popen", Dead)
    keeper = Keeper(["worker"])
    for second in range(140):
        clock.seconds = float(second)
        keeper.look()
    waits = [later - earlier for earlier, later in pairwise(starts)]
    assert [round(wait) for wait in waits] == sorted(round(wait) for wait in waits)
    assert max(waits) <= 62
    assert len(starts) <= 8


def test_stopping_waits_for_the_worker() -> None:
    keeper = Keeper(["sleep", "60"])
    keeper.wait()
    keeper.ask_to_stop()
    keeper.look()
    assert keeper._child is not None
    keeper.ask_to_stop()
    keeper.wait()
    assert keeper._child.returncode == -signal.SIGTERM
