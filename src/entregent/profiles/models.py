from __future__ import annotations

from django.db import models
from django.db.models import Q

from entregent.circles.models import Circle
from entregent.people.models import Person
from entregent.profiles.enums import Field, Sector

LINE = 80
ABOUT_LENGTH = 600
MOST_SKILLS = 12


class Profile(models.Model):
    """What somebody says of themselves, in their own words."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="profile")
    trade = models.CharField(max_length=LINE, blank=True)
    sector = models.CharField(max_length=12, choices=Sector.choices, blank=True)
    town = models.CharField(max_length=LINE, blank=True)
    about = models.TextField(max_length=ABOUT_LENGTH, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    changed_at = models.DateTimeField()


class Skill(models.Model):
    """One thing somebody can help with, or looks for (`field`)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="skills")
    field = models.CharField(max_length=10, choices=Field.choices)
    text = models.CharField(max_length=LINE)
    folded = models.CharField(max_length=2 * LINE, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "field", "folded"], name="one_skill_of_a_kind")]


class Photo(models.Model):
    """A small square picture, made anew from what was sent. It lives and goes with the database."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="photo")
    content = models.BinaryField()
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)


class Shown(models.Model):
    """One field of one person is read in this circle, or in any they are in (no circle). Without a row, by nobody."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shown")
    field = models.CharField(max_length=10, choices=Field.choices)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "field", "circle"], name="one_row_per_field_and_circle"),
            models.UniqueConstraint(
                fields=["person", "field"], condition=Q(circle__isnull=True), name="one_row_for_anyone_per_field"
            ),
        ]
