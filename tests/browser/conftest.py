"""Journeys run against the real handlers over HTTP on a database file, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser
from pytest_django import Settings

from tests.browser.journey import Visitor, visitor
from tests.browser.post import Letters
from tests.notices.server import post_office


def as_served(handler: WSGIHandler) -> WSGIHandler:
    """Static files come as an instance serves them, through its own middleware."""
    return handler


@pytest.fixture(scope="session")
def server(static_files: None) -> Iterator[LiveServerThread]:
    """One for all journeys: to end one takes half a second."""
    started = LiveServerThread("localhost", as_served)  # type: ignore[arg-type]
    started.daemon = True
    started.start()
    started.is_ready.wait()
    if started.error:
        raise started.error
    yield started
    started.terminate()


@pytest.fixture
def instance(transactional_db: None, server: LiveServerThread, settings: Settings) -> str:
    """A running instance, empty; its address."""
    address = f"http://localhost:{server.port}"
    settings.ADDRESS, settings.CSRF_TRUSTED_ORIGINS = address, [address]
    return address


@pytest.fixture
def visit(browser: Browser, instance: str) -> Iterator[Callable[..., Visitor]]:
    """Opens one visitor's browser: visit(language="fr", window=PHONE, dark=False, javascript=True).

    At the end every visitor opened must have met no error, no refused script or style, no other site.
    """
    opened: list[Visitor] = []

    def arrive(**as_they_have_it: Any) -> Visitor:
        opened.append(visitor(browser, instance, **as_they_have_it))
        return opened[-1]

    yield arrive
    for each in opened:
        each.close()


@pytest.fixture
def letters(settings: Settings) -> Iterator[Letters]:
    """A real mail server, and the instance told to use it."""
    with post_office() as post:
        settings.SMTP_URL = post.url
        yield Letters(post)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
