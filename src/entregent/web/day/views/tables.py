"""The plan of the tables: made, shown on a wall or on paper, changed by hand."""

from __future__ import annotations

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.core.folding import fold
from entregent.core.words_of_time import capital
from entregent.gatherings import operations
from entregent.gatherings.models import Gathering
from entregent.web import flash
from entregent.web.access import gathering_or_404, moment, person, signed_in
from entregent.web.day.forms import RoomForm
from entregent.web.day.page import names_at, tables_page, whom
from entregent.web.day.words import table_title
from entregent.web.gatherings.forms import LONGEST_NUMBER
from entregent.web.gatherings.page import phase_of

REFUSED = 422
SEED = 2**63


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    gathering = gathering_or_404(request, key)
    if phase_of(gathering, moment(request)) not in ("before", "during", "after"):
        return redirect("gathering", key)
    if request.method == "POST":
        return _make(request, gathering)
    return _page(request, gathering)


def _page(request: HttpRequest, gathering: Gathering, form: RoomForm | None = None, status: int = 200) -> HttpResponse:
    one, other = (_number(request.GET.get(name, "")) for name in ("one", "other"))
    pair = (one, other) if one and other else None
    page = tables_page(gathering, person(request), moment(request), form, pair)
    return TemplateResponse(request, "day/tables.html", {"page": page}, status=status)


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 0


def _make(request: HttpRequest, gathering: Gathering) -> HttpResponse:
    form = RoomForm(request.POST, choices=whom(gathering)[0])
    if not form.is_valid():
        return _page(request, gathering, form, REFUSED)
    try:
        plan = operations.make_plan(
            gathering=gathering,
            by=person(request),
            whose=form.cleaned_data["whose"],
            room=form.room(),
            seed=secrets.randbelow(SEED),
            seen=_number(request.POST.get("seen", "")),
            now=moment(request),
        )
    except operations.TooFewChairs as told:
        form.add_error(None, _too_few(told))
        return _page(request, gathering, form, REFUSED)
    except operations.Nobody:
        form.add_error(None, _("Nobody is here and nobody has said yes: there is nobody to seat yet."))
        return _page(request, gathering, form, REFUSED)
    except operations.PlanChanged:
        return _changed(request, gathering)
    except operations.NotYet:
        return _over(request, gathering)
    back = reverse("tables-back", args=[gathering.key])
    flash.undoable(request, _("The tables are made."), back, {"plan": str(plan.pk)})
    return redirect("tables", gathering.key)


def _too_few(told: operations.TooFewChairs) -> str:
    missing = told.people - told.chairs
    words = ngettext(
        "One place is missing: %(people)s people for %(chairs)s places.",
        "%(missing)s places are missing: %(people)s people for %(chairs)s places.",
        missing,
    )
    return words % {"missing": missing, "people": told.people, "chairs": told.chairs}


def _changed(request: HttpRequest, gathering: Gathering) -> HttpResponse:
    flash.warn(request, _("Somebody changed the tables meanwhile: here is how they are now."))
    return redirect("tables", gathering.key)


def _over(request: HttpRequest, gathering: Gathering) -> HttpResponse:
    flash.warn(request, _("It is over: the tables stay as they were."))
    return redirect("tables", gathering.key)


@require_POST
@signed_in
def back(request: HttpRequest, key: str) -> HttpResponse:
    gathering = gathering_or_404(request, key)
    plan_id = _number(request.POST.get("plan", ""))
    try:
        before = operations.take_plan_back(
            gathering=gathering, by=person(request), plan_id=plan_id, now=moment(request)
        )
    except operations.PlanChanged:
        return _changed(request, gathering)
    except operations.NotYet:
        return _over(request, gathering)
    flash.say(request, _("The tables are as they were before.") if before else _("There is no plan any more."))
    return redirect("tables", key)


@require_POST
@signed_in
def swap(request: HttpRequest, key: str) -> HttpResponse:
    gathering = gathering_or_404(request, key)
    one, other, seen = (_number(request.POST.get(name, "")) for name in ("one", "other", "seen"))
    try:
        plan = operations.swap_seats(
            gathering=gathering, by=person(request), one=one, other=other, seen=seen, now=moment(request)
        )
    except operations.PlanChanged:
        return _changed(request, gathering)
    except operations.NotYet:
        return _over(request, gathering)
    names = names_at(gathering, [one, other], person(request))
    first, second = (names[each] or _("somebody else") for each in (one, other))
    said = capital(_("%(one)s and %(other)s have changed places.") % {"one": first, "other": second})
    fields = {"one": str(one), "other": str(other), "seen": str(plan.version + 1)}
    flash.undoable(request, said, reverse("tables-swap", args=[key]), fields)
    return redirect("tables", key)


@require_POST
@signed_in
def late(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody arrives: nobody else moves."""
    gathering, person_id = gathering_or_404(request, key), _number(request.POST.get("person", ""))
    try:
        number = operations.seat_late(gathering=gathering, by=person(request), person_id=person_id, now=moment(request))
    except operations.Nobody as nobody:
        raise Http404 from nobody
    except operations.PlanChanged:
        return _changed(request, gathering)
    except operations.NotYet:
        return _over(request, gathering)
    name = names_at(gathering, [person_id], person(request))[person_id] or _("somebody else")
    said = capital(_("%(name)s: %(table)s.") % {"name": name, "table": table_title(number)})
    flash.undoable(request, said, reverse("tables-free", args=[key]), {"person": str(person_id)})
    return redirect("tables", key)


@require_POST
@signed_in
def free(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody does not come after all: their place is free."""
    gathering, person_id = gathering_or_404(request, key), _number(request.POST.get("person", ""))
    try:
        freed = operations.free_seat(gathering=gathering, by=person(request), person_id=person_id, now=moment(request))
    except operations.PlanChanged:
        return _changed(request, gathering)
    except operations.NotYet:
        return _over(request, gathering)
    if freed:
        flash.say(request, _("The place is free."))
    return redirect("tables", key)


@require_safe
@signed_in
def wall(request: HttpRequest, key: str) -> HttpResponse:
    """Large, for a screen on the wall or a sheet at the door; and by name, for whoever looks for their table."""
    gathering = gathering_or_404(request, key)
    page = tables_page(gathering, person(request), moment(request))
    if not page.tables:
        return redirect("tables", key)
    rows = [(one.name, table.number) for table in page.tables for one in table.sitters if one.name]
    by_name = sorted(rows, key=lambda row: fold(row[0]))
    return TemplateResponse(request, "day/wall.html", {"page": page, "by_name": by_name})
