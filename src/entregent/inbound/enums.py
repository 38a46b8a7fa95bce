from django.db import models
from django.utils.translation import gettext_lazy as _


class Fate(models.TextChoices):
    """What became of a mail that came in."""

    ANSWERED = "answered"
    WRITTEN = "written"
    BOUNCE = "bounce"
    IGNORED = "ignored"
    REFUSED = "refused"
    SEEN = "seen"


class Why(models.TextChoices):
    """Why a mail was not taken, in one sentence to whoever sent it."""

    UNKNOWN = "unknown", _("It does not show which mail it answers: reply to a mail about a date.")
    ELSEWHERE = "elsewhere", _("It came from another address than the one we wrote to: send it from that one.")
    LARGE = "large", _("It is larger than 5 MB: send the words alone.")
    EMPTY = "empty", _("It holds no words of its own.")
    LONG = "long", _("It is longer than 4,000 characters: shorten it, or write on the gathering’s page.")
    LATE = "late", _("Answers to this date are closed.")
    CHANGED = "changed", _("The date has changed since: answer from the newer mail.")
    UNCLEAR = ("unclear", _("It does not say which dates suit: answer with their numbers, or from its link."))
    OVER = "over", _("The poll takes no more answers.")
    GONE = "gone", _("This gathering is no longer there, or it is no longer yours to read.")
