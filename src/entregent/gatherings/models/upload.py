from __future__ import annotations

from typing import Any

from django.db import models

from entregent.circles.models import Circle
from entregent.gatherings.enums import Brings
from entregent.people.models import Person


class Upload(models.Model):
    """A file somebody brought, waiting between its preview and their word: theirs alone, and gone within a day.

    `columns` says what each column holds where a hand corrected the guess; `report` is what the file would do, or did.
    """

    key = models.CharField(max_length=24, unique=True)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="uploads")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="uploads")
    what = models.CharField(max_length=10, choices=Brings.choices)
    file_name = models.CharField(max_length=120)
    content = models.BinaryField()
    columns = models.JSONField(default=dict)
    hour = models.TimeField(null=True, blank=True)
    order = models.CharField(max_length=8, blank=True)
    report = models.JSONField(default=dict)
    import_id = models.BigIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def chosen(self) -> dict[int, str] | None:
        """By position, what a hand said each column holds."""
        stored: dict[str, Any] = self.columns
        return {int(position): str(meaning) for position, meaning in stored.items()} or None
