"""What somebody proposes, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entregent.circles.enums import WayIn
from entregent.circles.models import Circle
from entregent.circles.operations.suspending import REASON_LENGTH as SUSPENDED_BECAUSE
from entregent.core import walltime
from entregent.decisions import rules
from entregent.decisions.enums import Section
from entregent.decisions.models import REASON_LENGTH, SIDE_LENGTH, WORDS_LENGTH, Proposal
from entregent.decisions.queries import circles_to_join
from entregent.decisions.queries.charter import holding
from entregent.facilitation import rules as turn_rules
from entregent.facilitation.models import SIX
from entregent.web.decisions.template import start_of
from entregent.web.fields import DayField, LineField
from entregent.web.sending import once_field

TITLE, SECTION = 120, 1200


def words_field(label: Any, help_text: Any = "", *, rows: int = 5, most: int = WORDS_LENGTH, **more: Any) -> Any:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=most, **more)


class ProposalForm(forms.Form):
    """Why, and by when. A kind adds its own fields, and says what they make of its payload."""

    words = words_field(_("Why"), _("Everybody in the circle reads it, and so do those it concerns."), required=False)
    until = DayField(label=_("Answers until"), help_text=_("In the evening; a week is usual."))
    once = once_field()

    def __init__(self, *args: Any, draft: Proposal, **options: Any) -> None:
        super().__init__(*args, **options)
        self.draft, self.zone = draft, draft.circle.zone

    @property
    def shown(self) -> list[forms.BoundField]:
        return [field for field in self if not field.is_hidden]

    @classmethod
    def start(cls, payload: Mapping[str, Any]) -> dict[str, Any]:
        """What the form begins with, where a proposal is amended."""
        return dict(payload)

    @classmethod
    def usual(cls, circle: Circle) -> dict[str, Any]:
        """What it begins with, where something new is proposed."""
        return {"way_in": circle.way_in}

    def closes_at(self) -> datetime | None:
        """None: in a week, as is usual."""
        return walltime.instant(self.cleaned_data["until"], rules.EVENING, self.zone, second_time=False)

    def payload(self) -> dict[str, Any]:
        return {}


class AgreementForm(ProposalForm):
    title = LineField(label=_("What do we agree on?"), max_length=TITLE, help_text=_("In one line, as a decision."))
    words = words_field(_("In full, and why"), required=False)
    field_order = ("title", "words", "until")

    def payload(self) -> dict[str, Any]:
        return {"title": self.cleaned_data["title"]}


class WayInForm(ProposalForm):
    way_in = forms.ChoiceField(label=_("How people come in"), choices=WayIn.choices, widget=forms.RadioSelect)
    field_order = ("way_in", "words", "until")

    def payload(self) -> dict[str, Any]:
        return {"way_in": self.cleaned_data["way_in"]}


class MergeForm(ProposalForm):
    """With another circle of whoever proposes it: they speak for the one in the other."""

    words = words_field(_("Why"), _("Everybody in both circles reads it."), required=False)
    field_order = ("circle", "words", "until")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        others = circles_to_join(self.draft.circle, self.draft.by)
        self.names = {circle.pk: circle.name for circle in others}
        self.fields["circle"] = forms.TypedChoiceField(
            label=_("With which of your circles"),
            coerce=int,
            choices=list(self.names.items()),
            initial=next(iter(self.names)) if len(self.names) == 1 else None,
            widget=forms.RadioSelect,
            help_text=_("Its name is read here, and the name of this circle there."),
        )
        self.order_fields(self.field_order)

    def payload(self) -> dict[str, Any]:
        chosen = self.cleaned_data["circle"]
        return {"circle": chosen, "name": self.names[chosen]}


class ReasonedForm(ProposalForm):
    """Where somebody is concerned, they are told why."""

    words = words_field(_("Why"), _("They will read it word for word, and so will every member."))


class SuspendForm(ReasonedForm):
    """Within a week three agree, or it was never asked."""

    words = words_field(
        _("The reason"),
        _(
            "They will read it word for word, and so will every member."
            " If you only wish to read them no more, blocking is enough, and nobody is told."
        ),
        rows=4,
        most=SUSPENDED_BECAUSE,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["until"]

    def closes_at(self) -> None:
        return None


class CharterForm(ProposalForm):
    """A short text by sections; one left empty is left out. It says itself when it is looked at again."""

    words = words_field(_("A word to the others"), rows=3, required=False)
    review = DayField(label=_("When we look at it again"), help_text=_("The circle is asked then whether it holds."))
    field_order = (*Section.values, "review", "words", "until")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for section in Section:
            self.fields[section] = words_field(section.label, rows=5, most=SECTION, required=False)
        self.order_fields(self.field_order)

    @classmethod
    def start(cls, payload: Mapping[str, Any]) -> dict[str, Any]:
        return {**payload.get("sections", {}), "review": payload.get("review", "")}

    @classmethod
    def usual(cls, circle: Circle) -> dict[str, Any]:
        held = holding(circle)
        return dict(held.sections) if held else start_of(circle)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(typed.get(section) for section in Section):
            raise forms.ValidationError(_("A charter says something: fill in one section at least."))
        return typed

    def payload(self) -> dict[str, Any]:
        typed = self.cleaned_data
        said = {section.value: typed[section] for section in Section if typed.get(section)}
        return {"sections": said, "review": typed["review"].isoformat()}


class FacilitateForm(ProposalForm):
    """I propose myself: for how long, and what I would do."""

    gatherings = forms.IntegerField(
        label=_("For how many gatherings"), min_value=turn_rules.FEWEST, max_value=turn_rules.MOST, initial=SIX
    )
    words = words_field(_("What I would like to do"), rows=3, required=False)
    field_order = ("gatherings", "words", "until")

    @classmethod
    def usual(cls, circle: Circle) -> dict[str, Any]:
        return {"gatherings": SIX}

    def payload(self) -> dict[str, Any]:
        """A number typed anew is meant, where a day had been agreed on."""
        said = {"gatherings": self.cleaned_data["gatherings"]}
        return {**said, "until": ""} if "gatherings" in self.changed_data else said


FORMS: dict[str, type[ProposalForm]] = {
    "agreement": AgreementForm,
    "way-in": WayInForm,
    "archive": ProposalForm,
    "merge": MergeForm,
    "charter": CharterForm,
    "facilitate": FacilitateForm,
}
ABOUT: dict[str, type[ProposalForm]] = {"remove": ReasonedForm, "return": ProposalForm, "suspend": SuspendForm}


class SideForm(forms.Form):
    side = words_field(
        _("My side"), _("Every member of the circle can read it. You can change it."), most=SIDE_LENGTH, required=False
    )


class QuestionForm(forms.Form):
    words = words_field(_("My question"), rows=3, most=REASON_LENGTH)
    once = once_field()
