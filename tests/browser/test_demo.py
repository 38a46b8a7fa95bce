"""The demonstration as somebody starts it: its doors, what is behind them, and a second run that starts afresh."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.journey import Visitor, visitor

PATIENCE = 120
FICTION = "Demonstration: the people on these pages are fictional."
MISSING = "No next date"
POISON = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    "ENTREGENT_SMTP_URL": "smtp://127.0.0.1:1",
    "ENTREGENT_ADDRESS": "https://circles.example.org",
}


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def running(folder: Path, port: int, *words: str) -> Iterator[str]:
    """A demonstration that answers; all it printed until then."""
    process = subprocess.Popen(
        [sys.executable, "-m", "entregent", "demo", "--port", str(port), "--lang", "en", *words],
        env={**os.environ, **POISON, "ENTREGENT_DEMO_DATA": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield "".join(_until_ready(process))
    finally:
        process.terminate()
        process.wait(PATIENCE)
        if process.stdout:
            process.stdout.close()


def _until_ready(process: subprocess.Popen[str]) -> Iterator[str]:
    for line in process.stdout or ():
        yield line
        if "--keep" in line:
            return
    raise AssertionError(f"the demonstration ended with {process.wait(PATIENCE)} before it answered")


def doors(said: str) -> list[str]:
    return re.findall(r"http://localhost:\d+/s/\S+", said)


def enter(browser: Browser, origin: str, door: str, language: str = "en") -> Visitor:
    arrived = visitor(browser, origin, language=language)
    arrived.open(door)
    arrived.page.locator("main button").click()
    arrived.page.wait_for_url(f"{origin}/today")
    return arrived


def test_the_demonstration_shows_its_story_and_starts_afresh_unless_kept(
    browser: Browser, tmp_path: Path, port: int
) -> None:
    folder, origin = tmp_path / "demo", f"http://localhost:{port}"
    with running(folder, port) as said:
        keeper, newcomer, regular = (enter(browser, origin, door) for door in doors(said))
        for each, name in ((keeper, "keeper"), (newcomer, "newcomer"), (regular, "regular")):
            each.reads(FICTION)
            each.picture(f"demo-{name}-today")
            each.accessible()
        for path in ("/circles", "/c/dejeuners-du-plateau", "/c/dejeuners-du-plateau/members", "/c/old-city-1936"):
            keeper.open(path)
            keeper.picture(f"demo-keeper-{path.rsplit('/', 1)[1]}")
            keeper.accessible()
            keeper.fits()
        regular.open(re.findall(r"http://localhost:\d+/outbox/\d+", said)[0])
        regular.picture("demo-mail")
        keeper.open("/c/les-sept")
        keeper.reads(MISSING)
        keeper.page.locator("main form button").first.click()
        keeper.open("/c/les-sept")
        expect(keeper.page.get_by_text(MISSING)).to_have_count(0)
        for each in (keeper, newcomer, regular):
            each.close()
    with running(folder, port, "--keep") as said:
        keeper = enter(browser, origin, doors(said)[0])
        keeper.open("/c/les-sept")
        expect(keeper.page.get_by_text(MISSING)).to_have_count(0)
        keeper.close()
    with running(folder, port) as said:
        keeper = enter(browser, origin, doors(said)[0])
        keeper.open("/c/les-sept")
        keeper.reads(MISSING)
        keeper.close()


def test_a_port_somebody_else_holds_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "entregent", "demo", "--port", str(port)],
            env={**os.environ, "ENTREGENT_DEMO_DATA": str(tmp_path / "demo")},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"Cannot listen on 127.0.0.1:{port}: Address already in use. Nothing was started. Choose another: PORT=8001."
    )
    assert not (tmp_path / "demo" / "entregent.sqlite3").exists()
