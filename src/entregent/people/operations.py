from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from entregent.core import links
from entregent.core.addresses import lookup_key
from entregent.core.folding import clean_line
from entregent.core.ids import new_code
from entregent.people import queries
from entregent.people.enums import Purpose
from entregent.people.models import NAME_LENGTH, Address, Block, Link, Person, Refusal, SignIn

CODE_LIVES = timedelta(minutes=10)
CODES_PER_ADDRESS = 5
CODES_PER_NETWORK = 30
NAMES_PER_NETWORK = 10
LIMIT_WINDOW = timedelta(hours=1)
KEPT_AFTER = timedelta(days=1)
FIRST_LINK_LIVES = timedelta(days=7)


class TooMany(Exception):
    """More codes asked within the hour than anybody needs."""


class WrongCode(Exception):
    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left)
        self.tries_left = tries_left


class CodeGone(Exception):
    """The code was used, has expired or was tried five times."""


class LinkGone(Exception):
    """A sign-in link that was used, has expired or never was one."""


class AddressTaken(Exception):
    """Somebody else has proved that this address is theirs."""


class LastAddress(Exception):
    """Without it, its person could not come back."""


@transaction.atomic
def ask_code(
    *, written: str, network: str, now: datetime, strangers: bool, deliver: Callable[[SignIn, str, bool], None]
) -> SignIn:
    """Start a sign-in for an address, known or not: the same rows are written either way, so nobody learns which.

    `deliver(sign_in, code, wanted)` queues the mail in this transaction; `wanted` is False for a stranger
    where strangers may not come in.
    """
    lookup = lookup_key(written)
    network_print = links.digest(network, "network")
    since = now - LIMIT_WINDOW
    if SignIn.objects.filter(lookup=lookup, made_at__gt=since).count() >= CODES_PER_ADDRESS:
        raise TooMany
    if SignIn.objects.filter(network=network_print, made_at__gt=since).count() >= CODES_PER_NETWORK:
        raise TooMany
    person = queries.person_at(written)
    key, code = secrets.token_hex(16), new_code()
    sign_in = SignIn.objects.create(
        key=key,
        lookup=lookup,
        written=written.strip(),
        person=person,
        code_digest=links.digest(code, key),
        network=network_print,
        made_at=now,
        expires_at=now + CODE_LIVES,
    )
    deliver(sign_in, code, person is not None or strangers)
    return sign_in


def enter_code(*, key: str, code: str, now: datetime, language: str, name: str = "") -> Person:
    """Exchange a code for its person, made on the spot for an address that proves itself for the first time."""
    return _redeem(_right_code(key, code, now), now, language, name)


def _right_code(key: str, code: str, now: datetime) -> SignIn:
    """The try is counted by a conditional UPDATE before the code is looked at: parallel guesses share the five."""
    counted = SignIn.objects.filter(key=key, used_at__isnull=True, expires_at__gt=now, tries__lt=queries.TRIES).update(
        tries=F("tries") + 1
    )
    if not counted:
        raise CodeGone
    sign_in = SignIn.objects.get(key=key)
    digits = "".join(sign for sign in code if sign.isdigit())
    if not hmac.compare_digest(sign_in.code_digest, links.digest(digits, key)):
        if sign_in.tries >= queries.TRIES:
            raise CodeGone
        raise WrongCode(queries.TRIES - sign_in.tries)
    return sign_in


def _use_code(sign_in: SignIn, now: datetime) -> None:
    if not SignIn.objects.filter(pk=sign_in.pk, used_at__isnull=True).update(used_at=now):
        raise CodeGone


@transaction.atomic
def _redeem(sign_in: SignIn, now: datetime, language: str, name: str) -> Person:
    list(SignIn.objects.select_for_update(no_key=True).filter(lookup=sign_in.lookup).order_by("pk"))  # one at a time
    _use_code(sign_in, now)
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
    by_name = SignIn.objects.filter(network=network_print, lookup="", made_at__gt=now - LIMIT_WINDOW)
    if by_name.count() >= NAMES_PER_NETWORK:
        raise TooMany
    person = Person.objects.make(now, name=name, language=language)
    SignIn.objects.create(
        key=secrets.token_hex(16), person=person, network=network_print, made_at=now, expires_at=now, used_at=now
    )
    return mark_signed_in(person=person, now=now, language=language)


def add_address(*, person: Person, key: str, code: str, now: datetime) -> Address:
    """One more address, proved by the code that was sent there."""
    return _take_address(_right_code(key, code, now), person, now)


@transaction.atomic
def _take_address(sign_in: SignIn, person: Person, now: datetime) -> Address:
    _use_code(sign_in, now)
    if queries.is_taken(sign_in.lookup, person):
        raise AddressTaken
    return prove_address(person=person, written=sign_in.written, now=now)


@transaction.atomic
def remove_address(*, person: Person, address_id: int) -> Address | None:
    """None when it is not theirs or gone already."""
    mine = {address.pk: address for address in person.addresses.select_for_update()}
    address = mine.pop(address_id, None)
    if address is None:
        return None
    if not any(other.verified_at for other in mine.values()):
        raise LastAddress
    Address.objects.filter(pk=address_id).delete()
    return address


