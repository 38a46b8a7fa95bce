"""The mails about who facilitates: "would you?", "you facilitate", "your turn is over", and what they write to all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import translation

from entregent.circles.enums import MailLevel
from entregent.circles.queries import rests
from entregent.facilitation import letters, queries, rules
from entregent.facilitation.enums import How, Stage
from entregent.facilitation.models import Choice, Term, Written
from entregent.gatherings.circle_notices import letter
from entregent.gatherings.letters import Said
from entregent.gatherings.occasion import Reader, reader
from entregent.notices.models import Notice
from entregent.notices.registry import Kind, Letter, register


def _reader(notice: Notice, about: Choice | Term | Written, now: datetime) -> Reader:
    return reader(about.circle, notice.reader, now)


def _not_here(about: Reader, least: tuple[MailLevel, ...] = tuple(MailLevel)) -> str:
    """Why nobody writes to them about this circle, or ""."""
    if about.circle.deleted_at or about.circle.archived_at:
        return "the circle was deleted or archived"
    if about.membership is None:
        return "left the circle"
    if MailLevel.NONE not in least and rests(about.membership, about.now):
        return "takes a break from this circle"
    return "" if about.membership.mail in least else "wants no such mail from this circle"


def _would_you_wanted(notice: Notice, now: datetime) -> str:
    choice = _of(Choice, notice)
    asked = queries.asking_of(choice, notice.person) if notice.person and choice.ended_at is None else None
    if asked is None:
        return "answered already, or somebody facilitates by now"
    return _not_here(_reader(notice, choice, now), (MailLevel.EVERY, MailLevel.DATES, MailLevel.MONTHLY))


def _name_somebody_wanted(notice: Notice, now: datetime) -> str:
    choice = _of(Choice, notice)
    if choice.ended_at or choice.how != How.ELECTION or choice.shown_at:
        return "the names are shown, or the choice is over"
    if notice.person and queries.said_by(choice, notice.person).nomination:
        return "named somebody already"
    return _not_here(_reader(notice, choice, now), (MailLevel.EVERY, MailLevel.DATES))


def _names_shown_wanted(notice: Notice, now: datetime) -> str:
    choice = _of(Choice, notice)
    if choice.ended_at or choice.how != How.ELECTION or rules.stage(choice, now) != Stage.CHANGING:
        return "there is nothing to change any more"
    return _not_here(_reader(notice, choice, now), (MailLevel.EVERY, MailLevel.DATES))


def _your_turn_wanted(notice: Notice, now: datetime) -> str:
    term = _of(Term, notice)
    return "the term is over" if term.ended_at else _not_here(_reader(notice, term, now))


def _turn_over_wanted(notice: Notice, now: datetime) -> str:
    return _not_here(_reader(notice, _of(Term, notice), now))


def _word_wanted(notice: Notice, now: datetime) -> str:
    written = _of(Written, notice)
    if written.called_back_at:
        return "called back by its sender"
    return _not_here(_reader(notice, written, now), (MailLevel.EVERY,))


def _of(model: type[Any], notice: Notice) -> Any:
    return model.objects.select_related("circle").get(pk=notice.object_id)


def _kind(
    name: str,
    model: type[Any],
    wanted: Callable[[Notice, datetime], str],
    say: Callable[[Reader, Any], Said],
    thread: str,
) -> None:
    def write(notice: Notice, now: datetime) -> Letter:
        thing = _of(model, notice)
        about = _reader(notice, thing, now)
        with translation.override(about.language):
            return letter(about, say(about, thing), f"{thread}-{thing.pk}")

    register(Kind(name, wanted, write))


_kind("would-you", Choice, _would_you_wanted, letters.would_you_said, "facilitates")
_kind("name-somebody", Choice, _name_somebody_wanted, letters.name_somebody_said, "facilitates")
_kind("names-shown", Choice, _names_shown_wanted, letters.names_shown_said, "facilitates")
_kind("your-turn", Term, _your_turn_wanted, letters.your_turn_said, "term")
_kind("turn-over", Term, _turn_over_wanted, letters.turn_over_said, "term")
_kind("from-facilitator", Written, _word_wanted, letters.from_facilitator_said, "facilitator-word")
