from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entregent.circles.enums import MailLevel
from entregent.circles.models import Membership
from entregent.core import walltime
from entregent.core.words_of_time import zone_name
from entregent.gatherings.models import WORD_LENGTH
from entregent.notices.quiet import FIRST_DAY, LAST_DAY
from entregent.people.enums import Language
from entregent.web.fields import AddressField, DayField, HourField, LineField, own_name

COMMON_ZONES = (
    "Europe/Paris", "Europe/Brussels", "Europe/Zurich", "Europe/Luxembourg", "Europe/London", "Europe/Lisbon",
    "America/Toronto", "America/New_York", "America/Guadeloupe", "America/Martinique", "America/Cayenne",
    "Africa/Abidjan", "Africa/Casablanca", "Africa/Dakar", "Africa/Tunis", "Indian/Reunion", "Pacific/Noumea",
)  # fmt: skip


def zone_choices() -> list[tuple[Any, Any]]:
    language = get_language() or "fr"
    common = [(zone, zone_name(zone, language)) for zone in COMMON_ZONES if zone in walltime.zones()]
    every = [(zone, zone.replace("_", " ")) for zone in sorted(walltime.zones())]
    return [("", _("That of each circle")), (_("Often chosen"), common), (_("All of them"), every)]


class ProfileForm(forms.Form):
    name = own_name(help_text=_("As your circles read it."))
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    zone = forms.ChoiceField(label=_("Where you live, by the clock"), choices=zone_choices, required=False)


class MailsForm(forms.Form):
    """One choice a circle, named by its slug."""

    def __init__(self, *args: Any, memberships: list[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        for row in memberships:
            self.fields[row.circle.slug] = forms.ChoiceField(
                label=row.circle.name, choices=MailLevel.choices, initial=row.mail
            )


class HabitsForm(forms.Form):
    """When mails may reach me."""

    quiet_from = HourField(label=_("No mail after"), required=False)
    quiet_until = HourField(
        label=_("Mails again from"),
        required=False,
        help_text=_(
            "By your own clock. Mails of the night wait until morning; both left empty, they come at any hour."
        ),
    )
    digest_day = forms.TypedChoiceField(
        label=_("Day of the month for “once a month”"),
        coerce=int,
        choices=[(day, str(day)) for day in range(FIRST_DAY, LAST_DAY + 1)],
    )

    def clean(self) -> dict[str, Any]:
        """The same hour twice could mean the whole day, or nothing: it is asked rather than guessed."""
        typed: dict[str, Any] = self.cleaned_data
        first, last = typed.get("quiet_from"), typed.get("quiet_until")
        if first is not None and first == last:
            self.add_error("quiet_until", _("The same hour twice. For mails at any hour, leave both empty."))
        return typed


class DietForm(forms.Form):
    """Once for all tables."""

    words = LineField(
        label=_("What I do not eat"),
        max_length=WORD_LENGTH,
        required=False,
        help_text=_("Kept for the next times; only whoever books a table you come to reads it."),
    )


class RestForm(forms.Form):
    """A break of one's own, from one circle or from all."""

    until = DayField(label=_("Until which day"))
    circle = forms.ChoiceField(label=_("Of which circle"), required=False)

    def __init__(self, *args: Any, memberships: list[Membership], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        choices = [("", _("all my circles")), *[(row.circle.slug, row.circle.name) for row in memberships]]
        cast(forms.ChoiceField, self.fields["circle"]).choices = choices

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if day <= self.today + timedelta(days=1):
            raise ValidationError(_("Choose a day to come, the day after tomorrow at least."))
        return day


class NewAddressForm(forms.Form):
    address = AddressField(label=_("One more address"))


class PasskeyForm(forms.Form):
    name = LineField(label=_("What you call this device"), help_text=_("My phone, the office computer…"))
    credential = forms.CharField(required=False, widget=forms.HiddenInput)
