"""One invitation used twice, the last use of a link, an erasure meanwhile, the day's limit: each counts once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db.models import F

from entregent.activity.models import Event
from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.models import Batch, Invitation, InviteLink, Membership
from entregent.circles.operations import inviting
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people import queries as people_queries
from entregent.people.models import Person
from entregent.people.operations import addresses
from entregent.people.privacy import erase_all
from tests.cast import HOUR, NOW, a_circle, invite, somebody
from tests.races.together import Pause, of, only, together, unguarded

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

TWICE, CROWD = 4, 20
AT_ONCE = 6  # as many as a server of PostgreSQL is asked for at the same instant


def an_invitation() -> Invitation:
    anne = somebody("Anne", "anne@example.org")
    invitation = invite(a_circle(anne), anne, "paul@example.org").invitations.get()
    assert isinstance(invitation, Invitation)
    return invitation


# One invitation


def used_at_once(accept: Callable[..., Membership]) -> bool:
    """Whether everybody who used it found the same one place, taken once."""
    invitation = an_invitation()
    outcomes = together(
        [
            lambda: accept(invitation=Invitation.objects.get(pk=invitation.pk), name="Paul", now=NOW + HOUR)
            for _ in range(TWICE)
        ]
    )
    return (
        only(outcomes, Membership)
        and len(set(of(Membership, outcomes))) == 1
        and Membership.objects.filter(circle=invitation.circle).count() == 2
        and Event.objects.filter(verb="joined").count() == 1
    )


def test_one_invitation_used_by_several_at_once_is_one_place() -> None:
    assert used_at_once(circles.accept)


def test_control_without_the_lock_it_is_taken_more_than_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(TWICE) as pause:
        monkeypatch.setattr(queries, "membership", pause.after(queries.membership))
        assert not used_at_once(unguarded(circles.accept, monkeypatch))


# Erased meanwhile


def accepted_while_erased(accept: Callable[..., Membership], erase: Callable[..., None]) -> bool:
    """Whether nothing of an erased person came back."""
    invitation = an_invitation()
    paul = invitation.person
    outcomes = together(
        [
            lambda: accept(invitation=Invitation.objects.get(pk=invitation.pk), name="Paul", now=NOW),
            lambda: erase(Person.objects.get(pk=paul.pk), NOW),
        ]
    )
    paul.refresh_from_db()
    return (
        only(outcomes, Membership, circles.Refused, type(None))
        and (paul.name, paul.erased_at) == ("", NOW)
        and not Membership.objects.filter(person=paul, left_at=None).exists()
    )


def test_an_invitation_accepted_while_its_person_is_erased() -> None:
    assert accepted_while_erased(circles.accept, erase_all)


def test_control_without_the_lock_a_name_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(2) as read, Pause(2) as erased:

        def rename_later(**given: Any) -> Person:
            read()
            erased()
            return people.rename(**given)

        def erase_between(person: Person, now: datetime) -> None:
            read()
            erase_all(person, now)
            erased()

        monkeypatch.setattr(inviting, "rename", rename_later)
        assert not accepted_while_erased(unguarded(circles.accept, monkeypatch), erase_between)


# Two circles, one stranger


def invited_by_two(invite: Callable[..., Batch], *written: str) -> bool:
    """Whether addresses nobody knew, invited to two circles at once in two orders, are one person's each."""
    anne, paul = somebody("Anne", "anne@example.org"), somebody("Paul", "paul@example.org")
    lunches, dinners = a_circle(anne), a_circle(paul, name="Dinners")
    invitees = [("", each) for each in written]
    acts = [
        lambda: invite(circle=lunches, by=anne, addresses=invitees, word="", now=NOW),
        lambda: invite(circle=dinners, by=paul, addresses=invitees[::-1], word="", now=NOW),
    ]
    return only(together(acts), Batch) and Person.objects.count() == 2 + len(written)


def test_unknown_addresses_invited_to_two_circles_at_once_are_one_person_each() -> None:
    assert invited_by_two(circles.invite, "lea@example.org", "omar@example.org")


