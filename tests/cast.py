"""A fixed cast in a small story; everybody is fictional.

"Les déjeuners du plateau" meets at lunch: Anne-Lise opened it, Théo has been there from the start, Inès has just come,
Marc has left, Boris is blocked by Anne-Lise, Gaëlle was erased, Odile was brought to one date by a forwarded mail.
Wanda's choir is another circle of the same instance; nobody of the first may ever read a word of it (`CANARIES`).
Solange operates the instance and is in no circle.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from PIL import Image

from entregent.circles import operations as circles
from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle, Invitation, InviteLink, Knock, Membership, Place, Suspension
from entregent.core import clock
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.dates import Slot
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering, Note, Venue
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people import privacy
from entregent.people.enums import Purpose
from entregent.people.models import Link, Passkey, Person
from entregent.polls import operations as polls
from entregent.polls.models import Poll
from entregent.profiles import operations as profiles
from entregent.profiles.enums import Field
from entregent.threads import operations as threads
from entregent.threads.models import Reply as Words
from entregent.trust import operations as trust
from entregent.trust.enums import Naming, Reach, Reported
from entregent.trust.models import Report

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
    "canaryfair",
    "canarymember",
    "canarysinger",
    "canaryaddress",
    "canaryinvitee",
    "canaryword",
    "canaryway",
    "canarynote",
    "canaryknock",
    "canarydevice",
    "canaryreason",
    "canaryplace",
    "canaryproposal",
    "canarytrade",
    "canaryoffers",
    "canaryabout",
    "canarycard",
    "canarysubject",
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


def a_knock(circle: Circle, name: str, says: str, now: datetime) -> Knock:
    """Somebody asked while the circle could be asked, and still waits."""
    asker = somebody(name, f"{name.split()[0].lower()}@asking.example", now=now)
    return Knock.objects.create(circle=circle, person=asker, says=says, made_at=now)


def a_place(circle: Circle, by: Person, name: str, now: datetime) -> Place:
    circles.add_place(circle=circle, name=name, url="https://photos.example/album", by=by, now=now)
    return Place.objects.get(circle=circle)


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


def a_poll(
    circle: Circle,
    by: Person,
    *,
    days: tuple[int, ...] = (5, 6, 9),
    until: int = 3,
    now: datetime | None = None,
    **words: Any,
) -> Poll:
    """A question about dates so many days from `now`, answered until three days from it; this minute's by default."""
    asked = now or clock.now()
    slots = [Slot(day_of(asked, one), NOON) for one in days]
    return polls.ask(circle=circle, by=by, slots=slots, closes_at=asked + until * DAY, now=asked, **words)


def a_past_date(circle: Circle, by: Person, *, days: int = 7, now: datetime = NOW, **words: Any) -> Gathering:
    """A date fixed two days before it took place, so many days ago."""
    return a_date(circle, by, days=2, now=now - (days + 2) * DAY, **words)


def say(gathering: Gathering, person: Person, reply: Reply = Reply.YES, now: datetime = NOW, **more: Any) -> None:
    gatherings.answer(gathering=gathering, person=person, reply=reply, via=more.pop("via", Via.PAGE), now=now, **more)


def write(
    under: Gathering | Note, author: Person, text: str, reach: Reach = Reach.CIRCLE, *, now: datetime = NOW
) -> Words:
    gathering = under.gathering if isinstance(under, Note) else under
    return threads.write_reply(
        author=author,
        kind="note" if isinstance(under, Note) else "gathering",
        object_id=under.pk,
        circle_id=gathering.circle_id,
        text=text,
        reach=reach,
        naming=Naming.MAY,
        table=gathering_queries.people_at(gathering),
        now=now,
    )


def a_note(
    gathering: Gathering, author: Person, text: str, reach: Reach = Reach.CIRCLE, *, now: datetime = NOW
) -> Note:
    return gatherings.write_note(gathering=gathering, author=author, text=text, reach=reach, naming=Naming.MAY, now=now)


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


def a_passkey(person: Person, name: str = "Her phone", now: datetime = NOW) -> Passkey:
    """One that a device made; what it holds is of no use here."""
    return Passkey.objects.create(
        person=person, credential=f"made-by-{person.key}", public_key=b"\x00", name=name, made_at=now
    )


def a_picture(size: tuple[int, int] = (12, 9), kind: str = "PNG", **more: Any) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, **more)
    return written.getvalue()


def a_profile(person: Person, *shown_to: Circle | None, now: datetime = NOW, **said: str) -> None:
    """What somebody says of themselves, all of it shown to the same."""
    for name, text in said.items():
        profiles.say(person=person, field=Field(name), text=text, now=now)
        profiles.show(person=person, field=Field(name), to=shown_to)


def a_photo(person: Person, *shown_to: Circle | None, now: datetime = NOW) -> None:
    profiles.set_photo(person=person, content=a_picture(), now=now)
    profiles.show(person=person, field=Field.PHOTO, to=shown_to)


def a_report(by: Person, about: Person, circle: Circle, text: str = "A word too many.", now: datetime = NOW) -> Report:
    return trust.report(
        by=by,
        about=about,
        kind=Reported.PERSON,
        object_id=about.pk,
        circle_id=circle.pk,
        circle_name="a circle",
        quote="",
        text=text,
        now=now,
    )


