"""The tables of a new database, made at once.

Migrations bring an instance from any earlier version to this one. On a new database they would make every table and
then change it, for as long as all the rest of a first start; what they lead to is what the models say.
"""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def bring_up() -> None:
    """A new database gets this version's tables; an older one is migrated."""
    if not connection.introspection.table_names():
        _make()
    call_command("migrate", verbosity=0, interactive=False)


def _make() -> None:
    """All of them, and that no migration is left to apply, or nothing."""
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        recorder.ensure_schema()
        for model in apps.get_models():
            editor.create_model(model)
        for app, name in MigrationLoader(None).disk_migrations:
            recorder.record_applied(app, name)
