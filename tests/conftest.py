from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from tests import schema
from tests.browser.chromium import ARGUMENTS, executable, install
from tests.environment import ON_POSTGRES

# Every run asks the same questions, so that what passes here passes there; `make soak` asks others, and more of them.
# None fails for being slow: that says how busy the machine is.
patient = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("same", patient, derandomize=True)
hypothesis.settings.register_profile("others", patient, print_blob=True)
hypothesis.settings.load_profile("others" if os.environ.get("ENTREGENT_TEST_OTHERS") else "same")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    if not ON_POSTGRES:
        schema.use_file(settings.DATABASES["default"], settings.DATA_FOLDER / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """On SQLite the file is there before the migrations are asked for; it goes with its folder."""
    return not ON_POSTGRES


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    schema.forget_what_follows_a_migration()
    if not ON_POSTGRES:
        with django_db_blocker.unblock():
            schema.keep()


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


@pytest.fixture(scope="session", autouse=True)
def steady_clock() -> Iterator[None]:
    """The clock goes on from one morning of one week, whatever the hour the suite runs at: no test passes by day only.

    ENTREGENT_TEST_AT=2026-10-24T22:30 runs it at another moment. Processes of their own keep the machine's clock.
    """
    from entregent.core import clock

    began = datetime.now(UTC)
    moment = datetime.fromisoformat(os.environ.get("ENTREGENT_TEST_AT", "2026-11-24T09:00")).replace(tzinfo=UTC)
    with pytest.MonkeyPatch.context() as patch:
        ticking = SimpleNamespace(now=lambda: moment + (datetime.now(UTC) - began))
        patch.setattr(clock, "timezone", ticking)
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
    """What only one database can show is left out of the other's run, not skipped; what asks none runs once."""
    other = "sqlite" if ON_POSTGRES else "postgres"
    elsewhere = {item for item in items if item.get_closest_marker(other)}
    if ON_POSTGRES:
        elsewhere |= {item for item in items if item.get_closest_marker("once") or not asks_a_database(item)}
    config.hook.pytest_deselected(items=list(elsewhere))
    items[:] = [item for item in items if item not in elsewhere]


def asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgres", "browser", "soak"))
    return marked or bool(fixtures & {"db", "django_db_setup", "instance"})


def pytest_collection_finish() -> None:
    """What is there by now stays to the end: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_report_header() -> str:
    return f"database: {'PostgreSQL' if ON_POSTGRES else 'SQLite'} {os.environ.get('ENTREGENT_SQLITE_JOURNAL', '')}"
