from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from entregent.gatherings.enums import Noise, StepFree
from entregent.web.fields import LineField

UNKNOWN = [("", _("nobody has said"))]


class VenueForm(forms.Form):
    name = LineField(label=_("What it is called"), max_length=80)
    address = LineField(label=_("Where it is"), max_length=110, required=False)
    way = LineField(
        label=_("How to get there"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which stop, where to leave a car or a bicycle, which door."),
    )
    price = LineField(label=_("What it costs"), max_length=80, required=False, help_text=_("“Around €18, lunch menu”"))
    step_free = forms.ChoiceField(
        label=_("With a wheelchair"), choices=[*UNKNOWN, *StepFree.choices], required=False, widget=forms.RadioSelect
    )
    noise = forms.ChoiceField(
        label=_("Can one hear each other?"),
        choices=[*UNKNOWN, *Noise.choices],
        required=False,
        widget=forms.RadioSelect,
    )

    def facts(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.cleaned_data.items()}


class WordForm(forms.Form):
    text = LineField(label=_("What you thought of it, in a line"), max_length=200, required=False)
