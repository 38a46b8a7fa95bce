from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entregent.circles.models import Circle
from entregent.gatherings.operations import LONGEST_NOTE
from entregent.trust.enums import Naming, Reach


class NoteForm(forms.Form):
    """A note and its label. "These circles" is offered to whoever is in another one."""

    text = forms.CharField(
        label=_("What is worth keeping"),
        widget=forms.Textarea(attrs={"rows": 9}),
        max_length=LONGEST_NOTE,
        help_text=_("What was said, what was decided. **Bold**, lists with a dash and links are understood."),
    )
    reach = forms.ChoiceField(
        label=_("How far it may go"), choices=Reach.choices, initial=Reach.CIRCLE, widget=forms.RadioSelect
    )
    circles = forms.MultipleChoiceField(
        label=_("Which circles, beside this one"), required=False, widget=forms.CheckboxSelectMultiple
    )
    naming = forms.ChoiceField(
        label=_("And who said it"), choices=Naming.choices, initial=Naming.MAY_NOT, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, others: Sequence[Circle], **options: Any) -> None:
        super().__init__(*args, **options)
        self.others = {str(circle.pk): circle for circle in others}
        field = cast(forms.MultipleChoiceField, self.fields["circles"])
        field.choices = [(pk, circle.name) for pk, circle in self.others.items()]
        if not others:
            del self.fields["circles"]
            reach = cast(forms.ChoiceField, self.fields["reach"])
            reach.choices = [choice for choice in Reach.choices if choice[0] != Reach.CIRCLES]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = self.cleaned_data
        if typed.get("reach") == Reach.CIRCLES and not typed.get("circles"):
            self.add_error("circles", ValidationError(_("Tick at least one circle, or choose another reach.")))
        return typed

    def label(self) -> dict[str, Any]:
        typed = self.cleaned_data
        chosen = [self.others[pk] for pk in typed.get("circles") or ()]
        return {
            "text": typed["text"], "reach": Reach(typed["reach"]), "naming": Naming(typed["naming"]), "circles": chosen,
        }  # fmt: skip
