from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from entregent.core import links
from entregent.core.addresses import lookup_key
from entregent.core.prepared import prepared
from entregent.people.enums import Purpose
from entregent.people.models import Address, Block, Link, Passkey, Person, Refusal, Session, SignIn

TRIES = 5
CHOSEN_WITHIN = timedelta(minutes=10)


def fingerprint(lookup: str) -> str:
    return links.digest(lookup, "refusal")


def refuses_mail(lookup: str) -> bool:
    """Whether this address said "never write to me again" to the instance."""
    return Refusal.objects.filter(fingerprint=fingerprint(lookup)).exists()


def refusing(lookups: list[str]) -> set[str]:
    prints = {fingerprint(lookup): lookup for lookup in lookups}
    found = Refusal.objects.filter(fingerprint__in=prints).values_list("fingerprint", flat=True)
    return {prints[one] for one in found}


def refuses_all_mail(person: Person) -> bool:
    lookups = [address.lookup for address in person.addresses.all()]
    return bool(lookups) and refusing(lookups) == set(lookups)


def person_at(written: str) -> Person | None:
    """The person an address signs in: whoever verified it, else whoever was first given it."""
    found = Address.objects.filter(lookup=lookup_key(written), person__erased_at__isnull=True).select_related("person")
    best = sorted(found, key=lambda address: (address.verified_at is None, address.pk))
    return best[0].person if best else None


def made_lately(key: str, since: datetime) -> Person | None:
    """Somebody who came in by name alone, while a retry of that same form may still be on its way."""
    return Person.objects.filter(key=key, made_at__gt=since, erased_at__isnull=True).first()


def is_taken(lookup: str, by_others_than: Person) -> bool:
    """Whether somebody else has proved that this address is theirs."""
    proved = Address.objects.filter(lookup=lookup, verified_at__isnull=False)
    return proved.exclude(person=by_others_than).exists()


def addresses_of(person: Person) -> list[Address]:
    return _addresses_of(person=person)


@prepared
def _addresses_of(person: Person) -> QuerySet[Address]:
    return Address.objects.filter(person=person).order_by("pk")


def people_at(lookups: set[str]) -> dict[str, Person]:
    """`person_at` for many addresses at once."""
    found: dict[str, Person] = {}
    rows = Address.objects.filter(lookup__in=lookups, person__erased_at__isnull=True).select_related("person")
    for row in sorted(rows, key=lambda address: (address.verified_at is None, address.pk)):
        found.setdefault(row.lookup, row.person)
    return found


def address_of(person: Person) -> Address | None:
    """Where mail for this person goes: the one they chose, else a verified one before another, the first given."""
    rows = sorted(person.addresses.all(), key=lambda row: (row.verified_at is None, row.chosen_at is None, row.pk))
    return rows[0] if rows else None


def has_verified_address(person: Person) -> bool:
    return person.addresses.filter(verified_at__isnull=False).exists()


def open_sign_in(key: str, now: datetime) -> SignIn | None:
    return SignIn.objects.filter(key=key, used_at__isnull=True, expires_at__gt=now, tries__lt=TRIES).first()


def link_of(token: str, now: datetime, *purposes: Purpose) -> Link | None:
    """The live link a token stands for, or None: forged, revoked, used up and expired look the same."""
    link = any_link(token)
    return link if link is not None and link.purpose in purposes and is_live(link, now) else None


def is_live(link: Link, now: datetime) -> bool:
    if link.revoked_at or link.expires_at <= now:
        return False
    return not (link.single_use and link.used_at)


def any_link(token: str) -> Link | None:
    """The link a token stands for, even expired: it still says who may ask for a new one."""
    number = links.number_of(token)
    if number is None:
        return None
    link = Link.objects.select_related("person__merged_into").filter(pk=number, person__erased_at__isnull=True).first()
    if link is None or not links.holds(token, link.pk, _door(link), link.generation):
        return None
    link.person = link.person.merged_into or link.person  # a mail sent to a record since put together with another
    return link


