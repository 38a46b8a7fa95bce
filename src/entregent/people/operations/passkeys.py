"""Passkeys: made on a device of one's own, named, removed with a way back; each challenge is answered once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from entregent.core import links
from entregent.core.alone import one_at_a_time
from entregent.core.folding import clean_line
from entregent.people import queries, rules
from entregent.people.models import NAME_LENGTH, Challenge, Passkey, Person
from entregent.people.operations.codes import LIMIT_WINDOW, TooMany
from entregent.people.operations.entering import mark_signed_in

CHALLENGE_LIVES = timedelta(minutes=5)
CHALLENGES_PER_NETWORK = 120
REMOVED_KEPT = timedelta(days=30)
UNSOUND = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)  # whatever a browser may send


class NotRecognised(Exception):
    """The device's answer does not hold: another challenge, another site, a key nobody here has, or a removed one."""


@transaction.atomic
def challenge(*, person: Person | None, network: str, now: datetime) -> Challenge:
    """What a device is asked to sign: to make a passkey of `person`, or to come in as whoever holds one."""
    network_print = links.digest(network, "network")
    one_at_a_time(f"challenges:{network_print}")
    if (
        Challenge.objects.filter(network=network_print, made_at__gt=now - LIMIT_WINDOW).count()
        >= CHALLENGES_PER_NETWORK
    ):
        raise TooMany
    return Challenge.objects.create(
        key=secrets.token_hex(16), person=person, network=network_print, made_at=now, expires_at=now + CHALLENGE_LIVES
    )


def to_make(asked: Challenge, person: Person) -> str:
    """What the browser hands to the device, as JSON: a key that says whose it is, and no second one of the same."""
    mine = queries.passkeys_of(person).values_list("credential", flat=True)
    options = generate_registration_options(
        rp_id=rules.passkey_site(),
        rp_name="Entregent",
        user_id=person.key.encode(),
        user_name=person.name or "Entregent",
        challenge=asked.key.encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in mine],
    )
    return options_to_json(options)


def to_enter(asked: Challenge) -> str:
    """Nobody is named: the device shows whichever key it holds for this site."""
    options = generate_authentication_options(
        rp_id=rules.passkey_site(), challenge=asked.key.encode(), user_verification=UserVerificationRequirement.REQUIRED
    )
    return options_to_json(options)


def _take(key: str, person: Person | None, now: datetime) -> bytes:
    """Answered by one conditional UPDATE, before anything is verified: a challenge never serves twice."""
    mine = Challenge.objects.filter(key=key, person=person, expires_at__gt=now, used_at__isnull=True)
    if not mine.update(used_at=now):
        raise NotRecognised
    return key.encode()


def add_passkey(
    *,
    person: Person,
    challenge_key: str,
    credential: dict[str, Any],
    name: str,
    now: datetime,
    tell: Callable[[Passkey], object],
) -> Passkey:
    """`tell(passkey)` queues the mail that says so to its owner, in the transaction that keeps it."""
    expected = _take(challenge_key, person, now)
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=expected,
            expected_rp_id=rules.passkey_site(),
            expected_origin=rules.passkey_origin(),
            require_user_verification=True,
        )
    except UNSOUND as error:
        raise NotRecognised from error
    return _keep(person, made, name, now, tell)


@transaction.atomic
def _keep(
    person: Person, made: VerifiedRegistration, name: str, now: datetime, tell: Callable[[Passkey], object]
) -> Passkey:
    passkey, is_new = Passkey.objects.get_or_create(
        credential=bytes_to_base64url(made.credential_id),
        defaults={
            "person": person,
            "public_key": made.credential_public_key,
            "sign_count": made.sign_count,
            "name": clean_line(name, NAME_LENGTH),
            "made_at": now,
        },
    )
    if not is_new:
        raise NotRecognised
    tell(passkey)
    return passkey


def enter_by_passkey(*, challenge_key: str, credential: dict[str, Any], now: datetime, language: str) -> Person:
    """Whoever holds the device that made the passkey, and showed it that it is they."""
    expected = _take(challenge_key, None, now)
    passkey = queries.passkey_of(credential.get("id"))
    if passkey is None:
        raise NotRecognised
    try:
        shown = verify_authentication_response(
            credential=credential,
            expected_challenge=expected,
            expected_rp_id=rules.passkey_site(),
            expected_origin=rules.passkey_origin(),
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except UNSOUND as error:
        raise NotRecognised from error
    return _enter(passkey, shown.new_sign_count, now, language)


@transaction.atomic
def _enter(passkey: Passkey, sign_count: int, now: datetime, language: str) -> Person:
    kept = Passkey.objects.filter(pk=passkey.pk, removed_at__isnull=True)
    if not kept.update(sign_count=sign_count, used_at=now):
        raise NotRecognised
    return mark_signed_in(person=passkey.person, now=now, language=language)


def remove_passkey(*, person: Person, passkey_id: int, now: datetime) -> Passkey | None:
    """It opens nothing from now on. None when it is not theirs or gone already."""
    mine = Passkey.objects.filter(pk=passkey_id, person=person, removed_at__isnull=True)
    return Passkey.objects.get(pk=passkey_id) if mine.update(removed_at=now) else None


def restore_passkey(*, person: Person, passkey_id: int, now: datetime) -> bool:
    removed = Passkey.objects.filter(pk=passkey_id, person=person, removed_at__gt=now - REMOVED_KEPT)
    return bool(removed.update(removed_at=None))


def forget_passkeys(now: datetime) -> int:
    gone = Passkey.objects.filter(removed_at__lte=now - REMOVED_KEPT).delete()[0]
    return gone + Challenge.objects.filter(made_at__lte=now - LIMIT_WINDOW).delete()[0]
