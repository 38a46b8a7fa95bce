"""The people of a circle as a spreadsheet speaks of them: by address, else by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from entregent.circles import rules
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle, Import, Invitation, Membership
from entregent.core.addresses import BadAddress, lookup_key
from entregent.core.folding import clean_line, fold
from entregent.core.spreadsheets import Row
from entregent.people.models import NAME_LENGTH, Address, Person
from entregent.people.queries import people_at

T = TypeVar("T")
TRADE_LENGTH = 80
CHUNK = 500


class PassedOver(ValueError):
    """Why this is left out, in words for whoever brought the file."""


@dataclass(frozen=True)
class Somebody:
    """A person as one row names them."""

    name: str
    address: str = ""
    trade: str = ""


@dataclass(eq=False)
class Known:
    """Somebody of the circle, or about to be."""

    person: Person
    membership: Membership
    lookups: set[str] = field(default_factory=set)


def somebody_in(row: Row, columns: dict[str, int]) -> Somebody:
    first, family = row[columns.get("first name")], row[columns.get("family name")]
    name = row[columns.get("name")] or f"{first} {family}".strip()
    return Somebody(name, first_address(row[columns.get("address")]), row[columns.get("trade")])


def first_address(cell: str) -> str:
    """As address books give it: the first of several, without the name before it."""
    one = cell.split(":::")[0].strip()
    in_brackets = re.search(r"<([^<>\s]+@[^<>\s]+)>", one)
    return (in_brackets[1] if in_brackets else one).removeprefix("mailto:").strip()


def lookup_in(address: str) -> str:
    """The key of an address, "" for none."""
    try:
        return lookup_key(address) if address else ""
    except BadAddress as error:
        raise PassedOver(
            _("“%(address)s” is no e-mail address: correct it, or leave the cell empty") % {"address": address[:80]}
        ) from error


def chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    """Few enough at a time for one query's parameters."""
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


class Roll:
    """Finds the people a file names, and remembers whom it has to make until `save` makes them at once."""

    def __init__(self, circle: Circle, addresses: Iterable[str], now: datetime) -> None:
        self.circle, self.now = circle, now
        self.by_lookup: dict[str, Known] = {}
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        self.by_person: dict[int, Known] = {}
        self.new_people: list[Person] = []
        self.new_memberships: list[Membership] = []
        self.new_addresses: list[Address] = []
        self.told_trades: list[Membership] = []
        rows = circle.memberships.filter(person__erased_at__isnull=True).select_related("person")
        for row in rows.prefetch_related("person__addresses").order_by("pk"):
            self._enter(Known(row.person, row, {one.lookup for one in row.person.addresses.all()}))
        self.elsewhere = people_at({lookup for one in addresses if (lookup := _readable(one))} - self.by_lookup.keys())

    def _enter(self, known: Known) -> None:
        for lookup in known.lookups:
            self.by_lookup.setdefault(lookup, known)
        for name in {known.person.name_folded, known.membership.name_folded} - {""}:
            self.by_name[name].append(known)
        if known.person.pk:
            self.by_person[known.person.pk] = known

    def meet(self, one: Somebody) -> Known:
        """Whoever this row means, made if nobody is; refused when it could be two people."""
        if not any(sign.isalpha() for sign in one.name):
            raise PassedOver(_("“%(name)s” is no name") % {"name": one.name} if one.name else _("no name in this row"))
        if len(clean_line(one.name, NAME_LENGTH + 1)) > NAME_LENGTH:
            raise PassedOver(_("a name is longer than %(most)d characters") % {"most": NAME_LENGTH})
        lookup = lookup_in(one.address)
        known = self.by_lookup.get(lookup) or self._named(one.name, lookup) or self._add(one, lookup)
        self._learn(known, one, lookup)
        return known

    def _named(self, name: str, lookup: str) -> Known | None:
        """Whoever is called so. Somebody who has another address, or an account of their own, may be a namesake."""
        called = self.by_name.get(fold(name), [])
        if len(called) > 1:
            raise PassedOver(_("two people here are called %(name)s: tell them apart") % {"name": name})
        if called and lookup and (called[0].lookups or called[0].membership.imported_at is None):
            raise PassedOver(_("another %(name)s is here already: tell them apart if they are two") % {"name": name})
        return called[0] if called else None

    def _add(self, one: Somebody, lookup: str) -> Known:
        person = self.elsewhere.get(lookup)
        if person is not None and person.pk in self.by_person:
            return self.by_person[person.pk]
        if person is None:
            person = Person(made_at=self.now)
            self.new_people.append(person)
        membership = Membership(
            circle=self.circle,
            person=person,
            joined_at=self.now,
            settled_at=self.now if rules.settles_at_once(self.circle) else None,
            imported_at=self.now,
            mail=MailLevel.NONE,
            trade=clean_line(one.trade, TRADE_LENGTH),
        )
        membership.rename(one.name)
        self.new_memberships.append(membership)
        known = Known(person, membership, {lookup} if lookup in self.elsewhere else set())
        self._enter(known)
        return known

    def _learn(self, known: Known, one: Somebody, lookup: str) -> None:
        """What the circle did not know of somebody nobody but a file has spoken for."""
        if known.membership.imported_at is None:
            return
        if lookup and lookup not in known.lookups and not known.lookups:
            known.lookups.add(lookup)
            self.by_lookup[lookup] = known
            self.new_addresses.append(
                Address(person=known.person, written=one.address.strip(), lookup=lookup, made_at=self.now)
            )
        if one.trade and not known.membership.trade:
            known.membership.trade = clean_line(one.trade, TRADE_LENGTH)
            self.told_trades.append(known.membership)

    def size(self) -> int:
        """How much there is to write: grows when a row brought something."""
        return len(self.new_memberships) + len(self.new_addresses) + len(self.told_trades)

    def save(self) -> dict[str, list[int]]:
        """Write what the file taught, in a few statements; the ids of what was made, so that it can be taken back."""
        for person in self.new_people:
            person.set_unusable_password()
        Person.objects.bulk_create(self.new_people, batch_size=CHUNK)
        Membership.objects.bulk_create(self.new_memberships, batch_size=CHUNK)
        Address.objects.bulk_create(self.new_addresses, batch_size=CHUNK)
        Membership.objects.bulk_update(self.told_trades, ["trade"], batch_size=CHUNK)
        return {
            "people": [row.pk for row in self.new_people],
            "memberships": [row.pk for row in self.new_memberships],
            "addresses": [row.pk for row in self.new_addresses],
            "trades": [row.pk for row in self.told_trades],
        }


