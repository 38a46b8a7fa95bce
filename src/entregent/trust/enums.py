from django.db import models
from django.utils.translation import gettext_lazy as _


class Reach(models.TextChoices):
    """How far what is written may go."""

    TABLE = "table", _("this table")
    CIRCLE = "circle", _("this circle")


class Naming(models.TextChoices):
    """Whether the one who said it may be named when it is repeated."""

    MAY = "may", _("may be named")
    MAY_NOT = "may-not", _("not to be named")
