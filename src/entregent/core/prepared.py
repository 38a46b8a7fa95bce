"""Queries whose SQL is written once: most of a page's time was Django writing the same SQL again and again.

    @prepared
    def _coming(circle: Circle, now: datetime) -> QuerySet[Gathering]:
        return Gathering.objects.filter(circle=circle, starts_at__gt=now - DAY).order_by("starts_at")

    rows = _coming(circle=circle, now=now)      # a list

The function is called once, with stand-ins in place of values; from then on each call sends its own values along with
the SQL kept from that time. So the function may not look at what it is given: no `if`, no `len`, no manager of an
object. Where it stands for a list, `among("person", ids)` takes the place of `person__in=ids`. What changes the shape
of the query comes first, by position, and is kept apart: `_newest(5, circle=circle)`.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import update_wrapper
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.models import BooleanField, Expression, F, Func, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")
LIST = "\x00list\x00"  # where the places of a list go, as many as it is long


@dataclass(frozen=True)
class _Place:
    """Where a value goes among the parameters of the SQL."""

    name: str
    later: timedelta = timedelta()
    many: bool = False

    def value(self, given: Mapping[str, Any]) -> Any:
        value = given[self.name]
        return value + self.later if self.later else value


class _StandIn(Expression):
    """Takes part in a query as a value would: also a moment some time earlier or later, or an object's id."""

    def __init__(self, name: str, later: timedelta = timedelta()) -> None:
        super().__init__()
        self.name, self.later = name, later

    @property
    def pk(self) -> _StandIn:
        return self

    def __add__(self, other: timedelta) -> _StandIn:  # type: ignore[override]
        return _StandIn(self.name, self.later + other)

    def __sub__(self, other: timedelta) -> _StandIn:  # type: ignore[override]
        return _StandIn(self.name, self.later - other)

    def get_group_by_cols(self) -> list[Any]:
        return []

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (_Place(self.name, self.later),)


class _Among(Func):
    output_field = BooleanField()

    def __init__(self, column: str, name: str) -> None:
        super().__init__(F(column))
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any, **_more: Any) -> Any:  # type: ignore[override]
        column, parameters = compiler.compile(self.source_expressions[0])
        return f"{column} IN ({LIST})", (*parameters, _Place(self.name, many=True))


def among(column: str, given: Any) -> Any:
    """`column__in=given` in a prepared query."""
    return _Among(column, given.name)


@dataclass(frozen=True)
class _Written:
    queryset: Any
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    by_connection: WeakKeyDictionary[Any, SQLCompiler] = field(default_factory=WeakKeyDictionary)

    def ask(self, given: Mapping[str, Any]) -> list[Any]:
        """Django's own way from a queryset to its rows, but for the writing of the SQL."""
        connection = connections[self.queryset.db]
        if self.queryset.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("a lock is held until the end of a transaction: there is none")
        sql, sent = self.sql, []
        for one in self.parameters:
            if type(one) is not _Place:
                sent.append(one)
            elif one.many:
                values = list(one.value(given))
                sql = sql.replace(LIST, ", ".join(["%s"] * len(values)) or "NULL", 1)
                sent += values
            else:
                sent.append(_sendable(one.value(given), connection))
        compiler: Any = copy.copy(self.by_connection.get(connection) or self._of(connection))
        compiler.as_sql = lambda: (sql, sent)
        query: Any = copy.copy(self.queryset.query)
        query.get_compiler = lambda using: compiler
        return list(self.queryset._iterable_class(_Asked(self.queryset.db, query, self.queryset._fields)))

    def _of(self, connection: Any) -> Any:
        """Each thread has its own connection, and with it its own way to read a column."""
        compiler: Any = copy.copy(self.compiler)
        compiler.connection = connection
        converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda columns: converters
        self.by_connection[connection] = compiler
        return compiler


@dataclass(frozen=True)
class _Asked:
    """What Django reads of a queryset to make its rows."""

    db: str
    query: Any
    _fields: Any
    _known_related_objects: Mapping[Any, Any] = field(default_factory=dict)


def _sendable(value: Any, connection: Any) -> Any:
    return value.pk if isinstance(value, Model) else connection.ops.adapt_unknown_value(value)


class prepared(Generic[Row]):  # noqa: N801 (a decorator)
    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self.build = build
        self.names = tuple(inspect.signature(build).parameters)
        self.written: dict[tuple[Any, ...], _Written] = {}
        update_wrapper(self, build)

    def __call__(self, *shape: Any, **given: Any) -> list[Row]:
        if shape not in self.written:
            self.written[shape] = self._write(shape)
        if given.keys() != set(self.names[len(shape) :]):
            raise TypeError(f"{self.build.__qualname__} is asked by name: {', '.join(self.names[len(shape) :])}")
        return self.written[shape].ask(given)

    def first(self, *shape: Any, **given: Any) -> Row | None:
        """The first of what is found; how many rows are looked for is the query's to say."""
        return next(iter(self(*shape, **given)), None)

    def _write(self, shape: tuple[Any, ...]) -> _Written:
        queryset: Any = self.build(*shape, **{name: _StandIn(name) for name in self.names[len(shape) :]})
        if queryset._prefetch_related_lookups:
            raise TypeError(f"{self.build.__qualname__}: what fetches beside cannot be prepared")
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, parameters = compiler.as_sql()
        return _Written(queryset, compiler, sql, tuple(parameters))
