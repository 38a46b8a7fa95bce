"""Codes sent by mail: asked for, counted, used once."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from entregent.core import links
from entregent.core.addresses import lookup_key
from entregent.core.alone import one_at_a_time
from entregent.core.ids import new_code
from entregent.people import queries
from entregent.people.models import SignIn

CODE_LIVES = timedelta(minutes=10)
CODES_PER_ADDRESS = 5
CODES_PER_NETWORK = 30
LIMIT_WINDOW = timedelta(hours=1)


class TooMany(Exception):
    """More codes asked within the hour than anybody needs."""


class WrongCode(Exception):
    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left)
        self.tries_left = tries_left


class CodeGone(Exception):
    """The code was used, has expired or was tried five times."""


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
    one_at_a_time(f"codes:{lookup}", f"codes:{network_print}")
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


def right_code(key: str, code: str, now: datetime) -> SignIn:
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


def use_code(sign_in: SignIn, now: datetime) -> None:
    if not SignIn.objects.filter(pk=sign_in.pk, used_at__isnull=True).update(used_at=now):
        raise CodeGone
