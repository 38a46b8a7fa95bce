"""Coming in: by a code, by a link, by name alone."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from entregent.core import links
from entregent.core.alone import one_at_a_time
from entregent.core.folding import clean_line
from entregent.people import queries
from entregent.people.enums import Purpose
from entregent.people.models import NAME_LENGTH, Person, SignIn
from entregent.people.operations.addresses import prove_address
from entregent.people.operations.codes import LIMIT_WINDOW, CodeGone, TooMany, right_code, use_code
from entregent.people.operations.linking import use_link
from entregent.people.operations.person import rename

NAMES_PER_NETWORK = 10


class SeveralPeople(Exception):
    """The code was right and is used; its address is read by several people, who say which of them they are."""


class LinkGone(Exception):
    """A sign-in link that was used, has expired or never was one."""


def enter_code(*, key: str, code: str, now: datetime, language: str, name: str = "") -> Person:
    """Exchange a code for its person, made on the spot for an address that proves itself for the first time."""
    sign_in = right_code(key, code, now)
    if len(queries.proved_at(sign_in.lookup)) > 1:
        use_code(sign_in, now)
        raise SeveralPeople
    return _redeem(sign_in, now, language, name)


@transaction.atomic
def enter_as(*, key: str, person_key: str, now: datetime, language: str) -> Person:
    """One of the people who share the address of a code just used: chosen once, among those and no other."""
    chosen = {one.key: one for one in queries.sharing_after_code(key, now)}.get(person_key)
    if chosen is None or not SignIn.objects.filter(key=key, chosen_at__isnull=True).update(chosen_at=now):
        raise CodeGone
    return mark_signed_in(person=chosen, now=now, language=language)


@transaction.atomic
def _redeem(sign_in: SignIn, now: datetime, language: str, name: str) -> Person:
    one_at_a_time(f"address:{sign_in.lookup}")
    use_code(sign_in, now)
    person = queries.person_at(sign_in.written) or Person.objects.make(now, language=language)
    prove_address(person=person, written=sign_in.written, now=now)
    if clean_line(name, NAME_LENGTH):
        rename(person=person, name=name)
    return mark_signed_in(person=person, now=now, language=language)


def mark_signed_in(*, person: Person, now: datetime, language: str) -> Person:
    person.signed_in_at = now
    person.language = person.language or language
    person.save(update_fields=["signed_in_at", "language"])
    return person


@transaction.atomic
def enter_by_link(*, token: str, now: datetime, language: str) -> Person:
    link = queries.link_of(token, now, Purpose.SIGN_IN)
    if link is None or (link.single_use and not use_link(link, now)):
        raise LinkGone
    return mark_signed_in(person=link.person, now=now, language=language)


@transaction.atomic
def enter_by_name(*, name: str, network: str, now: datetime, language: str) -> Person:
    """Somebody at a table, by name alone: no address, so only so many from one network within the hour."""
    network_print = links.digest(network, "network")
    one_at_a_time(f"codes:{network_print}")
    by_name = SignIn.objects.filter(network=network_print, lookup="", made_at__gt=now - LIMIT_WINDOW)
    if by_name.count() >= NAMES_PER_NETWORK:
        raise TooMany
    person = Person.objects.make(now, name=name, language=language)
    SignIn.objects.create(
        key=secrets.token_hex(16), person=person, network=network_print, made_at=now, expires_at=now, used_at=now
    )
    return mark_signed_in(person=person, now=now, language=language)
