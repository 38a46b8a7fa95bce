"""Laws that are about words in the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import DOMAIN, python_files, refused

DOMAIN_FILES = python_files(*(f"src/entregent/{app}" for app in DOMAIN))
OF_THE_WEB = ("django.http", "django.shortcuts", "django.views", "django.forms", "django.contrib.messages")
SIGNALS = ("django.dispatch", "django.db.models.signals")
AMBIENT = ("threading.local", "contextvars")
CLOCKS = {"now", "today", "utcnow"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_domain_knows_no_request_and_no_signal() -> None:
    """Operations are called; nothing happens behind a caller's back, nobody is the current user."""
    above = (*OF_THE_WEB, *SIGNALS, *AMBIENT)
    assert refused(DOMAIN_FILES, lambda path: [name for name in imported(path) if name.startswith(above)]) == {}


def clocks_asked(path: Path) -> list[int]:
    """The lines that ask one."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return [call.lineno for call in calls if getattr(call.func, "attr", "") in CLOCKS]


def test_the_time_is_passed_in() -> None:
    """Only core.clock looks at the clock, and only the web and the commands ask it."""
    assert set(refused(DOMAIN_FILES, clocks_asked)) == {"core/clock.py"}


def test_nothing_is_left_for_later() -> None:
    words = ("TODO", "FIXME", "XXX", "NotImplementedError")
    left = refused(python_files("src"), lambda path: [word for word in words if word in path.read_text("utf-8")])
    assert left == {}
