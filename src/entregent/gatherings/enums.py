from django.db import models
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    FREE = "free", _("no fixed rhythm")
    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY_WEEKDAY = "monthly-weekday", _("every month, the same weekday (the first Thursday…)")
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


BY_THEMSELVES = (Via.PAGE, Via.MAIL)
