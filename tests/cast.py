"""A fixed cast in a small story; everybody is fictional.

"Les déjeuners du plateau" meets at lunch: Anne-Lise opened it, Théo has been there from the start, Inès has just come,
Marc has left, Boris is blocked by Anne-Lise, Gaëlle was erased, Odile was brought to one date by a forwarded mail.
Wanda's choir is another circle of the same instance; nobody of the first may ever read a word of it (`CANARIES`).
Solange operates the instance and is in no circle.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from entregent.circles import operations as circles
from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle, Invitation, InviteLink, Membership
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people import privacy
from entregent.people.enums import Purpose
from entregent.people.models import Link, Person
from entregent.threads import operations as threads
from entregent.threads.models import Reply as Words
from entregent.trust.enums import Naming, Reach

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, 10:00 in Paris
ZONE = "Europe/Paris"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOON = time(12, 30)

CANARIES = (
    "canarychoir",
    "canarypurpose",
    "canaryquay",
    "canarytitle",
    "canaryvenue",
    "canarybring",
    "canaryreply",
    "canarymember",
    "canarysinger",
    "canaryaddress",
    "canaryinvitee",
    "canaryword",
)


def somebody(
    name: str = "", address: str = "", *, now: datetime = NOW, proved: bool = True, language: str = "en"
) -> Person:
    person = Person.objects.make(now, name=name, language=language)
    if address:
        give = people.prove_address if proved else people.give_address
        give(person=person, written=address, now=now)
    return person


def a_circle(founder: Person, *others: Person, name: str = "Tuesday lunch", now: datetime = NOW) -> Circle:
    """A circle with its founder and the others in it, and a series to fix dates in."""
    circle = circles.open_circle(name=name, by=founder, now=now, language="en", zone=ZONE)
    for person in others:
        circles.add_member(circle=circle, person=person, now=now, invited_by=founder)
    gatherings.start_series(circle, now)
    return circle


def seen(circle: Circle) -> int:
    """The version a page of this moment would show."""
    return gathering_queries.series_of(circle).version


def day_of(now: datetime, days: int) -> date:
    return (now + days * DAY).date()


def a_date(
    circle: Circle, by: Person, *, days: int = 2, hour: time = NOON, now: datetime = NOW, **words: Any
) -> Gathering:
    """A fixed date, so many days from `now`."""
    when = gatherings.When(day_of(now, days), hour, **words)
    return gatherings.fix_date(circle=circle, by=by, when=when, seen=seen(circle), now=now)


def a_past_date(circle: Circle, by: Person, *, days: int = 7, now: datetime = NOW, **words: Any) -> Gathering:
    """A date fixed two days before it took place, so many days ago."""
    return a_date(circle, by, days=2, now=now - (days + 2) * DAY, **words)


def say(gathering: Gathering, person: Person, reply: Reply = Reply.YES, now: datetime = NOW, **more: Any) -> None:
    gatherings.answer(gathering=gathering, person=person, reply=reply, via=more.pop("via", Via.PAGE), now=now, **more)


def write(
    gathering: Gathering, author: Person, text: str, reach: Reach = Reach.CIRCLE, *, now: datetime = NOW
) -> Words:
    return threads.write_reply(
        author=author,
        kind="gathering",
        object_id=gathering.pk,
        circle_id=gathering.circle_id,
        text=text,
        reach=reach,
        naming=Naming.MAY,
        table=gathering_queries.people_at(gathering),
        now=now,
    )


def invite(circle: Circle, by: Person, *written: str, now: datetime = NOW, name: str = "", word: str = "") -> Any:
    addresses = [(name, address) for address in written]
    return circles.invite(circle=circle, by=by, addresses=addresses, word=word, now=now)


def waiting(kind: str) -> list[str]:
    """Whose mail of a kind has not left yet, by name."""
    rows = Notice.objects.filter(kind=kind, sent_at=None, dropped_at=None).select_related("person")
    return sorted(row.person.name for row in rows if row.person)


def all_mails_leave(now: datetime) -> None:
    Notice.objects.filter(sent_at=None, dropped_at=None).update(sent_at=now)


def fresh(gathering: Gathering) -> Gathering:
    """As the next page would read it."""
    return Gathering.objects.select_related("circle").get(pk=gathering.pk)


def verbs(circle: Circle) -> list[str]:
    """What the circle's journal says was done, newest first."""
    return [event.verb for event in circle_queries.journal(circle)]


@dataclass(frozen=True)
class OtherCircle:
    circle: Circle
    member: Person
    singer: Person
    past: Gathering
    gathering: Gathering
    reply: Words
    invitation: Invitation
    link: InviteLink


