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
    DATES = "dates", _("fixed dates only")
    MONTHLY = "monthly", _("once a month, what is ahead")
    NONE = "none", _("nothing from this circle")


class Source(models.TextChoices):
    """Where the address on an invitation came from; its mail says so."""

    TYPED = "typed"
    FILE = "file"
    OWN_FILE = "own-file"  # the inviter's, not one the operator brought in: they know the addresses


class WayIn(models.TextChoices):
    """How people come into a circle they do not know anybody in."""

    HIDDEN = "hidden", _("by invitation: nobody else knows that it exists")
    REQUEST = "request", _("on request: whoever has its address may ask, a member answers")
    OPEN = "open", _("open: on a public page, whoever proves an address comes in")


class Settled(models.TextChoices):
    """What made somebody a settled member: being there from the start, coming twice, two members' word."""

    START = ""
    ATTENDED = "attended"
    VOUCHED = "vouched"


class Feature(models.TextChoices):
    """What a circle is offered once, when its size or one of its members calls for it; "no thanks" is remembered."""

    PLACE_AND_RHYTHM = "place-and-rhythm"
    TABLE_PLAN = "table-plan"
    FACILITATOR = "facilitator"
    CARDS = "cards"
    MATCHING = "matching"
    MAP = "map"
    CHARTER = "charter"
    CHECK_IN = "check-in"
    CAPACITY = "capacity"
