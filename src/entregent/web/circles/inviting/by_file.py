"""Inviting out of a file, and people a file brought in by name alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entregent.circles import operations, queries
from entregent.circles.models import Circle, Membership
from entregent.circles.queries import by_name
from entregent.core.addresses import BadAddress, lookup_key
from entregent.web.access import circle_to_change, moment, person, signed_in
from entregent.web.circles.inviting.forms import AddressesForm, FileForm
from entregent.web.circles.inviting.views import called_back_later, sent, show
from entregent.web.circles.newcomers import nameless
from entregent.web.sending import once_field

REFUSED = 422


@require_POST
@signed_in
def from_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The same preview as what is pasted; the mail says that the address came from a file."""
    circle, form = circle_to_change(request, slug), FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, circle, status=REFUSED, file_form=form)
    typed = AddressesForm(
        {"pasted": form.cleaned_data["file"], "from_file": "on", "once": request.POST.get("once", "")}
    )
    typed.is_valid()
    seen = queries.preview_invitations(by=person(request), pasted=form.cleaned_data["file"], now=moment(request))
    return show(request, circle, typed, seen)


class WordForm(forms.Form):
    word = AddressesForm.base_fields["word"]
    once = once_field()


@dataclass(frozen=True)
class ByName:
    id: int
    name: str
    trade: str
    typed: str = ""
    wrong: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def known_by_name(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_to_change(request, slug)
    rows = by_name.page(circle, request.GET.get("after", ""))
    if request.method != "POST":
        return _ask(request, circle, [_row(row) for row in rows[: queries.PAGE]], WordForm(), rows)
    form = WordForm(request.POST)
    written = {row: request.POST.get(f"address-{row.pk}", "").strip() for row in by_name.among(circle, _ids(request))}
    on_page = rows[: queries.PAGE]
    elsewhere = [row for row in written if row not in on_page]  # of another page, or of this one before it moved on
    twice = _twice(written.values())
    shown = [_row(row, written.get(row, ""), twice) for row in [*elsewhere, *on_page]]
    if not form.is_valid() or any(one.wrong for one in shown):
        return _ask(request, circle, shown, form, rows, REFUSED)

    def effect() -> str:
        given = [(row, address) for row, address in written.items() if address]
        batch = operations.invite_known_by_name(
            circle=circle, by=person(request), written=given, word=form.cleaned_data["word"], now=moment(request)
        )
        return called_back_later(request, batch)

    refusal = sent(request, effect)
    if refusal:
        form.add_error(None, refusal)
        return _ask(request, circle, shown, form, rows, REFUSED)
    return redirect("invite", slug)


def _ids(request: HttpRequest) -> list[int]:
    found = [
        name.removeprefix("address-") for name, value in request.POST.items() if name.startswith("address-") and value
    ]
    return [int(one) for one in found if one.isdecimal() and len(one) < 19]


def _twice(typed: Iterable[str]) -> set[str]:
    """The addresses given to several people."""
    return {key for key, count in Counter(map(_key, filter(None, typed))).items() if key and count > 1}


def _key(typed: str) -> str:
    try:
        return lookup_key(typed)
    except BadAddress:
        return ""


def _row(row: Membership, typed: str = "", twice: Collection[str] = ()) -> ByName:
    wrong = ""
    if typed and not _key(typed):
        wrong = _("This is not an e-mail address: is a letter missing?")
    elif typed and _key(typed) in twice:
        wrong = _("This address is given to several people: which of them is it?")
    return ByName(row.pk, row.shown_name or nameless(), row.trade, typed, wrong)


def _ask(
    request: HttpRequest,
    circle: Circle,
    people: list[ByName],
    form: WordForm,
    rows: list[Membership],
    status: int = 200,
) -> HttpResponse:
    after = str(people[-1].id) if len(rows) > queries.PAGE else ""
    page = {"circle": circle, "people": people, "form": form, "after": after}
    return TemplateResponse(request, "circles/invite/by_name.html", {"page": page}, status=status)
