from __future__ import annotations

from django.db import models

from entregent.circles.models import Circle
from entregent.core.folding import fold
from entregent.core.ids import new_key
from entregent.gatherings.enums import Noise, StepFree
from entregent.people.models import Person


class Venue(models.Model):
    """A place the circle knows: how one gets there, what it costs, whether a wheelchair goes in."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="venues")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=110, blank=True)
    way = models.CharField(max_length=400, blank=True)
    price = models.CharField(max_length=80, blank=True)
    step_free = models.CharField(max_length=8, choices=StepFree.choices, blank=True)
    noise = models.CharField(max_length=8, choices=Noise.choices, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    put_away_at = models.DateTimeField(null=True, blank=True)
    put_away_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @property
    def line(self) -> str:
        """As a gathering says where it is."""
        return ", ".join(filter(None, [self.name, self.address]))

    def is_called(self, place: str) -> bool:
        return fold(place) in (fold(self.name), fold(self.line))


class VenueWord(models.Model):
    """What one person thought of a place, in a line: theirs to change."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="words")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="venue_words")
    text = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["venue", "person"], name="one_word_per_person_and_venue")]
