from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entregent.circles.enums import MailLevel
from entregent.circles.models import Membership
from entregent.core import walltime
from entregent.core.words_of_time import zone_name
from entregent.people.enums import Language
from entregent.web.fields import AddressField, own_name

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


class NewAddressForm(forms.Form):
    address = AddressField(label=_("One more address"))
