"""A database that is busy: the page says that nothing was saved, and when to come back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from entregent.people.models import Person
from tests.cast import a_circle, somebody
from tests.web.visiting import as_person, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia() -> Person:
    return somebody("Nadia", "nadia@example.org")


def busy(at: str) -> Any:
    """Statements that touch this table find the database locked."""

    def run(execute: Any, sql: str, *given: Any) -> Any:
        if at in sql:
            raise OperationalError("database is locked")
        return execute(sql, *given)

    return connection.execute_wrapper(run)


def patient(person: Person) -> Client:
    client = as_person(person)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("table", ["people_session", "people_person", "circles_circle"])
def test_a_page_that_cannot_be_read_says_when_to_come_back(nadia: Person, table: str) -> None:
    circle, client = a_circle(nadia), patient(nadia)
    with busy(table):
        response = client.get(f"/c/{circle.slug}")
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert words(response).startswith("This page cannot be shown just now")


@pytest.mark.parametrize("table", ["people_session", "circles_circle"])
def test_what_was_typed_is_there_to_copy(nadia: Person, table: str) -> None:
    circle, client = a_circle(nadia), patient(nadia)
    with busy(table):
        response = client.post(f"/c/{circle.slug}/settings", {"name": "Je viens à vélo."})
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "Je viens à vélo." in words(response)
    assert words(response).startswith("This could not be saved")


def test_a_fault_of_ours_is_none_of_the_database(nadia: Person) -> None:
    client = patient(nadia)

    def run(execute: Any, sql: str, *given: Any) -> Any:
        raise ZeroDivisionError

    with connection.execute_wrapper(run):
        response = client.get("/circles")
    assert response.status_code == 500
    assert words(response).startswith("Something broke on our side")
