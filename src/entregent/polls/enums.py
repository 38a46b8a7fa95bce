from django.db import models
from django.utils.translation import gettext_lazy as _


class Choice(models.TextChoices):
    """What one person says of one slot. The values are those of `gatherings.enums.Reply`, which they become."""

    YES = "yes", _("yes")
    MAYBE = "maybe", _("if need be")
    NO = "no", _("no")
