"""What I say of myself: one field a page, each with who sees it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle
from entregent.core.images import NotAPicture, TooLarge
from entregent.people.models import Person
from entregent.profiles import operations, queries
from entregent.profiles.enums import Field
from entregent.web import flash
from entregent.web.access import moment, person, signed_in
from entregent.web.language import speak_as_all
from entregent.web.me import profile_page as pages
from entregent.web.me.profile_forms import ANYONE, FieldForm

REFUSED = 422


@require_safe
@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    mine = _circles(person(request))
    return TemplateResponse(request, "me/profile.html", {"page": pages.profile(person(request), mine)})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def field(request: HttpRequest, field: str) -> HttpResponse:
    if field not in Field.values:
        raise Http404
    which, me = Field(field), person(request)
    mine = _circles(me)
    if request.method != "POST":
        form = FieldForm(which=which, circles=mine, initial=pages.initial(me, which, mine))
        return _ask(request, which, form)
    form = FieldForm(request.POST, request.FILES, which=which, circles=mine)
    if not form.is_valid() or not _keep(request, which, form, mine):
        return _ask(request, which, form, REFUSED)
    flash.say(request, pages.said(len(form.cleaned_data["shown"])))
    return HttpResponseRedirect(f"{reverse('me-profile')}#{field}")


def _circles(me: Person) -> list[Circle]:
    mine = list(circle_queries.circles_of(me))
    speak_as_all(mine)
    return mine


def _ask(request: HttpRequest, which: Field, form: FieldForm, status: int = 200) -> HttpResponse:
    page = pages.field_page(person(request), which)
    return TemplateResponse(request, "me/profile_field.html", {"page": page, "form": form}, status=status)


def _keep(request: HttpRequest, which: Field, form: FieldForm, mine: list[Circle]) -> bool:
    me, now = person(request), moment(request)
    if which == Field.PHOTO and not _keep_photo(request, form):
        return False
    if "text" in form.fields:
        operations.say(person=me, field=which, text=form.cleaned_data["text"], now=now)
    chosen = form.cleaned_data["shown"]
    here: list[Circle | None] = [circle for circle in mine if circle.slug in chosen]
    operations.show(person=me, field=which, to=[None] if ANYONE in chosen else here)
    return True


def _keep_photo(request: HttpRequest, form: FieldForm) -> bool:
    """Without a file, the one that is there stays and only who sees it changes."""
    sent = form.cleaned_data["photo"]
    if sent is None:
        if queries.own_photo(person(request)) is not None:
            return True
        form.add_error("photo", _("Choose a picture of at most 8 MB: JPEG, PNG or WebP."))
        return False
    try:
        operations.set_photo(person=person(request), content=sent.read(), now=moment(request))
    except TooLarge:
        form.add_error("photo", _("This picture is too large: 8 MB at most, as a phone makes them."))
    except NotAPicture:
        form.add_error("photo", _("This file is no picture we can read: JPEG, PNG or WebP."))
    return not form.errors


@require_safe
@signed_in
def photo(request: HttpRequest) -> HttpResponse:
    return as_picture(queries.own_photo(person(request)))


def as_picture(content: bytes | None) -> HttpResponse:
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/jpeg")


@require_POST
@signed_in
def remove_photo(request: HttpRequest) -> HttpResponse:
    if operations.remove_photo(person=person(request), now=moment(request)):
        flash.undoable(request, _("Your photo is gone."), reverse("me-photo-restore"))
    return redirect("me-profile")


@require_POST
@signed_in
def restore_photo(request: HttpRequest) -> HttpResponse:
    operations.restore_photo(person=person(request))
    return redirect("me-profile")
