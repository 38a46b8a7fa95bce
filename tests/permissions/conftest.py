from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.permissions.asking import Rounds


@pytest.fixture(scope="module")
def rounds(django_db_setup: None, django_db_blocker: Any) -> Iterator[Rounds]:
    """The story told once for all the questions of a module, then forgotten."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Rounds()
        transaction.set_rollback(True)