@dataclass(frozen=True)
class Story:
    now: datetime
    circle: Circle
    founder: Person
    member: Person
    newcomer: Person
    former: Person
    blocked: Person
    erased: Person
    guest: Person
    operator: Person
    past: Gathering
    gathering: Gathering
    reply: Words
    invitation: Invitation
    link: InviteLink
    answer_link: Link
    other: OtherCircle

    def membership(self, person: Person) -> Membership:
        return Membership.objects.get(circle=self.circle, person=person)


def tell(now: datetime = NOW) -> Story:
    """The whole story as of `now`, every act through its operation."""
    opened = now - 40 * DAY
    founder = somebody("Anne-Lise Lefèvre", "anne-lise@plateau.example", now=opened, language="fr")
    member = somebody("Théo Prat", "theo@plateau.example", now=opened)
    former = somebody("Marc Delaunay", "marc@plateau.example", now=opened)
    blocked = somebody("Boris Vasseur", "boris@plateau.example", now=opened)
    erased = somebody("Gaëlle Cornec", "gaelle@plateau.example", now=opened)
    circle = a_circle(founder, member, former, blocked, erased, name="Les déjeuners du plateau", now=opened)
    past = a_past_date(circle, founder, days=7, now=now, place="Le Petit Marché")
    for person in (founder, member, former, erased):
        say(past, person, now=now - 9 * DAY)
    write(past, erased, "À la prochaine, disait Gaëlle.", now=now - 6 * DAY)
    present = [founder.pk, member.pk, former.pk, erased.pk]
    gatherings.record_attendance(gathering=past, by=founder, person_ids=present, names=[], now=now - 6 * DAY)
    circles.leave(circle=circle, person=former, now=now - 5 * DAY)
    people.block(by=founder, person=blocked, now=now - 4 * DAY)
    newcomer = _newcomer(circle, founder, now)
    gathering = a_date(circle, member, days=3, now=now - DAY, place="Chez Youssef", bring="rien du tout")
    for person in (founder, blocked, newcomer, erased):
        say(gathering, person, now=now - DAY)
    privacy.erase_all(erased, now - DAY)
    guest = gatherings.come_as_guest(
        gathering=gathering, written="odile@ailleurs.example", name="Odile de La Tour", brought_by=member, now=now - DAY
    )
    operator = somebody("Solange Kerbrat", "solange@instance.example", now=opened)
    people.make_operator(person=operator, now=opened)
    batch = invite(circle, founder, "paul@plateau.example", name="Paul", now=now - DAY)
    return Story(
        now=now,
        circle=circle,
        founder=founder,
        member=member,
        newcomer=newcomer,
        former=former,
        blocked=blocked,
        erased=erased,
        guest=guest,
        operator=operator,
        past=past,
        gathering=gathering,
        reply=write(gathering, founder, "Je réserve pour huit.", now=now - HOUR),
        invitation=batch.invitations.get(),
        link=circles.make_link(circle=circle, by=founder, now=now - DAY),
        answer_link=answer_link(guest, gathering, now),
        other=_other_circle(now),
    )


def _newcomer(circle: Circle, founder: Person, now: datetime) -> Person:
    batch = invite(circle, founder, "ines@plateau.example", name="Inès", now=now - 3 * DAY)
    membership = circles.accept(invitation=batch.invitations.get(), name="Inès Haddad", now=now - 2 * DAY)
    people.prove_address(person=membership.person, written="ines@plateau.example", now=now - 2 * DAY)
    return membership.person


def answer_link(person: Person, gathering: Gathering, now: datetime = NOW) -> Link:
    return people.ensure_link(
        person=person, purpose=Purpose.ANSWER, kind="gathering", object_id=gathering.pk, now=now, lives=45 * DAY
    )


def _other_circle(now: datetime) -> OtherCircle:
    opened = now - 40 * DAY
    member = somebody("Wanda Canarymember", "wanda@canaryaddress.example", now=opened)
    singer = somebody("Xavier Canarysinger", "xavier@canaryaddress.example", now=opened)
    circle = a_circle(member, singer, name="Canarychoir", now=opened)
    circles.change_circle(circle=circle, by=member, now=opened, purpose="canarypurpose", place="canaryquay")
    past = a_past_date(circle, member, days=6, now=now, place="canaryvenue")
    gathering = a_date(
        circle, member, days=4, now=now - DAY, place="canaryvenue", title="canarytitle", bring="canarybring"
    )
    say(gathering, singer, now=now - DAY)
    batch = invite(circle, member, "canaryinvitee@elsewhere.example", name="Canaryinvitee", word="canaryword", now=now)
    return OtherCircle(
        circle=circle,
        member=member,
        singer=singer,
        past=past,
        gathering=gathering,
        reply=write(gathering, member, "canaryreply", now=now - HOUR),
        invitation=batch.invitations.get(),
        link=circles.make_link(circle=circle, by=member, now=now - DAY),
    )