@dataclass(frozen=True)
class OtherCircle:
    circle: Circle
    venue: Venue
    note: Note
    note_reply: Words
    member: Person
    singer: Person
    past: Gathering
    gathering: Gathering
    reply: Words
    invitation: Invitation
    link: InviteLink
    knock: Knock
    suspension: Suspension
    place: Place


def kept_out(circle: Circle, person: Person, *by: Person, reason: str, now: datetime) -> Suspension:
    """Two weeks out, and over."""
    held = circles.suspend(circle=circle, person=person, by=by, reason=reason, now=now)
    circles.end_suspensions(held.ends_at)
    return held


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
    venue: Venue
    note: Note
    note_reply: Words
    invitation: Invitation
    link: InviteLink
    answer_link: Link
    knock: Knock
    suspension: Suspension
    place: Place
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
    suspension = kept_out(circle, former, founder, member, blocked, reason="Il vend à table.", now=opened + DAY)
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
    gatherings.add_day_off(circle=circle, by=member, day=day_of(now, 60), name="La fête du plateau", now=now - DAY)
    operator = somebody("Solange Kerbrat", "solange@instance.example", now=opened)
    people.make_operator(person=operator, now=opened)
    a_report(newcomer, blocked, circle, now=now - HOUR)
    batch = invite(circle, founder, "paul@plateau.example", name="Paul", now=now - DAY)
    note = a_note(past, newcomer, "La réserve du Petit Marché.", now=now - HOUR)
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
        venue=gatherings.add_venue(circle=circle, by=founder, now=now - DAY, name="Chez Youssef"),
        note=note,
        note_reply=write(note, newcomer, "Merci.", now=now - HOUR),
        invitation=batch.invitations.get(),
        link=circles.make_link(circle=circle, by=founder, now=now - DAY),
        answer_link=answer_link(guest, gathering, now),
        knock=a_knock(circle, "Lucie Marais", "Je fais des gâteaux.", now - HOUR),
        suspension=suspension,
        place=a_place(circle, member, "Les photos", now - HOUR),
        other=_other_circle(now),
    )


def _newcomer(circle: Circle, founder: Person, now: datetime) -> Person:
    batch = invite(circle, founder, "ines@plateau.example", name="Inès", now=now - 3 * DAY)
    membership = circles.accept(invitation=batch.invitations.get(), name="Inès Haddad", now=now - 2 * DAY)
    people.prove_address(person=membership.person, written="ines@plateau.example", now=now - 2 * DAY)
    a_passkey(membership.person, "Inès’s phone", now - DAY)
    a_profile(membership.person, circle, trade="sign painter", offers="lettering\na steady hand", now=now - DAY)
    a_profile(membership.person, telephone="06 98 76 54 32", now=now - DAY)
    a_photo(membership.person, circle, now=now - DAY)
    return membership.person


def answer_link(person: Person, gathering: Gathering, now: datetime = NOW) -> Link:
    return people.ensure_link(
        person=person, purpose=Purpose.ANSWER, kind="gathering", object_id=gathering.pk, now=now, lives=45 * DAY
    )


def _other_circle(now: datetime) -> OtherCircle:
    opened = now - 40 * DAY
    member = somebody("Wanda Canarymember", "wanda@canaryaddress.example", now=opened)
    singer = somebody("Xavier Canarysinger", "xavier@canaryaddress.example", now=opened)
    a_passkey(member, "canarydevice", now - DAY)
    circle = a_circle(member, singer, name="Canarychoir", now=opened)
    circles.change_circle(circle=circle, by=member, now=opened, purpose="canarypurpose", place="canaryquay")
    a_profile(member, circle, trade="canarytrade", offers="canaryoffers", about="canaryabout", now=opened)
    a_photo(member, circle, now=opened)
    suspension = kept_out(circle, singer, member, reason="canaryreason", now=opened + DAY)
    past = a_past_date(circle, member, days=6, now=now, place="canaryvenue")
    gathering = a_date(
        circle, member, days=4, now=now - DAY, place="canaryvenue", title="canarytitle", bring="canarybring"
    )
    say(gathering, singer, now=now - DAY)
    gatherings.add_day_off(circle=circle, by=member, day=day_of(now, 60), name="canaryfair", now=now - DAY)
    batch = invite(circle, member, "canaryinvitee@elsewhere.example", name="Canaryinvitee", word="canaryword", now=now)
    note = a_note(past, member, "canarynote", now=now - HOUR)
    return OtherCircle(
        circle=circle,
        venue=gatherings.add_venue(circle=circle, by=member, now=now, name="Canaryvenue", way="canaryway"),
        note=note,
        note_reply=write(note, member, "canarynote again", now=now - HOUR),
        member=member,
        singer=singer,
        past=past,
        gathering=gathering,
        reply=write(gathering, member, "canaryreply", now=now - HOUR),
        invitation=batch.invitations.get(),
        link=circles.make_link(circle=circle, by=member, now=now - DAY),
        knock=a_knock(circle, "Canarycaller Y", "canaryknock", now - HOUR),
        suspension=suspension,
        place=a_place(circle, member, "canaryplace", now - HOUR),
    )