def reply_address(link: Link) -> str:
    """Where a mail is answered by mail, "" where no mailbox is read: another door than the link's own page."""
    local, at, domain = str(settings.INBOUND_ADDRESS).rpartition("@")
    token = links.folded(links.derive(link.pk, f"reply:{_door(link)}", link.generation))
    return f"{local}+{token}{at}{domain}" if at else ""


def link_replied_to(written: str) -> Link | None:
    """The link whose mail is answered, by what stands after the plus sign of the address."""
    token = links.unfolded(written)
    number = links.number_of(token)
    if number is None:
        return None
    link = Link.objects.select_related("person__merged_into").filter(pk=number, person__erased_at__isnull=True).first()
    if link is None or not links.holds(token, link.pk, f"reply:{_door(link)}", link.generation):
        return None
    link.person = link.person.merged_into or link.person
    return link


def token_of(link: Link) -> str:
    return links.derive(link.pk, _door(link), link.generation)


def _door(link: Link) -> str:
    """What a token is bound to besides its row: after a restore, the same row number may stand for another link."""
    return f"{link.purpose}:{link.kind}:{link.object_id}:{link.person_id}"


def blocked_by_me(person: Person) -> QuerySet[Block]:
    return Block.objects.filter(by=person).select_related("person").order_by("-at")


def blocked_pairs(person: Person) -> set[int]:
    """Ids of the people this one blocked or who blocked them: neither sees what the other writes."""
    return {one for pair in _blocks_around(person=person) for one in pair} - {person.pk}


@prepared
def _blocks_around(person: Person) -> QuerySet[Block, tuple[int, int]]:
    return Block.objects.filter(Q(by=person) | Q(person=person)).values_list("by_id", "person_id")


def apart_from(person: Person, other: str = "person") -> Q:
    """The same as a condition, where the rows themselves say who: a block stands between them and this person."""
    blocked = Block.objects.filter(by=person, person=OuterRef(other))
    return Q(Exists(blocked)) | Q(Exists(Block.objects.filter(by=OuterRef(other), person=person)))


def sessions_of(person: Person, now: datetime) -> QuerySet[Session]:
    """Where this person is signed in, the latest first."""
    return Session.objects.filter(person=person, expire_date__gt=now).order_by(F("started_at").desc(nulls_last=True))


def passkeys_of(person: Person) -> QuerySet[Passkey]:
    return Passkey.objects.filter(person=person, removed_at__isnull=True).order_by("made_at", "pk")


def passkey_of(credential: object) -> Passkey | None:
    """The one a device shows; None for one removed, or of somebody erased."""
    if not isinstance(credential, str):
        return None
    found = Passkey.objects.filter(credential=credential, removed_at__isnull=True, person__erased_at__isnull=True)
    return found.select_related("person").first()


def proved_at(lookup: str) -> list[Person]:
    """Everybody who proved that they read the mails of this address: a couple, a firm's front desk."""
    rows = Address.objects.filter(lookup=lookup, verified_at__isnull=False, person__erased_at__isnull=True)
    return [row.person for row in rows.select_related("person").order_by("pk")]


def is_merged_into(person: Person, key: str) -> bool:
    """Whether the record of this key has become part of this person's."""
    return Person.objects.filter(key=key, merged_into=person).exists()


def others_at(written: str, person: Person) -> list[Person]:
    """Who else an address stands for, proved or not."""
    rows = Address.objects.filter(lookup=lookup_key(written), person__erased_at__isnull=True).exclude(person=person)
    return [row.person for row in rows.select_related("person").order_by("pk")]


def sharing_after_code(key: str, now: datetime) -> list[Person]:
    """Between whom the holder of a code just used has still to choose."""
    used = SignIn.objects.filter(key=key, used_at__gt=now - CHOSEN_WITHIN, chosen_at__isnull=True).first()
    sharing = proved_at(used.lookup) if used else []
    return sharing if len(sharing) > 1 else []
