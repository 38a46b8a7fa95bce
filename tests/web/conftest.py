from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

PLAIN_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture
def gallery(settings: Any) -> None:
    """The pages of `tests/web/gallery` instead of the instance's own, with static files under their plain names."""
    settings.ROOT_URLCONF = "tests.web.gallery.urls"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent / "gallery" / "templates"]}]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN_FILES}
