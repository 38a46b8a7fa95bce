"""A charter to start from: short, and meant to be changed."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from entregent.circles.models import Circle
from entregent.circles.queries import language_for
from entregent.decisions.enums import Section


def start_of(circle: Circle) -> dict[str, str]:
    """In the circle's own language, whoever opens the form."""
    with translation.override(language_for(circle, None)):
        return _words(circle)


def _words(circle: Circle) -> dict[str, str]:
    return {
        Section.PURPOSE: circle.purpose
        or _(
            "We meet regularly because we like being together, and because each of us knows people, trades and ways of"
            " doing things that the others do not."
        ),
        Section.GIVES: _(
            "An hour of attention, what we know, and now and then the name of somebody who can help. Nobody keeps"
            " accounts, nobody owes anything."
        ),
        Section.KEEPS: _(
            "What is said at the table stays among us, unless whoever said it agrees. We check before we repeat"
            " something, and we say where we have it from."
        ),
        Section.SELLS: _(
            "We do not come to sell. Whoever has an interest in what they recommend says so first. Business may come of"
            " a lunch; it is never the reason for it."
        ),
        Section.GUESTS: _(
            "Each of us may bring somebody, and tells the others. Whoever comes for the first time is seated beside"
            " somebody who speaks with them."
        ),
        Section.DECIDES: _(
            "What can be undone, anybody does. What cannot, we decide by consent: one person proposes, the others"
            " consent or say which harm they see. Silence is neither."
        ),
        Section.LEAVES: _(
            "When one likes, without a reason; a word is welcome. Whoever has not come for a while hears from us, and"
            " is reproached nothing."
        ),
    }