def test_control_without_the_lock_one_address_is_two_people(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(2) as pause:
        monkeypatch.setattr(addresses, "one_at_a_time", lambda *names: None)
        monkeypatch.setattr(people_queries, "person_at", pause.after(people_queries.person_at))
        monkeypatch.setattr(inviting, "person_for", unguarded(people.person_for, monkeypatch))
        assert not invited_by_two(unguarded(circles.invite, monkeypatch), "lea@example.org")


# The last use of a link


def a_crowd_joins(join: Callable[..., Membership], count: int = CROWD) -> bool:
    """Whether exactly one of twenty took the one place that was left."""
    anne = somebody("Anne")
    circle = a_circle(anne)
    link = circles.make_link(circle=circle, by=anne, now=NOW, most_uses=3)
    InviteLink.objects.filter(pk=link.pk).update(uses=2)
    crowd = [somebody(f"Person {number}") for number in range(count)]
    outcomes = together(
        [lambda person=person: join(link=link, person=person, now=NOW) for person in crowd]  # type: ignore[misc]
    )
    return (
        only(outcomes, Membership, circles.Refused)
        and len(of(Membership, outcomes)) == 1
        and Membership.objects.filter(circle=circle).count() == 2
        and InviteLink.objects.get().uses == 3
    )


def test_the_last_use_of_a_link_by_twenty_at_once_goes_to_one() -> None:
    assert a_crowd_joins(circles.join_by_link)


def test_control_counted_after_reading_the_link_lets_the_crowd_in() -> None:
    with Pause(AT_ONCE) as pause:

        def join(link: InviteLink, person: Person, now: datetime) -> Membership:
            fresh = InviteLink.objects.get(pk=link.pk)
            pause()
            if fresh.uses >= fresh.most_uses:
                raise circles.Refused
            InviteLink.objects.filter(pk=link.pk).update(uses=F("uses") + 1)
            return circles.add_member(circle=link.circle, person=person, now=now)

        assert not a_crowd_joins(join, AT_ONCE)
    assert Membership.objects.count() == AT_ONCE + 1


def one_person_joins_twice(join: Callable[..., Membership]) -> bool:
    anne, theo = somebody("Anne"), somebody("Théo")
    link = circles.make_link(circle=a_circle(anne), by=anne, now=NOW)
    outcomes = together([lambda: join(link=link, person=theo, now=NOW)] * TWICE)
    return (
        only(outcomes, Membership)
        and Membership.objects.filter(person=theo).count() == 1
        and InviteLink.objects.get().uses == 1
        and Event.objects.filter(verb="joined").count() == 1
    )


def test_one_person_who_scans_several_times_at_once_uses_one_place() -> None:
    assert one_person_joins_twice(circles.join_by_link)


def test_control_without_the_lock_they_use_several(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(TWICE) as pause:
        monkeypatch.setattr(queries, "membership", pause.after(queries.membership))
        assert not one_person_joins_twice(unguarded(circles.join_by_link, monkeypatch))


# The day's limit, the one mail


def invites_at_once(send: Callable[..., Batch], limit: int) -> bool:
    """Whether no more addresses than the limit were written to."""
    anne = somebody("Anne", "anne@example.org")
    circle = a_circle(anne)
    outcomes = together(
        [
            lambda number=number: send(  # type: ignore[misc]
                circle=circle, by=anne, addresses=[("", f"p{number}@example.org")], word="", now=NOW
            )
            for number in range(TWICE)
        ]
    )
    return only(outcomes, Batch, circles.OverLimit) and Notice.objects.filter(kind="invitation").count() == limit


def test_the_days_limit_holds_from_several_windows(settings: Any) -> None:
    settings.INVITATIONS_PER_DAY = 2
    assert invites_at_once(circles.invite, 2)


def test_control_without_the_lock_the_limit_is_passed(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.INVITATIONS_PER_DAY = 2
    with Pause(TWICE) as pause:
        monkeypatch.setattr(queries, "invitations_left", pause.after(queries.invitations_left))
        assert not invites_at_once(unguarded(circles.invite, monkeypatch), 2)


def two_invite_the_same(send: Callable[..., Batch]) -> bool:
    """Whether an address that is nobody's yet got one mail and one person."""
    anne, theo = somebody("Anne", "anne@example.org"), somebody("Théo", "theo@example.org")
    circle = a_circle(anne, theo)
    outcomes = together(
        [
            lambda by=by: send(circle=circle, by=by, addresses=[("", "paul@example.org")], word="", now=NOW)  # type: ignore[misc]
            for by in (anne, theo)
        ]
    )
    return (
        only(outcomes, Batch)
        and Notice.objects.filter(kind="invitation").count() == 1
        and Person.objects.filter(addresses__lookup="paul@example.org").count() == 1
    )


def test_two_people_who_invite_the_same_address_at_once_write_one_mail() -> None:
    assert two_invite_the_same(circles.invite)


def test_control_without_the_lock_they_write_two(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(2) as pause:

        def person_for(*, written: str, now: datetime) -> Person:
            found = Person.objects.filter(addresses__lookup=written).first()
            pause()
            return found or somebody("", written, proved=False)

        monkeypatch.setattr(inviting, "person_for", person_for)
        assert not two_invite_the_same(unguarded(circles.invite, monkeypatch))
    assert Notice.objects.filter(kind="invitation").count() == 2
