"""My dates in my own calendar: the address it subscribes to, chosen, stopped, made anew."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from entregent.core.links import absolute
from entregent.gatherings import feeds, operations
from entregent.gatherings.enums import Takes
from entregent.gatherings.models import Feed
from entregent.web import flash
from entregent.web.access import moment, person, signed_in

REFUSED = 422


class FeedForm(forms.Form):
    takes = forms.ChoiceField(
        label=gettext_lazy("Which dates"), choices=Takes.choices, widget=forms.RadioSelect, initial=Takes.COMING
    )


@dataclass(frozen=True)
class Page:
    """`url` is "" while there is no address; `opens` hands it to the calendar of this device."""

    url: str = ""
    opens: str = ""


def page_of(feed: Feed | None) -> Page:
    if feed is None:
        return Page()
    url = absolute(reverse("feed", args=[feeds.token_of(feed)]))
    return Page(url, urlsplit(url)._replace(scheme="webcal").geturl())


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def calendar(request: HttpRequest) -> HttpResponse:
    feed = feeds.feed_of(person(request))
    if request.method != "POST":
        return _show(request, feed, FeedForm(initial={"takes": feed.takes} if feed else None))
    form = FeedForm(request.POST)
    if not form.is_valid():
        return _show(request, feed, form, REFUSED)
    takes = Takes(form.cleaned_data["takes"])
    operations.open_feed(person=person(request), takes=takes, now=moment(request))
    flash.say(request, _("Saved: calendars read it at their next visit.") if feed else _("Your address is ready."))
    return redirect("me-calendar")


def _show(request: HttpRequest, feed: Feed | None, form: FeedForm, status: int = 200) -> HttpResponse:
    return TemplateResponse(request, "calendars/mine.html", {"page": page_of(feed), "form": form}, status=status)


@require_POST
@signed_in
def stop(request: HttpRequest) -> HttpResponse:
    if operations.stop_feed(person=person(request), now=moment(request)):
        flash.undoable(request, _("This address answers nobody any more."), reverse("me-calendar-again"))
    return redirect("me-calendar")


@require_POST
@signed_in
def again(request: HttpRequest) -> HttpResponse:
    operations.resume_feed(person=person(request))
    return redirect("me-calendar")
