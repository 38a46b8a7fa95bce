from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from entregent.core import clock
from entregent.people.models import Person
from tests.cast import somebody

PLAIN_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture
def gallery(settings: Any) -> None:
    """The pages of `tests/web/gallery` instead of the instance's own, with static files under their plain names."""
    settings.ROOT_URLCONF = "tests.web.gallery.urls"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent / "gallery" / "templates"]}]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN_FILES}


@pytest.fixture
def now() -> datetime:
    return clock.now()


@pytest.fixture
def nadia(now: datetime) -> Person:
    return somebody("Nadia", "nadia@example.org", now=now)


@pytest.fixture
def theo(now: datetime) -> Person:
    return somebody("Théo", "theo@example.org", now=now)
