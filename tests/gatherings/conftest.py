"""Anne and Théo, in one circle."""

from __future__ import annotations

import pytest

from entregent.circles.models import Circle
from entregent.people.models import Person
from tests.cast import a_circle, somebody


@pytest.fixture
def anne() -> Person:
    return somebody("Anne", "anne@example.org")


@pytest.fixture
def theo() -> Person:
    return somebody("Théo", "theo@example.org")


@pytest.fixture
def circle(anne: Person, theo: Person) -> Circle:
    return a_circle(anne, theo)
