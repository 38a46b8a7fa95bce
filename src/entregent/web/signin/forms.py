from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entregent.web.fields import AddressField, own_name


class SignInForm(forms.Form):
    address = AddressField()
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The six digits of the code"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )
    name = own_name(required=False, help_text=_("As your circle will read it. Empty if we know it already."))

    def __init__(self, *args: Any, asks_name: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_name:
            del self.fields["name"]
