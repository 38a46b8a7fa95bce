"""Proposals in words, on every page that speaks of them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entregent.core.walltime import local
from entregent.core.words_of_time import DAYS_WITHOUT_DOUBT, relative_day, small_number, weekday
from entregent.decisions.enums import Outcome
from entregent.decisions.models import Proposal


def lang() -> str:
    return get_language() or "fr"


def phase_of(proposal: Proposal, now: datetime) -> str:
    if proposal.settled_at is not None:
        return "settled"
    return "open" if now < proposal.closes_at else "examining"


def state_in_words(proposal: Proposal, now: datetime) -> str:
    """ "Until Sunday", "An objection is being examined", "decided"."""
    if proposal.settled_at is not None:
        return str(Outcome(proposal.outcome).label)
    if now >= proposal.closes_at:
        return _("an objection is being examined")
    day, today = (local(at, proposal.circle.zone).date() for at in (proposal.closes_at, now))
    near = 2 <= (day - today).days <= DAYS_WITHOUT_DOUBT
    return _("until %(day)s") % {"day": weekday(day, lang()) if near else relative_day(day, today, lang())}


def number(count: int, feminine: bool = False) -> str:
    return small_number(count, lang(), feminine=feminine)
