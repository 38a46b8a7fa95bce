from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entregent.gatherings import rules
from entregent.gatherings.enums import Company
from entregent.people.models import NAME_LENGTH
from entregent.web.fields import LineField

ROWS = 3  # kinds of tables a room has; who has more writes the largest three
USUAL, MOST_TABLES, MOST_CHAIRS = 6, 60, 60


class RoomForm(forms.Form):
    """Whom to seat, and the tables as the room has them."""

    whose = forms.ChoiceField(label=_("Whom to seat"), widget=forms.RadioSelect)
    tables_1 = forms.IntegerField(label=_("Tables"), min_value=1, max_value=MOST_TABLES)
    chairs_1 = forms.IntegerField(label=_("of so many places"), min_value=1, max_value=MOST_CHAIRS)
    tables_2 = forms.IntegerField(label=_("Other tables"), min_value=0, max_value=MOST_TABLES, required=False)
    chairs_2 = forms.IntegerField(label=_("of so many places"), min_value=1, max_value=MOST_CHAIRS, required=False)
    tables_3 = forms.IntegerField(label=_("Still others"), min_value=0, max_value=MOST_TABLES, required=False)
    chairs_3 = forms.IntegerField(label=_("of so many places"), min_value=1, max_value=MOST_CHAIRS, required=False)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["whose"]).choices = choices
        for name, field in self.fields.items():
            if name != "whose":
                field.widget.attrs["inputmode"] = "numeric"

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"tables_{row}"], self[f"chairs_{row}"]] for row in range(1, ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for row in range(2, ROWS + 1):
            if given.get(f"tables_{row}") and not given.get(f"chairs_{row}"):
                self.add_error(f"chairs_{row}", ValidationError(_("How many places has each of them?")))
        return given

    def room(self) -> list[int]:
        given = self.cleaned_data
        pairs = [(given[f"tables_{row}"], given[f"chairs_{row}"]) for row in range(1, ROWS + 1)]
        return [chairs for tables, chairs in pairs for _each in range(tables or 0)]


def as_typed(room: Sequence[int]) -> dict[str, int]:
    """A room as the form has it: so many tables of so many places, the most usual first."""
    kinds = sorted(Counter(room).items(), key=lambda kind: (-kind[1], -kind[0]))[:ROWS]
    fields: dict[str, int] = {}
    for row, (chairs, tables) in enumerate(kinds, start=1):
        fields |= {f"tables_{row}": tables, f"chairs_{row}": chairs}
    return fields


def usual_room(people: int) -> list[int]:
    return [USUAL] * max(1, -(-people // USUAL))


class NameForm(forms.Form):
    name = LineField(label=_("Somebody who is not on the list"), max_length=NAME_LENGTH)


class ApartForm(forms.Form):
    person = forms.TypedChoiceField(label=_("Somebody of the circle"), coerce=int)

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["person"]).choices = [("", _("Choose a name")), *choices]


def choices_of(here: int, coming: int, words: dict[str, str]) -> list[tuple[str, str]]:
    """Only what there is somebody to seat in."""
    counted = [(str(Company.HERE), here), (str(Company.COMING), coming)]
    return [(whose, words[whose]) for whose, count in counted if count] or [(str(Company.COMING), words["coming"])]


MOST = rules.MOST_PLANNED
