from django.db import models


class Language(models.TextChoices):
    FRENCH = "fr", "Français"
    ENGLISH = "en", "English"


class Purpose(models.TextChoices):
    """What a link in a mail lets its holder do; a link of one purpose opens no other door."""

    ANSWER = "answer"  # a gathering: answer, change, standing answer
    INVITATION = "invitation"  # an invitation: join, decline
    MAILS = "mails"  # a circle: fewer mails, none, never again
    NEXT_DATE = "next-date"  # a circle: fix its next date
    SIGN_IN = "sign-in"  # oneself: opens a session


class Way(models.TextChoices):
    """How a session was opened."""

    CODE = "code"
    LINK = "link"
    PASSKEY = "passkey"
    NAME = "name"
