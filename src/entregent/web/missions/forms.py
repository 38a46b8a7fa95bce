from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from entregent.missions.enums import Sign, Weight
from entregent.missions.models import LINE_LENGTH, VERB_LENGTH, WORD_LENGTH
from entregent.web.fields import LineField


class CardForm(forms.Form):
    verb = LineField(label=_("What it asks, in two or three words"), max_length=VERB_LENGTH)
    line = LineField(label=_("In one line"), max_length=LINE_LENGTH)
    done = LineField(
        label=_("Done when…"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=_("So that whoever draws it knows when to stop."),
    )
    weight = forms.ChoiceField(
        label=_("Which kind of card"), choices=Weight.choices, initial=Weight.WORK, widget=forms.RadioSelect
    )
    sign = forms.ChoiceField(label=_("What is drawn on it"), choices=Sign.choices, initial=Sign.QUESTION)

    def words(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.cleaned_data.items()}


class WordForm(forms.Form):
    said = LineField(
        label=_("A word said at the table"),
        max_length=WORD_LENGTH,
        required=False,
        help_text=_("Any word, said aloud by anybody: it goes into the draw, and nobody could know it before."),
    )
