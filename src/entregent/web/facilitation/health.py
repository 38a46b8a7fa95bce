"""How a circle is doing, in words: "Eleven people come almost every time. Four came once, but not since spring." And,
once there is no doubt of it, whether more or fewer come than did.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.core.words_of_time import capital, small_number
from entregent.facilitation.queries.health import Health, health
from entregent.web.gatherings.words import lang

DOUBLED = 100


def health_in_words(circle: Circle, now: datetime) -> str:
    """ "" while there is too little to say."""
    found = health(circle, now)
    return " ".join(filter(None, [_core(found), _once(found, circle), _change(found)])) if found else ""


def _core(found: Health) -> str:
    if not found.core:
        return _("Not always the same people come: each time the table is another one.")
    said = _("%(count)s people come almost every time.")
    return capital(said % {"count": small_number(found.core, lang(), feminine=True)})


def _once(found: Health, circle: Circle) -> str:
    if found.once_until is None:
        return ""
    month = local(found.once_until, circle.zone).month
    said = (
        _("%(count)s came once, but not since the winter."),
        _("%(count)s came once, but not since the spring."),
        _("%(count)s came once, but not since the summer."),
        _("%(count)s came once, but not since the autumn."),
    )[month % 12 // 3]
    return capital(said % {"count": small_number(found.once, lang(), feminine=True)})


def _change(found: Health) -> str:
    """A year of gatherings changes by more than chance, or nothing is said of it."""
    if not found.change:
        return ""
    fewer = _("Fewer people come than %(count)s gatherings ago: about %(percent)s%% fewer.")
    more = _("More people come than %(count)s gatherings ago: about %(percent)s%% more.")
    if found.change > DOUBLED:
        more = _("More than twice as many people come as %(count)s gatherings ago.")
    said = {"count": small_number(found.over, lang()), "percent": nearest_ten(abs(found.change))}
    return (fewer if found.change < 0 else more) % said


def nearest_ten(percent: int) -> int:
    """To the ten: what is known of it is no finer."""
    return max(10, 10 * ((percent + 5) // 10))
