"""What the mails of a proposal say. Each is written in the words of the moment it leaves, to one reader."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entregent.circles.models import Circle
from entregent.core import walltime
from entregent.core.links import absolute
from entregent.core.words_of_time import clock, long_day, small_number
from entregent.decisions import queries, rules
from entregent.decisions.enums import Outcome, Said
from entregent.decisions.models import Charter, Proposal
from entregent.decisions.operations.speaking import link_to
from entregent.decisions.registry import kind_of
from entregent.gatherings.occasion import Reader, url_of


@dataclass(frozen=True)
class Mail:
    """The words of one mail; `quoted` are somebody's own."""

    subject: str
    heading: str
    lines: list[str]
    action: str
    quoted: str = ""
    author: str = ""
    to_page: bool = False  # to the page of the decision, rather than to the one that speaks without an account


def title_of(proposal: Proposal) -> str:
    return kind_of(proposal).title(proposal)


def until(about: Proposal, reader: Reader) -> str:
    """ "Sunday 6 December, 20:00"."""
    there = walltime.local(about.closes_at, about.circle.zone)
    return f"{long_day(there.date(), reader.language, reader.today)}, {clock(there.time(), reader.language)}"


def passes(proposal: Proposal, reader: Reader) -> str:
    """When it passes, in one sentence."""
    said = _("It passes if at least %(count)s of you consent by %(until)s and no objection stands. Silence is neither.")
    return said % {"count": small_number(proposal.needed, reader.language), "until": until(proposal, reader)}


def page_url(proposal: Proposal) -> str:
    return absolute(reverse("decision", args=[proposal.key]))


def answer_url(proposal: Proposal, reader: Reader) -> str:
    return url_of(link_to(proposal, reader.person, reader.now))


def _by(proposal: Proposal, reader: Reader) -> str:
    name = reader.name(proposal.by_id)
    return _("%(name)s proposes it to the circle.") % {"name": name} if name else _("It is proposed to the circle.")


def asked(proposal: Proposal, reader: Reader) -> Mail:
    title = title_of(proposal)
    return Mail(
        subject=_("%(title)s: what do you think?") % {"title": title},
        heading=title,
        quoted=proposal.words,
        lines=[
            _by(proposal, reader),
            kind_of(proposal).effect(proposal),
            passes(proposal, reader),
            _("You can ask a question first, and change your mind from this same mail until then."),
        ],
        action=_("Say what I think"),
        author=reader.name(proposal.by_id),
    )


def amended(proposal: Proposal, reader: Reader) -> Mail:
    title = title_of(proposal)
    return Mail(
        subject=_("%(title)s: the proposal has changed") % {"title": title},
        heading=title,
        quoted=proposal.words,
        lines=[
            _("It was changed after what you all said of it. What you said was about the one before: say it again."),
            passes(proposal, reader),
        ],
        action=_("Read it, and say what I think"),
        author=reader.name(proposal.by_id),
    )


def reminder(proposal: Proposal, reader: Reader) -> Mail:
    title = title_of(proposal)
    return Mail(
        subject=_("%(title)s: until this evening") % {"title": title}
        if _ends_today(proposal, reader)
        else _("%(title)s: until %(until)s") % {"title": title, "until": until(proposal, reader)},
        heading=title,
        quoted=proposal.words,
        lines=[still_missing(proposal, reader.language), passes(proposal, reader), _("This is the only reminder.")],
        action=_("Say what I think"),
        author=reader.name(proposal.by_id),
    )


def _ends_today(proposal: Proposal, reader: Reader) -> bool:
    there = walltime.local(proposal.closes_at, proposal.circle.zone)
    return there.date() == reader.today and there.time() >= rules.EVENING


def still_missing(proposal: Proposal, language: str) -> str:
    """How many consents it has, and how many are missing; in words."""
    agreed = queries.consents(proposal).count()
    missing = max(0, proposal.needed - agreed)
    if not missing:
        return _("Enough of you consent already; whoever sees harm in it can still say so.")
    said = ngettext("%(count)s more consent is missing.", "%(count)s more consents are missing.", missing)
    words = said % {"count": small_number(missing, language)}
    return words[:1].upper() + words[1:]


def objection(proposal: Proposal, reader: Reader) -> Mail:
    """To those who may examine it; to whoever proposed it, who can amend."""
    title, mine = title_of(proposal), proposal.by_id == reader.person.pk
    found = [one for one in queries.objections(proposal) if one.person_id != reader.person.pk]
    quoted = "\n\n".join(one.reason for one in found if reader.name(one.person_id))
    if mine:
        lines = [_("Others than the two of you examine it. You can amend the proposal so that it no longer does harm.")]
    else:
        lines = [
            _("You are neither of the two at odds: does it point at harm that the proposal would do?"),
            _("Without anybody’s word it does not stand: nobody blocks for ever."),
        ]
    return Mail(
        subject=_("%(title)s: an objection to examine") % {"title": title}
        if not mine
        else _("%(title)s: somebody objects") % {"title": title},
        heading=title,
        quoted=quoted,
        lines=[_("Somebody objects, for this reason."), *lines],
        action=_("See the proposal") if mine else _("Examine it"),
        to_page=mine,
    )


def question(proposal: Proposal, reader: Reader) -> Mail:
    title = title_of(proposal)
    waiting = proposal.questions.filter(answered_at=None).order_by("-at", "-pk")
    last = next((one for one in waiting if reader.name(one.by_id)), None)
    return Mail(
        subject=_("%(title)s: a question") % {"title": title},
        heading=title,
        quoted=last.words if last else "",
        lines=[_("Somebody asks before saying what they think. Your answer stands beside it, for everybody.")],
        action=_("Answer"),
        author=reader.name(last.by_id) if last else "",
        to_page=True,
    )


