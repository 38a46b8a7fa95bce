"""What a circle decides here, each with what is done once it passes. Other apps register their own kinds."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from entregent.circles import operations as circles
from entregent.circles import queries as circle_queries
from entregent.circles import rules as circle_rules
from entregent.circles.enums import WayIn
from entregent.circles.models import Circle
from entregent.circles.queries import suspending
from entregent.decisions import operations as decisions
from entregent.decisions import queries, rules
from entregent.decisions.enums import Section
from entregent.decisions.models import Proposal
from entregent.decisions.registry import Kind, register
from entregent.gatherings import operations as gatherings
from entregent.people.models import Person
from entregent.polls import operations as polls


def nothing_more(proposal: Proposal, now: datetime) -> None:
    """What is agreed on in words is kept in words: nothing else changes."""


def _agreement_title(proposal: Proposal) -> str:
    return str(proposal.payload.get("title", "")) or _("Something to agree on")


def _agreement_effect(proposal: Proposal) -> str:
    return _("Once decided, it stands among the circle’s decisions, as it is written here.")


def _whom(proposal: Proposal) -> str:
    known = (proposal.about.name if proposal.about else "") or str(proposal.payload.get("called", ""))
    return known or _("somebody")


# Parting with a member, and letting them come back


def _remove_title(proposal: Proposal) -> str:
    return _("Part with %(name)s") % {"name": _whom(proposal)}


def _remove_effect(proposal: Proposal) -> str:
    return _("Once decided, they are out, and come back only if the circle so decides. What they wrote stays.")


def _still_here(proposal: Proposal) -> bool:
    """In the circle, or kept out of it for two weeks. Who has left by themselves is left in peace."""
    circle, person = proposal.circle, proposal.about
    if person is None or person.erased_at:
        return False
    return circle_queries.is_here(circle, person) or circle_rules.is_suspended(circle, person)


def _remove(proposal: Proposal, now: datetime) -> None:
    if proposal.about is not None:
        circles.remove_member(circle=proposal.circle, person=proposal.about, now=now)


def _return_title(proposal: Proposal) -> str:
    return _("Let %(name)s come back") % {"name": _whom(proposal)}


def _return_effect(proposal: Proposal) -> str:
    return _("Once decided, they may be invited again, or ask to come in, like anybody else.")


def _is_removed(proposal: Proposal) -> bool:
    return proposal.about is not None and circle_rules.is_removed(proposal.circle, proposal.about)


def _let_come_back(proposal: Proposal, now: datetime) -> None:
    if proposal.about is not None:
        circles.let_come_back(circle=proposal.circle, person=proposal.about, now=now)


# Two weeks out


def _suspend_title(proposal: Proposal) -> str:
    return _("Keep %(name)s out for two weeks?") % {"name": _whom(proposal)}


def _suspend_effect(proposal: Proposal) -> str:
    return _(
        "Three members together can. It ends by itself; any of the three can end it sooner."
        " Nobody alone removes anybody."
    )


def _is_here(proposal: Proposal) -> bool:
    return proposal.about is not None and circle_queries.is_here(proposal.circle, proposal.about)


def _was_out_lately(proposal: Proposal, now: datetime) -> bool:
    return proposal.about is not None and suspending.suspended_lately(proposal.circle, proposal.about, now)


def _suspend(proposal: Proposal, now: datetime) -> None:
    if proposal.about is not None:
        by = [voice.person for voice in queries.consents(proposal).select_related("person").order_by("at", "pk")]
        circles.suspend(circle=proposal.circle, person=proposal.about, by=by, reason=proposal.words, now=now)


# Archiving; hidden or public


def _archive_title(proposal: Proposal) -> str:
    return _("Archive the circle")


def _archive_effect(proposal: Proposal) -> str:
    return _(
        "Once decided, the circle asks nothing of anybody any more, for good, and its dates to come are off."
        " Everything in it stays to be read."
    )


def _is_live(proposal: Proposal) -> bool:
    return proposal.circle.archived_at is None and proposal.circle.deleted_at is None


def _archive(proposal: Proposal, now: datetime) -> None:
    _bring_to_rest(proposal.circle, "", proposal.by, now)


def _bring_to_rest(circle: Circle, because: str, by: Person, now: datetime) -> None:
    """What it had fixed is off, what it was asked is asked no more; whoever was told of it is told."""
    polls.let_go(circle=circle, by=by, now=now)
    gatherings.call_off_dates(circle=circle, by=by, now=now)
    circles.archive_circle(circle=circle, because=because, by=by, now=now)


def _way_in_title(proposal: Proposal) -> str:
    titles = {
        WayIn.HIDDEN: _("Come in by invitation only"),
        WayIn.REQUEST: _("Let people ask to come in"),
        WayIn.OPEN: _("Open the circle to whoever comes"),
    }
    return titles[WayIn(proposal.payload["way_in"])]


def _way_in_effect(proposal: Proposal) -> str:
    effects = {
        WayIn.HIDDEN: _("Once decided, nobody outside knows that the circle exists; people come in by invitation."),
        WayIn.REQUEST: _("Once decided, whoever has the circle’s address may ask to come in, and a member answers."),
        WayIn.OPEN: _("Once decided, the circle has a public page without names; whoever proves an address comes in."),
    }
    return effects[WayIn(proposal.payload["way_in"])]


def _another_way_in(proposal: Proposal) -> bool:
    return _is_live(proposal) and proposal.payload["way_in"] != proposal.circle.way_in


def _set_way_in(proposal: Proposal, now: datetime) -> None:
    circles.set_way_in(circle=proposal.circle, way_in=proposal.payload["way_in"], now=now)


# Two circles become one: each agrees, the one that comes first


def _merge_title(proposal: Proposal) -> str:
    return _("Become one with “%(circle)s”") % {"circle": proposal.payload["name"]}


def _merge_effect(proposal: Proposal) -> str:
    return _(
        "Once decided, “%(circle)s” is asked in its turn. If it consents too, each of you comes into it and this circle"
        " is archived. Its dates to come are off; what was said here stays here, to be read by those who were in it."
    ) % {"circle": proposal.payload["name"]}


def _the_other(proposal: Proposal) -> Circle | None:
    return Circle.objects.filter(
        pk=proposal.payload["circle"], archived_at__isnull=True, deleted_at__isnull=True
    ).first()


def _may_be_put_to_it(proposal: Proposal) -> bool:
    """Whoever proposes it speaks for the one in the other: they are in both, and somebody there has a voice."""
    into = _the_other(proposal)
    if into is None or into.pk == proposal.circle_id or not circle_queries.is_here(into, proposal.by):
        return False
    if queries.open_in(into).filter(kind="receive", payload__circle=proposal.circle_id).exists():
        return False
    asked = queries.everybody(into, proposal.opened_at, set())
    return circle_rules.may(into, proposal.by) and len(asked) >= rules.FEWEST


def _put_it_to_the_other(proposal: Proposal, now: datetime) -> None:
    into, coming = _the_other(proposal), proposal.circle
    if into is not None:
        size = circle_queries.live_memberships(coming).filter(imported_at__isnull=True).count()
        payload = {"circle": coming.pk, "name": coming.name, "people": size, "agreed": proposal.pk}
        decisions.pass_on(proposal=proposal, circle=into, kind="receive", payload=payload, now=now)


def _receive_title(proposal: Proposal) -> str:
    return _("Welcome the circle “%(circle)s”") % {"circle": proposal.payload["name"]}


def _receive_effect(proposal: Proposal) -> str:
    return _(
        "“%(circle)s” has agreed to it. Once decided, its %(count)s members come into this circle,"
        " and “%(circle)s” is archived."
    ) % {"circle": proposal.payload["name"], "count": proposal.payload["people"]}


def _is_still_there(proposal: Proposal) -> bool:
    """Both are in use, and whoever speaks for the one in the other is in both."""
    coming = _the_other(proposal)
    if coming is None or not _is_live(proposal):
        return False
    return all(circle_queries.is_here(circle, proposal.by) for circle in (proposal.circle, coming))


def _receive(proposal: Proposal, now: datetime) -> None:
    coming = _the_other(proposal)
    if coming is None:
        return
    new = circles.take_in(circle=proposal.circle, coming=coming, agreed_at=proposal.opened_at, now=now)
    with translation.override(coming.language):
        because = _("This circle and “%(circle)s” are one now. What was said here stays to be read.")
    _bring_to_rest(coming, because % {"circle": proposal.circle.name}, proposal.by, now)
    decisions.welcome_together(proposal=proposal, people=new, now=now)


def _tell_the_first(proposal: Proposal, now: datetime) -> None:
    """Those who had agreed to come learn that nothing changes for them."""
    asked = queries.by_id(proposal.payload["agreed"])
    if asked is not None:
        decisions.say_it_came_to_nothing(proposal=asked, now=now)


def _tell_the_first_it_goes_on(proposal: Proposal, now: datetime) -> None:
    asked = queries.by_id(proposal.payload["agreed"])
    if asked is not None:
        decisions.say_it_goes_on_after_all(proposal=asked, now=now)


# A charter


def _charter_title(proposal: Proposal) -> str:
    return _("Change the charter") if proposal.payload.get("version", 1) > 1 else _("A charter for the circle")


def _charter_effect(proposal: Proposal) -> str:
    return _("Once decided, it is the circle’s charter until changed the same way. Nobody has to consent to stay.")


def _charter_text(proposal: Proposal) -> list[tuple[str, str]]:
    said = proposal.payload.get("sections", {})
    return [(str(section.label), said[section]) for section in Section if said.get(section)]


def _adopt(proposal: Proposal, now: datetime) -> None:
    decisions.adopt(proposal=proposal, now=now)


register(Kind("agreement", _agreement_title, _agreement_effect, nothing_more, one_at_a_time=False))
register(Kind("remove", _remove_title, _remove_effect, _remove, _still_here))
register(Kind("return", _return_title, _return_effect, _let_come_back, _is_removed))
register(
    Kind(
        "suspend",
        _suspend_title,
        _suspend_effect,
        _suspend,
        _is_here,
        voices=circle_rules.VOICES,
        objections=False,
        too_soon=_was_out_lately,
        unseen=True,
        silent=True,
    )
)
register(Kind("archive", _archive_title, _archive_effect, _archive, _is_live))
register(Kind("way-in", _way_in_title, _way_in_effect, _set_way_in, _another_way_in))
register(Kind("merge", _merge_title, _merge_effect, _put_it_to_the_other, _may_be_put_to_it, at_once=False))
register(
    Kind(
        "receive",
        _receive_title,
        _receive_effect,
        _receive,
        _is_still_there,
        at_once=False,
        one_at_a_time=False,
        not_passed=_tell_the_first,
        again=_tell_the_first_it_goes_on,
    )
)
register(Kind("charter", _charter_title, _charter_effect, _adopt, _is_live, _charter_text))
