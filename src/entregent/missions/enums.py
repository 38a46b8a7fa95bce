from django.db import models
from django.utils.translation import gettext_lazy as _


class Weight(models.TextChoices):
    """A card that is work counts when chance is shared out; a light one does not. A blank one is no card at all."""

    WORK = "work", _("something to do")
    LIGHT = "light", _("light, for the pleasure of it")


class Sign(models.TextChoices):
    """What a card shows, and where it leads whoever holds it."""

    DATE = "date", _("a calendar: it opens the next date")
    PLACE = "place", _("a table: it opens the places")
    WELCOME = "welcome", _("a door: it opens the newcomers")
    TIME = "time", _("an hourglass")
    NOTES = "notes", _("a notebook: it opens the notes")
    TRADE = "trade", _("two people: it opens the invitations")
    NEWS = "news", _("a letter: it opens the circle’s page")
    QUESTION = "question", _("a word to say")
    TIP = "tip", _("a light bulb")
    BESIDE = "beside", _("two chairs")
    STORY = "story", _("an open book")
    SUN = "sun", _("a sun")
