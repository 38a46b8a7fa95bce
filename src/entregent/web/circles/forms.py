from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from entregent.circles.enums import AddressForm, Hue, MailLevel, Setting, WayIn
from entregent.circles.models import Circle
from entregent.circles.rules import agrees_on_the_way_in
from entregent.core import walltime
from entregent.people.enums import Language
from entregent.web.fields import LineField
from entregent.web.me.forms import zone_choices

PURPOSE, PLACE, QUESTION = 400, 120, 200


def zone_choices_with(zone: str) -> list[tuple[Any, Any]]:
    """Those of a person, and whatever this circle has already."""
    other = [(zone, zone.replace("_", " "))] if zone not in walltime.zones() else []
    return [*other, *zone_choices()[1:]]


class SettingsForm(forms.Form):
    """What a circle says of itself, each field as `circles.operations.change_circle` names it."""

    name = LineField(label=_("The name of your circle"))
    purpose = LineField(
        label=_("What brings you together"),
        max_length=PURPOSE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence or two. Members read it, and so do those you invite."),
    )
    place = LineField(label=_("Where, usually"), max_length=PLACE, required=False)
    setting = forms.ChoiceField(
        label=_("How you meet"), choices=Setting.choices, help_text=_("It suggests the hour of the first dates.")
    )
    hue = forms.ChoiceField(label=_("Colour"), choices=Hue.choices, widget=forms.RadioSelect)
    address_form = forms.ChoiceField(
        label=_("In French, this circle says"), choices=AddressForm.choices, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("Language of the mails to those who have not chosen theirs"), choices=Language.choices
    )
    zone = forms.ChoiceField(label=_("Whose clock the dates follow"))
    way_in = forms.ChoiceField(
        label=_("How people come in"),
        choices=WayIn.choices,
        widget=forms.RadioSelect,
        help_text=_("Outside, nobody ever reads a member’s name: only the purpose, the rhythm and the next date."),
    )
    question = LineField(
        label=_("What you ask of those who want to come in"),
        max_length=QUESTION,
        required=False,
        help_text=_("On request only. Left empty, they are asked who they are and what brings them here."),
    )

    def __init__(self, typed: QueryDict | None = None, *, circle: Circle) -> None:
        super().__init__(typed, initial={name: getattr(circle, name) for name in self.base_fields})
        cast(forms.ChoiceField, self.fields["zone"]).choices = zone_choices_with(circle.zone)
        if agrees_on_the_way_in(circle):
            del self.fields["way_in"]


class MailsForm(forms.Form):
    level = forms.ChoiceField(label=_("From this circle I get"), choices=MailLevel.choices, widget=forms.RadioSelect)
