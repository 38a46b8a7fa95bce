from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import ARGUMENTS, executable, install
from tests.environment import ON_POSTGRES


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    if not ON_POSTGRES:
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(settings.DATA_FOLDER / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Gathered as an instance gathers them, so that pages name the files that are served."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def one_language() -> Iterator[None]:
    """Sentences of a test are read in English unless it asks for another language."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all the journeys of a process."""
    # Playwright's loop lives in this thread; Django would refuse the database to it. Set for journeys only.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=executable() or install(), chromium_sandbox=False, args=list(ARGUMENTS)
        )
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def repository() -> Path:
    return Path(__file__).parents[1]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What only one database can show is left out of the other's run, not skipped."""
    other = "sqlite" if ON_POSTGRES else "postgres"
    elsewhere = [item for item in items if item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]


def pytest_report_header() -> str:
    return f"database: {'PostgreSQL' if ON_POSTGRES else 'SQLite'} {os.environ.get('ENTREGENT_SQLITE_JOURNAL', '')}"
