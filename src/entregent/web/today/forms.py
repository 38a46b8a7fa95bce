from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from entregent.web.fields import own_name


class NameForm(forms.Form):
    name = own_name(help_text=_("As your circles will read it."))
