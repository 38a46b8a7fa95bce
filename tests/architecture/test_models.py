"""What import-linter does not see: where foreign keys point, and that no person is held outside a privacy.py."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any, TypeAlias

from django.apps import apps
from django.db import models
from django.db.models import ForeignObject, Model

from entregent.people.models import Person
from tests.architecture.sources import DOMAIN

AGGREGATES = {"circles.Circle", "gatherings.Gathering"}
OF_NO_USE_WITHOUT_THE_PERSON = {
    "gatherings.Feed.person",
    "gatherings.Upload.by",
    "circles.Invitation.person",
    "notices.Habits.person",
    "notices.Notice.person",
    "trust.Audience.person",
}

Relation: TypeAlias = "ForeignObject[Any, Any] | models.ManyToManyField[Any, Any]"


def relations() -> Iterator[tuple[str, type[Model], type[Model], Relation]]:
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("entregent."):
            for field in model._meta.get_fields():
                if isinstance(field, (ForeignObject, models.ManyToManyField)):
                    target = field.related_model
                    assert isinstance(target, type)
                    yield f"{model._meta.app_label}.{model.__name__}.{field.name}", model, target, field


RELATIONS = list(relations())


def test_there_are_relations_to_look_at() -> None:
    assert len(RELATIONS) > 20


def below(model: type[Model]) -> list[str]:
    return [*DOMAIN[DOMAIN.index(model._meta.app_label) :], "auth", "contenttypes", "sessions"]


def test_foreign_keys_point_down() -> None:
    """An upward reference is a (kind, id)."""
    assert [name for name, model, target, _ in RELATIONS if target._meta.app_label not in below(model)] == []


def is_of(name: str, model: type[Model], target: type[Model]) -> bool:
    same_app = model._meta.app_label == target._meta.app_label
    return same_app or target._meta.label in AGGREGATES or name in OF_NO_USE_WITHOUT_THE_PERSON


def test_only_an_aggregate_cascades() -> None:
    cascading = [
        (name, model, target)
        for name, model, target, field in RELATIONS
        if getattr(field.remote_field, "on_delete", None) is models.CASCADE
    ]
    assert cascading
    assert [name for name, model, target in cascading if not is_of(name, model, target)] == []


def covered() -> dict[str, frozenset[str]]:
    """By app, the fields its privacy.py exports, erases and merges."""
    return {
        app: importlib.import_module(f"entregent.{app}.privacy").COVERED
        for app in DOMAIN
        if any(model.__module__.startswith(f"entregent.{app}.") for model in apps.get_models())
        and any(name.startswith(f"{app}.") and target is Person for name, _, target, _ in RELATIONS)
    }


def test_every_field_that_holds_a_person_is_covered_by_its_apps_privacy() -> None:
    held = {name for name, _, target, _ in RELATIONS if target is Person}
    by_app = covered()
    assert frozenset().union(*by_app.values()) == held
    assert all(name.startswith(f"{app}.") for app, names in by_app.items() for name in names)
