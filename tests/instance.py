"""An instance of its own, driven from outside as its operator and the kernel would: in processes that can be killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from tests.environment import ON_POSTGRES, own_folder
from tests.postgres import cluster_url

ROOT = Path(__file__).resolve().parents[1]
SET_UP = "import django, json; django.setup()\nfrom entregent.core.clock import now\n"
PATIENCE = 30.0
SQLITE = "entregent.sqlite3"


@dataclass
class Instance:
    folder: Path
    environment: dict[str, str]
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`entregent …`, until it ends."""
        return self._run("-m", "entregent", *words)

    def python(self, code: str) -> Any:
        """Run lines inside the instance; answers what they leave in `said`."""
        done = self._run("-c", f"{SET_UP}said = None\n{code}\nprint(json.dumps(said, default=str))")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Straight to the tables, from outside: what a process that died left there."""
        if ON_POSTGRES:
            with psycopg.connect(libpq(self.environment["DATABASE_URL"]), autocommit=True) as connection:
                cursor = connection.execute(statement.encode())
                return cursor.fetchall() if cursor.description else []
        with closing(sqlite3.connect(self.folder / SQLITE, timeout=20)) as local, local:
            return local.execute(statement).fetchall()

    def start(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "entregent", *words],
            cwd=ROOT,
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )

    def close(self) -> None:
        """Ends what the test started, and nothing else: each process leads a session of its own."""
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait(PATIENCE)
            if process.stdout:
                process.stdout.close()


@contextmanager
def an_instance(folder: Path, migrated: bool = True, **environment: str) -> Iterator[Instance]:
    """`migrated`: with its tables, copied from those this process made first."""
    template = tables() if migrated else ""
    with _bare(folder, template, environment) as instance:
        yield instance


@lru_cache(maxsize=1)
def tables() -> str:
    """Tables without a row, made once: a SQLite file to copy, or the name of a database to copy."""
    folder = own_folder()
    with _bare(folder, "", {}) as instance:
        instance.python("from django.core.management import call_command; call_command('migrate', verbosity=0)")
        return database_of(instance.environment["DATABASE_URL"]) if ON_POSTGRES else str(instance.folder / SQLITE)


@contextmanager
def _bare(folder: Path, template: str, environment: dict[str, str]) -> Iterator[Instance]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ENTREGENT_")}
    inherited.pop("DATABASE_URL", None)
    own = {
        "ENTREGENT_DATA": str(folder / "data"),
        "ENTREGENT_QUIET_HOURS": "none",  # its processes read the clock, and tests run at night too
        "DJANGO_SETTINGS_MODULE": "entregent.config.settings",
    }
    if ON_POSTGRES:
        own["DATABASE_URL"] = new_database(template)
    elif template:
        (folder / "data").mkdir(mode=0o700)
        shutil.copy(template, folder / "data" / SQLITE)
    instance = Instance(
        folder / "data", {**inherited, **own, "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8", **environment}
    )
    try:
        yield instance
    finally:
        instance.close()


def new_database(template: str) -> str:
    """A database in the cluster of this run; it goes with the cluster."""
    name = f"instance_{uuid4().hex[:12]}"
    like = f' TEMPLATE "{template}"' if template else ""
    with psycopg.connect(libpq(cluster_url()), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{like}'.encode())
    return cluster_url().replace("/postgres?", f"/{name}?")


def database_of(url: str) -> str:
    return urlsplit(url).path.strip("/")


def libpq(url: str) -> str:
    return url.replace("postgres://", "postgresql://", 1)


def children(pid: int) -> dict[int, str]:
    """The processes a process started, with their command lines."""
    found: dict[int, str] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            if parent == pid:
                line = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found[int(status.parent.name)] = line
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def until(true: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """Wait for something to become true, and say what did not."""
    limit = time.monotonic() + patience
    while time.monotonic() < limit:
        found = true()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {patience:.0f} s in vain: {what}")


def answers(url: str) -> tuple[int, str] | None:
    """Status and body of a page, None while nobody listens."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return None
