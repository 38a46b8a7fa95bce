from django.db import models
from django.utils.translation import gettext_lazy as _


class Said(models.TextChoices):
    """What one person says of a proposal. Silence is neither, and has no row."""

    CONSENT = "consent", _("I consent")
    OBJECTION = "objection", _("I object")


class Outcome(models.TextChoices):
    """What became of a proposal; "" while it waits."""

    PASSED = "passed", _("decided")
    FEW = "few", _("not decided: too few consented")
    OBJECTION = "objection", _("not decided: an objection stands")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MOOT = "moot", _("without object")


class Section(models.TextChoices):
    """What a charter speaks of, in this order; a section left empty is left out."""

    PURPOSE = "purpose", _("What we are here for")
    GIVES = "gives", _("What each of us gives")
    KEEPS = "keeps", _("What stays between us")
    SELLS = "sells", _("Canvassing")
    GUESTS = "guests", _("Guests and newcomers")
    DECIDES = "decides", _("How we decide")
    LEAVES = "leaves", _("How one leaves")
