from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client

from entregent.core.clock import now
from entregent.core.models import Beat
from entregent.notices.operations import queue
from entregent.people.models import Session

pytestmark = pytest.mark.django_db

FINE = {"ok": True, "database": "ok", "worker": "ok", "scheduler": "ok", "mail": "ok"}


def beat(*names: str) -> None:
    for name in names:
        Beat.objects.create(name=name, beat_at=now())


def test_all_is_well(client: Client) -> None:
    beat("worker", "scheduler")
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, FINE)


def test_it_names_what_is_wrong(client: Client) -> None:
    beat("worker")
    queue(kind="sign-in-code", dedupe="a", now=now() - timedelta(hours=1))
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == FINE | {"ok": False, "scheduler": "never started", "mail": "overdue: 1"}


def test_a_database_that_does_not_answer_is_named_too(client: Client) -> None:
    with patch("entregent.web.health.views.silence", side_effect=OperationalError("gone")):
        response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {
        "ok": False,
        "database": "does not answer",
        "worker": "unknown",
        "scheduler": "unknown",
        "mail": "unknown",
    }


def test_no_session_is_made(client: Client) -> None:
    response = client.get("/healthz")
    assert (Session.objects.count(), dict(response.cookies)) == (0, {})
