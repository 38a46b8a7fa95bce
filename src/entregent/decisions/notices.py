"""The mails of a proposal: the question, one reminder, a change, an objection, a question, one's side, the outcome."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from entregent.circles.enums import MailLevel
from entregent.decisions import letters, queries, rules
from entregent.decisions.letters import Mail
from entregent.decisions.models import Charter, Proposal
from entregent.decisions.queries import charter as charters
from entregent.gatherings.occasion import Reader, reader
from entregent.notices.models import Notice
from entregent.notices.registry import Kind, Letter, register

Reason = Callable[[Proposal, Reader], str]
Words = Callable[[Proposal, Reader], Mail]


def _not_theirs(proposal: Proposal, reader: Reader) -> str:
    return _left_or_rests(reader)


def _left_or_rests(reader: Reader) -> str:
    """They have left, want nothing from this circle, or rest from its mails."""
    member = reader.membership
    if member is None:
        return "left the circle"
    if member.mail == MailLevel.NONE:
        return "wants no mail from this circle"
    return "rests from this circle" if member.rests_until and reader.today < member.rests_until else ""


def _closed(proposal: Proposal, reader: Reader) -> str:
    return "" if rules.is_open(proposal, reader.now) else "it takes no more voices"


def _settled(proposal: Proposal, reader: Reader) -> str:
    return "" if rules.is_waiting(proposal) else "it is settled"


def _said(proposal: Proposal, reader: Reader) -> str:
    return "already said what they think" if queries.voice_of(proposal, reader.person) else ""


def _nobody_objects(proposal: Proposal, reader: Reader) -> str:
    """Nothing is left to examine for this reader."""
    open_ones = [one for one in queries.objections(proposal) if one.examined_until and one.examined_until > reader.now]
    found = queries.findings_by(proposal, reader.person)
    left = [one for one in open_ones if one.pk not in found and one.person_id != reader.person.pk]
    return "" if left else "nothing left to examine"


def _answered(proposal: Proposal, reader: Reader) -> str:
    return "" if proposal.questions.filter(answered_at=None).exists() else "answered already"


def _waits_again(proposal: Proposal, reader: Reader) -> str:
    return "" if proposal.settled_at else "it was taken up again"


def _not_about(proposal: Proposal, reader: Reader) -> str:
    """It concerns them: it reaches them whatever mails they want, unless they have gone by themselves."""
    return "" if proposal.about_id == reader.person.pk else "does not concern them"


def _unwanted(proposal: Proposal, reader: Reader) -> str:
    return "" if proposal.about_id == reader.person.pk else _not_theirs(proposal, reader)


def _kind(name: str, say: Words, *reasons: Reason) -> None:
    def wanted(notice: Notice, now: datetime) -> str:
        proposal = queries.by_id(notice.object_id)
        if proposal is None or notice.person is None:
            return "the circle was deleted"
        about = reader(proposal.circle, notice.person, now)
        return next(filter(None, (reason(proposal, about) for reason in reasons)), "")

    def write(notice: Notice, now: datetime) -> Letter:
        proposal = Proposal.objects.select_related("circle", "by", "about").get(pk=notice.object_id)
        about = reader(proposal.circle, notice.reader, now)
        with translation.override(about.language):
            return _letter(proposal, about, say(proposal, about))

    register(Kind(name, wanted, write))


def _letter(proposal: Proposal, about: Reader, mail: Mail) -> Letter:
    mails = about.mails_url if about.membership else ""
    url = letters.page_url(proposal) if mail.to_page else letters.answer_url(proposal, about)
    return Letter(
        template="mail/word",
        language=about.language,
        subject=mail.subject,
        sender_name=", ".join(filter(None, [mail.author, about.circle.name])),
        list_name=about.circle.slug,
        thread=f"proposal-{proposal.key}",
        mails_link=mails,
        unsubscribe=mails and f"{mails}/mails",
        context={
            "circle": about.circle,
            "heading": mail.heading,
            "quoted": mail.quoted,
            "lines": mail.lines,
            "action": (mail.action, url) if mail.action else None,
            "why": _why(proposal, about),
        },
    )


def _why(proposal: Proposal, about: Reader) -> str:
    said = {"circle": about.circle.name}
    if proposal.about_id == about.person.pk:
        return _("You get this mail because it concerns your place in “%(circle)s”.") % said
    if queries.is_elector(proposal, about.person):
        return _("You get this mail because you are one of those whose consent counts in “%(circle)s”.") % said
    if queries.has_spoken(proposal, about.person):
        return _("You get this mail because you spoke of this proposal in “%(circle)s”.") % said
    return _("You get this mail because you were in “%(circle)s”.") % {"circle": proposal.payload.get("name", "")}


def _charter_unwanted(notice: Notice, now: datetime) -> str:
    charter = charters.by_id(notice.object_id)
    if charter is None or notice.person is None or charter.circle.archived_at:
        return "the circle was deleted or archived"
    if charters.holding(charter.circle) != charter or not charters.is_due(charter, now):
        return "it was changed, or is kept as it is"
    return _left_or_rests(reader(charter.circle, notice.person, now))


def _write_charter(notice: Notice, now: datetime) -> Letter:
    """The day a charter set itself has come: keep it, or change it."""
    charter = Charter.objects.select_related("circle", "proposal__circle").get(pk=notice.object_id)
    about = reader(charter.circle, notice.reader, now)
    mails = about.mails_url
    with translation.override(about.language):
        heading, said = _("Our charter, a while later"), {"circle": about.circle.name}
        return Letter(
            template="mail/word",
            language=about.language,
            subject=_("%(circle)s: our charter, a while later") % said,
            sender_name=about.circle.name,
            list_name=about.circle.slug,
            thread=f"charter-{charter.pk}",
            mails_link=mails,
            unsubscribe=f"{mails}/mails",
            context={
                "circle": about.circle,
                "heading": heading,
                "lines": letters.review_lines(charter, about),
                "action": (_("Read the charter"), letters.charter_url(charter)),
                "why": _why_back(charter) % said,
            },
        )


def _why_back(charter: Charter) -> str:
    if charter.proposal_id is None:
        return _("You get this mail because you are in “%(circle)s”.")
    return _("You get this mail because you are one of those whose consent counts in “%(circle)s”.")


register(Kind("charter-review", _charter_unwanted, _write_charter))
_kind("proposal", letters.asked, _not_theirs, _closed, _said)
_kind("proposal-again", letters.again, _not_theirs, _closed)
_kind("proposal-amended", letters.amended, _not_theirs, _closed, _said)
_kind("proposal-reminder", letters.reminder, _not_theirs, _closed, _said)
_kind("proposal-objection", letters.objection, _not_theirs, _settled, _nobody_objects)
_kind("proposal-question", letters.question, _not_theirs, _settled, _answered)
_kind("proposal-about", letters.concerned, _not_about, _settled)
_kind("proposal-outcome", letters.outcome, _unwanted, _waits_again)
_kind("proposal-together", letters.together, _not_theirs)
_kind("proposal-unmet", letters.unmet, _not_theirs)
_kind("proposal-goes-on", letters.goes_on, _not_theirs)
