from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from entregent.core.models import Beat
from entregent.core.queries import SILENT_AFTER, silence

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("ago", "expected"),
    [(timedelta(), ""), (SILENT_AFTER, ""), (SILENT_AFTER + timedelta(seconds=1), "silent since 2026-11-24 08:57 UTC")],
)
def test_a_process_is_silent_after_two_minutes(ago: timedelta, expected: str) -> None:
    Beat.objects.create(name="worker", beat_at=NOW - ago)
    assert silence("worker", NOW) == expected


def test_a_process_that_never_ran_says_so() -> None:
    assert silence("worker", NOW) == "never started"
