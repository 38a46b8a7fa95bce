from django.db import models
from django.utils.translation import gettext_lazy as _


class Reach(models.TextChoices):
    """How far what is written may go."""

    TABLE = "table", _("this table")
    CIRCLE = "circle", _("this circle")
    CIRCLES = "circles", _("these circles")
    ANYONE = "anyone", _("anyone")


class Naming(models.TextChoices):
    """Whether the one who said it may be named when it is repeated."""

    MAY = "may", _("may be named")
    MAY_NOT = "may-not", _("not to be named")


class Reported(models.TextChoices):
    PERSON = "person", _("a person")
    REPLY = "reply", _("words under a gathering")
    GATHERING = "gathering", _("a gathering")
