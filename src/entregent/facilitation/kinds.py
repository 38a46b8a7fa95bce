"""What a circle decides by consent here: that whoever proposes themselves facilitates."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entregent.circles.queries import is_here
from entregent.decisions.models import Proposal
from entregent.decisions.registry import Kind, register
from entregent.facilitation import operations, queries, rules
from entregent.facilitation.letters import until_in_words
from entregent.facilitation.models import SIX


def gatherings_of(proposal: Proposal) -> int:
    """For how many; what was typed elsewhere than in the form is held to what the form allows."""
    said = proposal.payload.get("gatherings", SIX)
    return min(max(int(said), rules.FEWEST), rules.MOST) if str(said).isdecimal() else SIX


def until_of(proposal: Proposal) -> date | None:
    try:
        return date.fromisoformat(str(proposal.payload.get("until") or ""))
    except ValueError:
        return None


def _title(proposal: Proposal) -> str:
    until = until_of(proposal)
    length = until_in_words(gatherings_of(proposal), until, get_language() or "fr", until or date.min)
    return _("%(name)s would facilitate %(length)s") % {"name": proposal.by.name or _("somebody"), "length": length}


def _effect(proposal: Proposal) -> str:
    said = _("Once decided, they facilitate. It gives no rights: any member may act at any time.")
    if not proposal.payload.get("named"):
        return said
    return " ".join((_("Named by some of you, they said yes."), said))


def _text(proposal: Proposal) -> list[tuple[str, str]]:
    criteria = str(proposal.payload.get("criteria") or "")
    return [(_("What it takes"), criteria)] if criteria else []


def _possible(proposal: Proposal) -> bool:
    """Still here, and nobody else facilitates: nobody is pushed out."""
    term = queries.term_of(proposal.circle)
    return is_here(proposal.circle, proposal.by) and (term is None or term.person_id == proposal.by_id)


def _carry_out(proposal: Proposal, now: datetime) -> None:
    operations.take_up(proposal=proposal, gatherings=gatherings_of(proposal), until=until_of(proposal), now=now)


register(Kind("facilitate", title=_title, effect=_effect, carry_out=_carry_out, possible=_possible, text=_text))
