"""One sending of a form: the page gives it a random name, and a second sending under that name has no second effect."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from entregent.core.ids import new_key

LONGEST = 30


def once_field() -> forms.CharField:
    return forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput, initial=new_sending)


def new_sending() -> str:
    return new_key(24)


def sending(request: HttpRequest, what: str) -> str:
    """The key of this form for `core.idempotency.once`."""
    return key_of(what, request.user.pk, request.POST.get("once", "")[:LONGEST])


def key_of(what: str, person_id: int | None, typed: Any) -> str:
    """Nobody meets another person's sending, nor another form's; "" when the form was not named."""
    return f"{what}:{person_id or 0}:{typed}" if typed else ""
