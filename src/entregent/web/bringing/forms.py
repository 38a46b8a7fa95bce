from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entregent.core.spreadsheets import MOST_BYTES, Table, guess_columns
from entregent.core.written_dates import Order, day_and_hour
from entregent.gatherings.enums import Brings
from entregent.gatherings.models import Upload

MOST_SHOWN = 40
ABOUT_PEOPLE = (
    ("", gettext_lazy("leave as it is")),
    ("name", gettext_lazy("name")),
    ("first name", gettext_lazy("first name")),
    ("family name", gettext_lazy("family name")),
    ("address", gettext_lazy("e-mail address")),
    ("trade", gettext_lazy("trade")),
)
ABOUT_DATES = (
    *ABOUT_PEOPLE,
    ("day", gettext_lazy("date")),
    ("hour", gettext_lazy("hour")),
    ("place", gettext_lazy("place")),
    ("title", gettext_lazy("title")),
    ("people", gettext_lazy("who was there")),
)
MEANINGS = {Brings.MEMBERS: ABOUT_PEOPLE, Brings.GATHERINGS: ABOUT_DATES}


class FileForm(forms.Form):
    what = forms.ChoiceField(
        label=gettext_lazy("What is in it"), choices=Brings.choices, widget=forms.RadioSelect, initial=Brings.MEMBERS
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            "From a spreadsheet: saved as CSV. From a telephone: contacts as .vcf. From a calendar: .ics."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.vcf,.ics,text/csv,text/vcard,text/calendar"}),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file, of 10 MB at most: what is larger does not arrive.")},
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise ValidationError(_("This file is larger than 5 MB. Split it, and bring in each part."))
        return given


class ColumnsForm(forms.Form):
    """What each column that holds something is about; those headed by a date speak for themselves."""

    hour = forms.TimeField(
        label=gettext_lazy("Hour, where the file says none"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    order = forms.ChoiceField(
        label=gettext_lazy("03/04 is"),
        required=False,
        choices=(
            ("", gettext_lazy("as the other dates show")),
            (Order.DAY, gettext_lazy("3 April")),
            (Order.MONTH, gettext_lazy("4 March")),
        ),
    )

    def __init__(self, *args: Any, upload: Upload, table: Table, **options: Any) -> None:
        super().__init__(*args, **options)
        what = Brings(upload.what)
        if what != Brings.GATHERINGS:
            del self.fields["hour"], self.fields["order"]
        else:
            self.fields["hour"].initial, self.fields["order"].initial = upload.hour, upload.order
        known = upload.chosen() or {position: meaning for meaning, position in guess_columns(table).items()}
        self.positions = shown_columns(table)
        own = {meaning for meaning, _words in MEANINGS[what]}
        for position in self.positions:
            meaning = known.get(position, "")
            self.fields[f"column-{position}"] = forms.ChoiceField(
                label=table.headers[position],
                choices=MEANINGS[what],
                required=False,
                initial=meaning if meaning in own else "",
                help_text=" · ".join(filter(None, table.column(position)[:3]))[:80],
            )

    @property
    def columns(self) -> list[Any]:
        return [self[f"column-{position}"] for position in self.positions]

    @property
    def others(self) -> list[Any]:
        return [self[name] for name in ("order", "hour") if name in self.fields]

    def chosen(self) -> dict[int, str]:
        return {position: self.cleaned_data[f"column-{position}"] for position in self.positions}


def shown_columns(table: Table) -> list[int]:
    found = [
        position
        for position, header in enumerate(table.headers)
        if header and any(table.column(position)) and not day_and_hour(header, Order.DAY)
    ]
    return found[:MOST_SHOWN]
