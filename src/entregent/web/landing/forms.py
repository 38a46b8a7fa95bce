from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entregent.web.fields import AddressField, LineField, own_name
from entregent.web.sending import once_field


def circle_name() -> LineField:
    placeholder = forms.TextInput(attrs={"placeholder": _("Thursday lunches"), "autocomplete": "off"})
    return LineField(label=_("The name of your circle"), widget=placeholder)


class VisitorOpens(forms.Form):
    circle = circle_name()
    address = AddressField()
    once = once_field()


class NamedForm(forms.Form):
    """Asks for one's own name only where it is not known."""

    name = own_name(help_text=_("As your circle will read it."))

    def __init__(self, *args: Any, asks_name: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_name:
            del self.fields["name"]


class MemberOpens(NamedForm):
    circle = circle_name()
    once = once_field()
    field_order = ("circle", "name")


class TableForm(NamedForm):
    circle = circle_name()
    once = once_field()
    field_order = ("circle", "name")