def concerned(proposal: Proposal, reader: Reader) -> Mail:
    """To whom it is about: what is asked, why, and where to say their side."""
    return Mail(
        subject=_("%(circle)s: a proposal that concerns you") % {"circle": proposal.circle.name},
        heading=title_of(proposal),
        quoted=proposal.words,
        lines=[
            kind_of(proposal).effect(proposal),
            _("Nothing changes before %(until)s. Say your side: every member reads it beside the proposal.")
            % {"until": until(proposal, reader)},
        ],
        action=_("Say my side"),
    )


def again(proposal: Proposal, reader: Reader) -> Mail:
    """To those who had said something before it was withdrawn."""
    title = title_of(proposal)
    return Mail(
        subject=_("%(title)s: taken up again") % {"title": title},
        heading=title,
        quoted=proposal.words,
        lines=[
            _("It had been withdrawn, and is asked again. What you said of it counts as before."),
            _("You can change it until %(until)s.") % {"until": until(proposal, reader)},
        ],
        action=_("See what I said"),
        author=reader.name(proposal.by_id),
    )


def outcome(proposal: Proposal, reader: Reader) -> Mail:
    title = title_of(proposal)
    subjects = {
        Outcome.PASSED: _("Decided: %(title)s"),
        Outcome.WITHDRAWN: _("Withdrawn: %(title)s"),
        Outcome.MOOT: _("No longer asked: %(title)s"),
    }
    subject = subjects.get(Outcome(proposal.outcome), _("Not decided: %(title)s"))
    here = reader.membership is not None
    return Mail(
        subject=subject % {"title": title},
        heading=subject % {"title": title},
        lines=[outcome_in_words(proposal, reader.language)],
        action=_("See how it was decided") if here else "",
        to_page=True,
    )


def unmet(proposal: Proposal, reader: Reader) -> Mail:
    """To those who had agreed to become one with a circle that did not."""
    title, said = title_of(proposal), {"circle": proposal.payload["name"]}
    return Mail(
        subject=_("It comes to nothing: %(title)s") % {"title": title},
        heading=title,
        lines=[
            _("You had agreed to it; “%(circle)s”, asked in its turn, did not take it up. Nothing changes here.") % said
        ],
        action=_("See how it was decided"),
        to_page=True,
    )


def goes_on(proposal: Proposal, reader: Reader) -> Mail:
    """To those who have read that it came to nothing."""
    title, said = title_of(proposal), {"circle": proposal.payload["name"]}
    return Mail(
        subject=_("It goes on: %(title)s") % {"title": title},
        heading=title,
        lines=[
            _("You have read that it came to nothing; “%(circle)s” is being asked again.") % said,
            _("Nothing changes here until that circle has decided."),
        ],
        action=_("See how it was decided"),
        to_page=True,
    )


def together(proposal: Proposal, reader: Reader) -> Mail:
    """To somebody whose circle has become one with another: both have agreed, and they may leave."""
    coming = Circle.objects.filter(pk=proposal.payload["circle"]).first()
    said = {"one": coming.name if coming else proposal.payload["name"], "other": proposal.circle.name}
    url = absolute(reverse("circle", args=[proposal.circle.slug]))
    return Mail(
        subject=_("%(other)s: we are one circle now") % said,
        heading=_("“%(one)s” and “%(other)s” are one circle now") % said,
        quoted=proposal.circle.purpose,
        lines=[
            _("Both have consented. You are in “%(other)s” from now on, with the mails you had chosen.") % said,
            _("What was said in “%(one)s” stays there, to be read by those who were in it.") % said,
            _("It is not for you? One leaves in two taps, from its page, and nobody asks why: %(url)s") % {"url": url},
        ],
        action=_("See how it was decided"),
    )


def was_brought(proposal: Proposal) -> bool:
    """Decided elsewhere, before its circle moved here."""
    return bool(proposal.payload.get("brought"))


def outcome_in_words(proposal: Proposal, language: str) -> str:
    """Why it came out as it did; the record itself stands on the page."""
    if proposal.outcome == Outcome.WITHDRAWN and proposal.by.erased_at:
        return _("Whoever proposed it has gone. Nothing is asked of anybody any more.")
    if proposal.outcome == Outcome.WITHDRAWN:
        return _("Whoever proposed it withdrew it. Nothing is asked of anybody any more.")
    if proposal.outcome == Outcome.MOOT:
        return _("What it asked for can no longer be done. Nothing is asked of anybody any more.")
    if proposal.outcome == Outcome.OBJECTION:
        return _("Others examined an objection and found that it stands. It can be proposed again, changed.")
    if was_brought(proposal):
        return _("It was decided before the circle moved here.")
    agreed = proposal.voices.filter(revision=proposal.revision, said=Said.CONSENT).count()
    count = {"count": small_number(agreed, language, feminine=True)}
    if proposal.outcome == Outcome.FEW:
        said = ngettext(
            "%(count)s person consented, and more were needed. Silence is no refusal: it can be proposed again.",
            "%(count)s people consented, and more were needed. Silence is no refusal: it can be proposed again.",
            agreed,
        )
    else:
        said = ngettext(
            "%(count)s person consented, and no objection stands.",
            "%(count)s people consented, and no objection stands.",
            agreed,
        )
    words = said % count
    return words[:1].upper() + words[1:]


def charter_url(charter: Charter) -> str:
    return absolute(reverse("charter", args=[charter.circle.slug]))


def review_lines(charter: Charter, reader: Reader) -> list[str]:
    when = reader.when(charter.adopted_at)
    return [
        _("When you adopted it, %(when)s, you said that you would look at it again by now.") % {"when": when},
        _("Does it still hold? One of you keeps it for a year with one tap; whoever would change it proposes so."),
    ]
