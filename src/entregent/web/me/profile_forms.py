from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entregent.circles.models import Circle
from entregent.profiles.enums import LISTED, Field, Sector
from entregent.profiles.models import ABOUT_LENGTH, LINE

ANYONE = "*"
HELP: dict[Field, Any] = {
    Field.TRADE: gettext_lazy("What you do, in your own words: joiner, tax lawyer, student nurse…"),
    Field.TOWN: gettext_lazy("Where you live or work."),
    Field.ABOUT: gettext_lazy("What you would say of yourself at a table."),
    Field.OFFERS: gettext_lazy("One thing a line: read a lease, lend a van, a first website…"),
    Field.WANTS: gettext_lazy("One thing a line: a part-time bookkeeper, a place to show my work…"),
    Field.PHOTO: gettext_lazy("A picture of at most 8 MB. It is cut square; where and when it was taken is not kept."),
    Field.ADDRESS: gettext_lazy("The address your mails go to. Whoever sees it can write to you."),
}
TOKENS = {Field.TELEPHONE: "tel", Field.TRADE: "organization-title", Field.TOWN: "address-level2"}


class FieldForm(forms.Form):
    """One thing one says of oneself, and who reads it: nothing ticked is nobody."""

    def __init__(self, *args: Any, which: Field, circles: Sequence[Circle], **options: Any) -> None:
        super().__init__(*args, **options)
        if which == Field.PHOTO:
            self.fields["photo"] = _photo()
        elif which != Field.ADDRESS:
            self.fields["text"] = _text(which)
        self.fields["shown"] = forms.MultipleChoiceField(
            label=_("Who sees it"),
            help_text=_("Nobody, as long as nothing is ticked."),
            choices=[*((one.slug, one.name) for one in circles), (ANYONE, _("Anyone who shares a circle with me"))],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )


def _photo() -> forms.FileField:
    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    return forms.FileField(label=Field.PHOTO.label, help_text=HELP[Field.PHOTO], widget=widget, required=False)


def _text(which: Field) -> forms.CharField | forms.ChoiceField:
    named: dict[str, Any] = {"label": which.label, "help_text": HELP.get(which, ""), "required": False}
    if which == Field.SECTOR:
        return forms.ChoiceField(**named, choices=[("", _("I would rather not say")), *Sector.choices])
    if which in LISTED or which == Field.ABOUT:
        return forms.CharField(**named, max_length=ABOUT_LENGTH * 2, widget=forms.Textarea(attrs={"rows": 5}))
    token = {"autocomplete": TOKENS.get(which, "on")}
    widget = forms.TelInput(attrs=token) if which == Field.TELEPHONE else forms.TextInput(attrs=token)
    return forms.CharField(**named, max_length=40 if which == Field.TELEPHONE else LINE, widget=widget)
