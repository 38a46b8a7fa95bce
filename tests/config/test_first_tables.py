"""A new database gets at once what the migrations lead to, table by table; killed on the way, it has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.instance import an_instance

pytestmark = pytest.mark.whole

AT_ONCE = "from entregent.config.first_tables import bring_up; bring_up()"
IN_TURN = "from django.core.management import call_command; call_command('migrate', verbosity=0)"
CUT_OFF = """
from django.db.migrations.recorder import MigrationRecorder
from entregent.config import first_tables
def cut_off(*names):
    raise KeyboardInterrupt
MigrationRecorder.record_applied = cut_off
try:
    first_tables.bring_up()
except KeyboardInterrupt:
    pass
"""
SHAPE = """
from django.db import connection
NUMBERED = ("fk_", "__unnamed")
said = {}
with connection.cursor() as cursor:
    look = connection.introspection
    for table in sorted(look.table_names(cursor)):
        columns = [
            (one.name, one.type_code, one.display_size, one.null_ok, one.default)
            for one in look.get_table_description(cursor, table)
        ]
        held = look.get_constraints(cursor, table).items()
        named = [("" if name.startswith(NUMBERED) else name, what) for name, what in held]  # by the order they came in
        said[table] = [sorted(map(str, columns)), sorted(map(str, named))]
"""
HISTORY = "SELECT app, name FROM django_migrations ORDER BY app, name"


def shape(folder: Path, made: str) -> tuple[object, object]:
    folder.mkdir()
    with an_instance(folder, migrated=False) as instance:
        instance.python(made)
        return instance.python(SHAPE), instance.sql(HISTORY)


def test_at_once_or_in_turn_the_tables_are_the_same(tmp_path: Path) -> None:
    at_once, in_turn = shape(tmp_path / "once", AT_ONCE), shape(tmp_path / "turn", IN_TURN)
    assert at_once == in_turn


def test_cut_off_on_the_way_there_is_no_table_and_the_next_start_makes_them(tmp_path: Path) -> None:
    with an_instance(tmp_path, migrated=False) as instance:
        instance.python(CUT_OFF)
        assert instance.python(SHAPE) == {}
        instance.python(AT_ONCE)
        assert len(instance.sql(HISTORY)) > 30