def _readable(address: str) -> str:
    try:
        return lookup_in(address)
    except PassedOver:
        return ""


@transaction.atomic
def take_back(brought: Import, busy: set[int]) -> list[Membership]:
    """Undo what an import made of people, and answer whom it leaves: those `busy`, or come to life since."""
    made, memberships = set(brought.made_ids("people")), brought.made_ids("memberships")
    for ids in chunks(set(brought.made_ids("trades")) - set(memberships)):
        Membership.objects.filter(pk__in=ids, imported_at__isnull=False).update(trade="")
    for ids in chunks(brought.made_ids("addresses")):
        given = Address.objects.filter(pk__in=ids, verified_at__isnull=True)
        people = set(given.values_list("person_id", flat=True)) - made
        given.filter(person__in=people - _invited(brought, people)).delete()
    kept: list[Membership] = []
    for ids in chunks(memberships):
        rows = list(Membership.objects.filter(pk__in=ids).select_related("person").order_by("pk"))
        held = busy | _invited(brought, {row.person_id for row in rows})
        free = [row for row in rows if row.person_id not in held and _untouched(row, brought)]
        kept += [row for row in rows if row not in free]
        kept += _delete(free, made)
    return kept


def _invited(brought: Import, people: set[int]) -> set[int]:
    open_ones = Invitation.objects.filter(circle=brought.circle_id, person__in=people, cancelled_at__isnull=True)
    return set(open_ones.values_list("person_id", flat=True))


def _untouched(row: Membership, brought: Import) -> bool:
    return row.imported_at == brought.at and row.mail == MailLevel.NONE and row.left_at is None


def _delete(rows: list[Membership], made: set[int]) -> list[Membership]:
    """Delete memberships and the people made for them; those something else holds on to are returned instead."""
    people = [row.person_id for row in rows if row.person_id in made and row.person.signed_in_at is None]
    try:
        with transaction.atomic():
            Membership.objects.filter(pk__in=[row.pk for row in rows]).delete()
            Person.objects.filter(pk__in=people).delete()
    except ProtectedError:
        if len(rows) == 1:
            return rows
        half = len(rows) // 2
        return _delete(rows[:half], made) + _delete(rows[half:], made)
    return []
