from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from entregent.circles.enums import MailLevel
from entregent.web.fields import AddressField, own_name


class GuestForm(forms.Form):
    name = own_name()
    address = AddressField()


class JoinForm(forms.Form):
    name = own_name(required=False, help_text=_("As the circle will read it."))


class MailsForm(forms.Form):
    level = forms.ChoiceField(label=_("What I want to receive"), choices=MailLevel.choices, widget=forms.RadioSelect)
