"""My circles, one circle, and what a member changes of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.activity.models import Event
from entregent.circles import operations, queries
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle
from entregent.decisions.queries import circles_to_join
from entregent.web import flash
from entregent.web.access import circle_or_404, circle_to_change, moment, person, signed_in, speak
from entregent.web.circles.forms import MailsForm, SettingsForm
from entregent.web.circles.mine import my_circles
from entregent.web.circles.page import circle_page
from entregent.web.language import speak_as_all

REFUSED = 422


@require_safe
@signed_in
def circles(request: HttpRequest) -> HttpResponse:
    mine = list(queries.circles_of(person(request)))
    speak_as_all(mine)
    page = my_circles(person(request), mine, moment(request))
    return TemplateResponse(request, "circles/circles.html", {"page": page})


@require_safe
@signed_in
def new_circle(request: HttpRequest) -> HttpResponse:
    return redirect("open-circle")


@require_safe
@signed_in
def show(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    page = circle_page(circle, person(request), moment(request))
    return TemplateResponse(request, "circles/circle.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_to_change(request, slug)
    if request.method != "POST":
        return _ask_settings(request, circle, SettingsForm(circle=circle))
    form = SettingsForm(request.POST, circle=circle)
    if not form.is_valid():
        return _ask_settings(request, circle, form, REFUSED)
    changed = operations.change_circle(circle=circle, by=person(request), now=moment(request), **form.cleaned_data)
    if changed is not None:
        flash.undoable(request, _("Saved; the circle’s journal says so."), undo_url(circle, changed))
    return redirect("circle", slug)


def _ask_settings(request: HttpRequest, circle: Circle, form: SettingsForm, status: int = 200) -> HttpResponse:
    context = {"circle": circle, "form": form, "circles_to_join": circles_to_join(circle, person(request))}
    return TemplateResponse(request, "circles/settings.html", context, status=status)


def undo_url(circle: Circle, event: Event) -> str:
    return reverse("journal-undo", args=[circle.slug, event.pk])


@require_POST
@signed_in
def mails(request: HttpRequest, slug: str) -> HttpResponse:
    circle, me = circle_or_404(request, slug), person(request)
    before = queries.membership(circle, me)
    form = MailsForm(request.POST)
    if form.is_valid() and before is not None and before.mail != form.cleaned_data["level"]:
        level = MailLevel(form.cleaned_data["level"])
        operations.set_mail(circle=circle, person=me, level=level)
        said = _("From this circle you get: %(level)s.") % {"level": level.label}
        flash.undoable(request, said, reverse("circle-mails", args=[slug]), {"level": before.mail})
    return redirect("circle", slug)


@require_POST
@signed_in
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    circle = queries.visible_circle(viewer=person(request), slug=slug)
    if circle is None:
        return redirect("circles")
    speak(circle, person(request))
    left = operations.leave(circle=circle, person=person(request), now=moment(request))
    if left is not None:
        said = _("You have left “%(circle)s”. For thirty days you can come back by yourself.") % {"circle": circle.name}
        flash.undoable(request, said, undo_url(circle, left))
    return redirect("circles")


@require_POST
@signed_in
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    if queries.deleted_circle(founder=person(request), slug=slug) is not None:
        return redirect("circles")
    circle = circle_or_404(request, slug)
    try:
        operations.delete_circle(circle=circle, by=person(request), now=moment(request))
    except operations.Refused:
        flash.warn(request, _("Others have answered: the circle is theirs too now, and stays. You can leave it."))
        return redirect("circle", slug)
    said = _("“%(circle)s” is deleted. For thirty days you can bring it back.") % {"circle": circle.name}
    flash.undoable(request, said, reverse("circle-restore", args=[slug]))
    return redirect("circles")


@require_POST
@signed_in
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    circle = queries.deleted_circle(founder=person(request), slug=slug)
    if circle is None:
        return redirect("circle", circle_or_404(request, slug).slug)
    try:
        operations.restore_circle(circle=circle, by=person(request), now=moment(request))
    except operations.Refused as too_late:
        raise Http404 from too_late
    return redirect("circle", slug)
