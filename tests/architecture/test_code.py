"""Laws that are about words in the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import DOMAIN, PACKAGE, python_files

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


@pytest.mark.parametrize("path", DOMAIN_FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_domain_knows_no_request_and_no_signal(path: Path) -> None:
    """Operations are called; nothing happens behind a caller's back, nobody is the current user."""
    refused = (*OF_THE_WEB, *SIGNALS, *AMBIENT)
    assert [name for name in imported(path) if name.startswith(refused)] == []


@pytest.mark.parametrize("path", DOMAIN_FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_time_is_passed_in(path: Path) -> None:
    """Only core.clock looks at the clock, and only the web and the commands ask it."""
    if path == PACKAGE / "core" / "clock.py":
        return
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    asked = [f"{path.name}:{call.lineno}" for call in calls if getattr(call.func, "attr", "") in CLOCKS]
    assert asked == []


@pytest.mark.parametrize("path", python_files("src"), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_is_left_for_later(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not any(word in text for word in ("TODO", "FIXME", "XXX", "NotImplementedError"))
