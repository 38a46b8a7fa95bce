from django.db import models
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    FREE = "free", _("no fixed rhythm")
    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY_WEEKDAY = "monthly-weekday", _("every month, the same weekday (the first Thursday…)")
    MONTHLY_LAST = "monthly-last", _("every month, the last such weekday (the last Thursday…)")
    MONTHLY_DATE = "monthly-date", _("every month, the same date")


class Reply(models.TextChoices):
    YES = "yes", _("I’m coming")
    MAYBE = "maybe", _("Maybe")
    NO = "no", _("No")


class Via(models.TextChoices):
    PAGE = "page"
    MAIL = "mail"
    STANDING = "standing"
    SOMEBODY = "somebody"
    POLL = "poll"


class Takes(models.TextChoices):
    """Which dates a subscribed calendar takes."""

    COMING = "coming", _("those I answered yes or maybe to")
    ALL = "all", _("every fixed date of my circles")


class Brings(models.TextChoices):
    """What a file brought to a circle's page holds."""

    MEMBERS = "members", _("a list of members")
    GATHERINGS = "gatherings", _("who was there, date by date")
    CALENDAR = "calendar", _("a calendar (.ics)")


BY_THEMSELVES = (Via.PAGE, Via.MAIL)


class StepFree(models.TextChoices):
    YES = "yes", _("step-free")
    PARTLY = "partly", _("step-free with help")
    NO = "no", _("steps on the way in")


class Noise(models.TextChoices):
    QUIET = "quiet", _("quiet")
    LIVELY = "lively", _("lively")
    LOUD = "loud", _("loud")


class Company(models.TextChoices):
    """Whom a table plan seats."""

    HERE = "here", _("those here now")
    COMING = "coming", _("those who said yes")
