from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from entregent.core import links
from entregent.core.addresses import lookup_key
from entregent.people.enums import Purpose
from entregent.people.models import Address, Block, Link, Person, Refusal, SignIn

TRIES = 5


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
    return list(person.addresses.order_by("pk"))


def people_at(lookups: set[str]) -> dict[str, Person]:
    """`person_at` for many addresses at once."""
    found: dict[str, Person] = {}
    rows = Address.objects.filter(lookup__in=lookups, person__erased_at__isnull=True).select_related("person")
    for row in sorted(rows, key=lambda address: (address.verified_at is None, address.pk)):
        found.setdefault(row.lookup, row.person)
    return found


def address_of(person: Person) -> Address | None:
    """Where mail for this person goes: a verified address before an unverified one, the first before the later."""
    rows = sorted(person.addresses.all(), key=lambda address: (address.verified_at is None, address.pk))
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
    link = Link.objects.select_related("person").filter(pk=number, person__erased_at__isnull=True).first()
    if link is None or not links.holds(token, link.pk, _door(link), link.generation):
        return None
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
    pairs = Block.objects.filter(by=person).values_list("person_id", flat=True)
    return set(pairs) | set(Block.objects.filter(person=person).values_list("by_id", flat=True))
