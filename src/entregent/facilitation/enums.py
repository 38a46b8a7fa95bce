from django.db import models
from django.utils.translation import gettext_lazy as _


class How(models.TextChoices):
    """How a circle finds who facilitates, simplest first."""

    ASKED = "asked", _("somebody is asked: “would you?”")
    TURN = "turn", _("each in turn")
    DRAW = "draw", _("by lot, among those who put their name in the hat")
    ELECTION = "election", _("the circle names somebody, with reasons, then consents")
    PROPOSED = "proposed", _("somebody proposes themselves, and the circle consents")


BEGUN = (How.ASKED, How.TURN, How.DRAW, How.ELECTION)  # what a circle looks for its next facilitator by


class Stage(models.TextChoices):
    """Where an election stands."""

    NAMING = "naming"  # each gives a name; nobody reads another's
    CHANGING = "changing"  # the names and their reasons are shown
    ASKING = "asking"  # whoever was named most is asked, then the next
    AGREEING = "agreeing"  # they said yes: the circle consents or objects


class Ended(models.TextChoices):
    """Why a term is over. What is nobody's business is not among them."""

    OVER = "over"
    STEPPED_DOWN = "stepped-down"
    HANDED_OVER = "handed-over"
    GONE = "gone"  # left the circle, or was erased
    OFF = "off"  # the circle does without


class Message(models.TextChoices):
    """What a facilitator writes to the circle, with words to begin with."""

    RELAUNCH = "relaunch", _("who comes?")
    DATE = "date", _("when do we meet next?")
    SUBJECT = "subject", _("what shall we talk about?")
    WORD = "word", _("a word of your own")
