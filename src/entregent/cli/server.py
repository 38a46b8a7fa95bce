"""The web server (gunicorn, one process of four threads) with the worker as its child."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from os import getpid
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

FIRST_PAUSE, LONGEST_PAUSE, LIVED_LONG, GRACE = 1.0, 60.0, 120.0, 20.0


class Keeper:
    """Keeps one worker alive; one that dies young is started again later and later."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None
        self._started = self._next_start = 0.0
        self._pause = FIRST_PAUSE

    def look(self) -> None:
        """Called about every second."""
        now = time.monotonic()
        if self._child is not None and self._child.poll() is not None:
            self._pause = FIRST_PAUSE if now - self._started > LIVED_LONG else min(self._pause * 2, LONGEST_PAUSE)
            self._next_start = now + self._pause
            self._child = None
        if self._child is None and now >= self._next_start:
            self._child = subprocess.Popen(self._command)  # noqa: S603  ours, word for word
            self._started = now

    def ask_to_stop(self) -> None:
        if self._child is not None:
            self._child.terminate()

    def wait(self) -> None:
        if self._child is None:
            return
        try:
            self._child.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._child.kill()


class Master(Arbiter):  # type: ignore[misc]
    """Gunicorn's own supervisor, which looks after the worker in the same round as after its web process."""

    def __init__(self, app: Server) -> None:
        super().__init__(app)
        self._keeper = app.keeper

    def manage_workers(self) -> None:
        super().manage_workers()
        if self._keeper:
            self._keeper.look()

    def halt(self, reason: str | None = None, exit_status: int = 0) -> None:
        if self._keeper:
            self._keeper.ask_to_stop()
        try:
            super().halt(reason, exit_status)
        finally:
            if self._keeper:
                self._keeper.wait()


class Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, bind: str, with_worker: bool, ready: Callable[[], None]) -> None:
        self.keeper = Keeper(worker_command()) if with_worker else None
        self._options: dict[str, Any] = {
            "bind": bind,
            "workers": 1,
            "threads": 4,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 15,
            "keepalive": 130,  # Caddy keeps an idle one 120 s: were ours closed first, a form could be lost
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "proc_name": "entregent",
            "when_ready": lambda server: ready(),
        }
        super().__init__()

    def load_config(self) -> None:
        for key, value in self._options.items():
            self.cfg.set(key, value)

    def load(self) -> Any:
        from entregent.config.wsgi import application  # noqa: PLC0415  in the web process, never in its supervisor

        return application

    def run(self) -> None:
        Master(self).run()


def worker_command() -> list[str]:
    return [sys.executable, "-m", "entregent", "work", "--parent", str(getpid())]
