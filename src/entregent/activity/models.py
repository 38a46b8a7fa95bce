from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from entregent.people.models import Person

ONLY_GROWS = "The journal only grows."


class Journal(models.QuerySet["Event"]):
    def delete(self) -> NoReturn:
        raise TypeError(ONLY_GROWS)


class Event(models.Model):
    """Something happened: who, what verb, on which object, in which circle. Ids and kinds, never contents.

    `open_to_circle` marks what stands in the circle's journal: acts that change rights or leave the circle.
    """

    actor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="events")
    about = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="events_about")
    verb = models.CharField(max_length=40)
    kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    circle_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    open_to_circle = models.BooleanField(default=False)
    before = models.JSONField(default=dict)
    undone_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undoes")

    objects = Journal.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["circle_id", "open_to_circle", "-at"]),
            models.Index(fields=["kind", "object_id"]),
        ]

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(ONLY_GROWS)
