"""A PostgreSQL of the tests' own: a temporary cluster on a Unix socket, gone when they end.

`python -m tests.postgres` only makes sure that the binaries are there, and installs them where it may.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/pgsql/bin")
MISSING = (
    "The tests also run on PostgreSQL, and its binaries (initdb, pg_ctl) were not found. "
    "Install PostgreSQL 15 or newer (Debian, Ubuntu: apt-get install postgresql), then run the tests again."
)


def binaries() -> Path | None:
    """The newest server installed: distributions keep initdb and pg_ctl out of PATH."""
    found = [folder for place in PLACES for folder in Path("/").glob(place[1:]) if (folder / "initdb").exists()]
    on_path = shutil.which("initdb")
    by_version = sorted(found, key=lambda folder: [int(n) for n in folder.parent.name.split(".") if n.isdigit()])
    return by_version[-1] if by_version else Path(on_path).resolve().parent if on_path else None


def install() -> Path:
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        print("Installing PostgreSQL for the tests…", flush=True)
        quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        subprocess.run([apt, "update", "-q"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(  # type: ignore[call-overload]
            [apt, "install", "-q", "-y", "--no-install-recommends", "postgresql"], check=False, **quiet
        )
    folder = binaries()
    if folder is None:
        raise SystemExit(MISSING)
    return folder


def other_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


# Nothing is kept for after a power cut. Compiling a query takes longer than any of ours does on a test's few rows.
SETTINGS = (
    "listen_addresses=''", "max_connections=200", "fsync=off", "synchronous_commit=off", "full_page_writes=off",
    "jit=off",
)  # fmt: skip


class Cluster:
    def __init__(self) -> None:
        self.binaries = binaries() or install()
        self.user = other_user()
        self.folder = Path(tempfile.mkdtemp(prefix="entregent-pg-", dir="/tmp"))
        if self.user:
            shutil.chown(self.folder, self.user)

    @property
    def url(self) -> str:
        return f"postgres://postgres@/postgres?host={self.folder}"

    def run(self, program: str, *arguments: str) -> None:
        command = [str(self.binaries / program), "-D", str(self.folder / "data"), *arguments]
        done = subprocess.run(
            command,
            user=self.user,
            cwd=self.folder,
            check=False,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if done.returncode:
            raise SystemExit(f"PostgreSQL could not be started for the tests ({program}):\n{done.stdout}")

    def start(self) -> None:
        self.run("initdb", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-k {self.folder} " + " ".join(f"-c {setting}" for setting in SETTINGS)
        self.run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        try:
            self.run("pg_ctl", "-w", "-m", "immediate", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


def cluster_url() -> str:
    """The cluster of this run: the first process starts it, its workers find it in the environment."""
    known = os.environ.get("ENTREGENT_TEST_CLUSTER")
    if known:
        return known
    cluster = Cluster()
    atexit.register(cluster.stop)
    cluster.start()
    os.environ["ENTREGENT_TEST_CLUSTER"] = cluster.url
    return cluster.url


if __name__ == "__main__":
    print(f"PostgreSQL: {binaries() or install()}")