@transaction.atomic
def restore_address(*, person: Person, written: str, verified_at: datetime | None, now: datetime) -> Address:
    """Take a removal back, as proved as it was."""
    if verified_at and queries.is_taken(lookup_key(written), person):
        raise AddressTaken
    address = give_address(person=person, written=written, now=now)
    address.verified_at = verified_at
    address.save(update_fields=["verified_at"])
    return address


def prove_address(*, person: Person, written: str, now: datetime) -> Address:
    """The address is this person's: a code or a link sent there came back."""
    address = give_address(person=person, written=written, now=now)
    if address.verified_at is None:
        address.verified_at = now
        address.save(update_fields=["verified_at"])
    return address


def give_address(*, person: Person, written: str, now: datetime) -> Address:
    address, _ = Address.objects.get_or_create(
        person=person, lookup=lookup_key(written), defaults={"written": written.strip(), "made_at": now}
    )
    return address


def person_for(*, written: str, now: datetime, language: str = "") -> Person:
    """Whoever this address belongs to; a new guest when it is nobody's yet."""
    person = queries.person_at(written)
    if person is None:
        person = Person.objects.make(now, language=language)
        give_address(person=person, written=written, now=now)
    return person


@transaction.atomic
def rename(*, person: Person, name: str, language: str | None = None, zone: str | None = None) -> Person:
    person.rename(name)
    if language is not None:
        person.language = language
    if zone is not None:
        person.zone = zone
    person.save(update_fields=["name", "name_folded", "sort_name", "language", "zone"])
    return person


def ensure_link(
    *,
    person: Person,
    purpose: Purpose,
    kind: str,
    object_id: int,
    now: datetime,
    lives: timedelta,
    single_use: bool = False,
) -> Link:
    """The one link a person has to an object for a purpose, its life extended; a revoked or used one starts afresh."""
    link, made = Link.objects.get_or_create(
        person=person,
        purpose=purpose,
        kind=kind,
        object_id=object_id,
        defaults={"made_at": now, "expires_at": now + lives, "single_use": single_use},
    )
    if made:
        return link
    if link.revoked_at or link.used_at:
        link.generation += 1
        link.revoked_at = link.used_at = None
    link.single_use = single_use
    link.expires_at = now + lives
    link.save(update_fields=["generation", "revoked_at", "used_at", "single_use", "expires_at"])
    return link


def use_link(link: Link, now: datetime) -> bool:
    """Take a single-use link; False when somebody was faster."""
    return bool(Link.objects.filter(pk=link.pk, used_at__isnull=True, revoked_at__isnull=True).update(used_at=now))


def revoke_links(*, person: Person, now: datetime, kind: str | None = None, object_id: int | None = None) -> int:
    rows = Link.objects.filter(person=person, revoked_at__isnull=True)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if object_id is not None:
        rows = rows.filter(object_id=object_id)
    return rows.update(revoked_at=now)


def refuse_mail(*, lookup: str, now: datetime) -> bool:
    """Never write to this address again, from any circle of the instance. False when it had said so already."""
    return Refusal.objects.get_or_create(fingerprint=queries.fingerprint(lookup), defaults={"refused_at": now})[1]


def accept_mail(*, lookup: str) -> None:
    Refusal.objects.filter(fingerprint=queries.fingerprint(lookup)).delete()


@transaction.atomic
def refuse_all_mail(*, person: Person, now: datetime) -> None:
    """The same for every address this person has: whoever asks does not know which one was written to."""
    for address in person.addresses.all():
        refuse_mail(lookup=address.lookup, now=now)


@transaction.atomic
def accept_all_mail(*, person: Person) -> None:
    for address in person.addresses.all():
        accept_mail(lookup=address.lookup)


def block(*, by: Person, person: Person, now: datetime) -> None:
    Block.objects.get_or_create(by=by, person=person, defaults={"at": now})


def unblock(*, by: Person, person: Person) -> None:
    Block.objects.filter(by=by, person=person).delete()


def make_operator(*, person: Person, now: datetime) -> None:
    person.operator_since = person.operator_since or now
    person.save(update_fields=["operator_since"])


@transaction.atomic
def first_link(now: datetime) -> Link | None:
    """The one-time link of whoever will operate this instance; None once an operator can come in by themselves."""
    operators = Person.objects.filter(operator_since__isnull=False, erased_at__isnull=True).order_by("operator_since")
    if operators.filter(addresses__verified_at__isnull=False).exists():
        return None
    person = operators.first() or Person.objects.make(now)
    make_operator(person=person, now=now)
    return ensure_link(
        person=person,
        purpose=Purpose.SIGN_IN,
        kind="person",
        object_id=person.pk,
        now=now,
        lives=FIRST_LINK_LIVES,
        single_use=True,
    )


def forget_old(now: datetime) -> int:
    """Codes past use, and links nobody can use any more."""
    gone = SignIn.objects.filter(made_at__lt=now - KEPT_AFTER).delete()[0]
    return gone + Link.objects.filter(expires_at__lt=now - timedelta(days=400)).delete()[0]
