"""Two records of one person become one, and come apart again: every row that moved is written down.

A foreign key to Person moves by itself; an app says in its `merge` which of two rows counts where both have one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, ForeignObjectRel, Model, QuerySet

from entregent.people.models import Person

# Links keep the person they were derived for: a mail already sent goes on speaking for whoever they have become.
# Sessions of the other record end. What merges themselves say is history.
STAYS = frozenset(
    {"people.Link.person", "people.Session.person", "people.Merge.kept", "people.Merge.gone", "people.Merge.by"}
)
Values = dict[str, Any]


@dataclass
class Ledger:
    """What one merge did: `moved` rows, `changed` ones with what they said before, those set `aside` whole."""

    kept: Person
    gone: Person
    moved: list[tuple[str, str, list[Any]]] = field(default_factory=list)
    changed: list[tuple[str, Any, Values, Values]] = field(default_factory=list)
    aside: list[tuple[str, Values]] = field(default_factory=list)

    def settle(
        self, model: type[Model], name: str, same: tuple[str, ...], better: Callable[[Any, Any], bool] | None = None
    ) -> None:
        """Where both have a row about the same thing, the kept person's counts, unless the other's is `better`."""
        for row in _rows(model, **{name: self.gone}):
            alike = {one: getattr(row, one) for one in same}
            mine = _rows(model, **{name: self.kept}, **alike).first()
            if mine is not None:
                self.set_aside(mine if better is not None and better(row, mine) else row)

    def change(self, row: Model, **values: Any) -> None:
        before = {name: _written(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        _rows(type(row), pk=row.pk).update(**values)
        after = {name: _written(row, name) for name in values}
        if before != after:
            self.changed.append((row._meta.label, row.pk, before, after))

    def move(self, model: type[Model], name: str) -> None:
        """Every row of the other record becomes the kept one's; one that cannot stand beside theirs is set aside."""
        ids = [row.pk for row in _rows(model, **{name: self.gone}).order_by("pk") if self._moved(row, name)]
        if ids:
            self.moved.append((model._meta.label, name, ids))

    def _moved(self, row: Model, name: str) -> bool:
        try:
            with transaction.atomic():
                _rows(type(row), pk=row.pk).update(**{name: self.kept})
        except IntegrityError:
            self.set_aside(row)
            return False
        return True

    def set_aside(self, row: Model) -> None:
        """Out of the way, with what hangs on it, to be put back as it was."""
        for relation in _held_by(type(row)):
            for child in _rows(relation.related_model, **{relation.field.name: row}):
                self.set_aside(child)
        values = {one.attname: _written(row, one.attname) for one in row._meta.concrete_fields}
        self.aside.append((row._meta.label, values))
        _rows(type(row), pk=row.pk).delete()

    def as_written(self) -> dict[str, Any]:
        return {"moved": self.moved, "changed": self.changed, "aside": self.aside}


def fields_that_move() -> Iterator[tuple[type[Model], str]]:
    """Every foreign key to Person of every app, but those that stay."""
    for relation in _held_by(Person):
        model = relation.related_model
        if f"{model._meta.label}.{relation.field.name}" not in STAYS:
            yield model, relation.field.name


def put_back(written: dict[str, Any], kept: Person, gone: Person) -> None:
    """All as before the merge, but for what has been changed or erased since."""
    for label, pk, before, after in reversed(written["changed"]):
        row = _rows(apps.get_model(label), pk=pk).first()
        if row is not None and all(_written(row, name) == value for name, value in after.items()):
            _rows(type(row), pk=pk).update(**{name: _read(type(row), name, value) for name, value in before.items()})
    for label, name, ids in reversed(written["moved"]):
        _rows(apps.get_model(label), pk__in=ids, **{name: kept}).update(**{name: gone})
    for label, values in reversed(written["aside"]):
        _restore(apps.get_model(label), values)


def _restore(model: type[Model], values: Values) -> None:
    """Unless what it spoke of is no more, or another stands in its place by now."""
    row = model(**{name: _read(model, name, value) for name, value in values.items()})
    for one in model._meta.concrete_fields:
        target = one.remote_field.model if isinstance(one, ForeignKey) and getattr(row, one.attname) else None
        if target is not None and not _rows(target, pk=getattr(row, one.attname)).exists():
            return
    try:
        with transaction.atomic():
            model._base_manager.bulk_create([row])
    except IntegrityError:
        return


def _held_by(model: type[Model]) -> list[ForeignObjectRel]:
    found = model._meta.get_fields(include_hidden=True)
    relations = [one for one in found if isinstance(one, ForeignObjectRel) and not one.many_to_many]
    return [one for one in relations if one.field.concrete]


def _rows(model: type[Model], **which: Any) -> QuerySet[Any]:
    return model._base_manager.filter(**which)


def _written(row: Model, name: str) -> Any:
    """A value as text that `_read` takes back exactly."""
    one = row._meta.get_field(name)
    value = getattr(row, one.attname)  # type: ignore[union-attr]
    return None if value is None else one.value_to_string(row)  # type: ignore[union-attr]


def _read(model: type[Model], name: str, written: Any) -> Any:
    return None if written is None else model._meta.get_field(name).to_python(written)  # type: ignore[union-attr]
