from django.db import models
from django.utils.translation import gettext_lazy as _


class Setting(models.TextChoices):
    LUNCH = "lunch", _("lunch")
    DINNER = "dinner", _("dinner")
    CLUB = "club", _("club evening")
    SPORT = "sport", _("sport")
    WORK = "work", _("working session")
    CALL = "call", _("call")
    CAMPAIGN = "campaign", _("campaign")
    OTHER = "other", _("meeting")


class Hue(models.TextChoices):
    SAGE = "sage", _("sage")
    LAKE = "lake", _("lake")
    HEATHER = "heather", _("heather")
    BRICK = "brick", _("brick")
    HONEY = "honey", _("honey")
    ROSE = "rose", _("rose")
    MOSS = "moss", _("moss")
    SLATE = "slate", _("slate")


class AddressForm(models.TextChoices):
    VOUS = "vous", "vous"
    TU = "tu", "tu"


class MailLevel(models.TextChoices):
    EVERY = "every", _("each date, and a word when the next one is missing")
    DATES = "dates", _("each date, nothing else")
    NONE = "none", _("nothing from this circle")


class Source(models.TextChoices):
    """Where the address on an invitation came from; its mail says so."""

    TYPED = "typed"
    FILE = "file"
