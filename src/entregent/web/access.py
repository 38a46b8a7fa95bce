"""Whose page it is: every view of somebody's own goes through here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle
from entregent.circles.rules import allow
from entregent.core.clock import now
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.models import Gathering
from entregent.people.models import Person
from entregent.polls import queries as poll_queries
from entregent.polls.models import Poll

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
TYPED = "typed"


def signed_in(view: View[P]) -> View[P]:
    """Send a visitor to sign in and back. What they had typed waits for them in their session."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        target = request.get_full_path()
        if request.method == "POST":
            fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
            request.session[TYPED] = {"path": request.path, "fields": fields}
            target = reverse("resume")
        return HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode({'next': target})}")

    return cast(View[P], guarded)


def person(request: HttpRequest) -> Person:
    """The signed-in person, in a view behind `signed_in`."""
    return cast(Person, request.user)


def moment(request: HttpRequest) -> datetime:
    """When this request was received: one instant for all it does."""
    if not hasattr(request, "received_at"):
        request.received_at = now()  # type: ignore[attr-defined]
    return cast(datetime, request.received_at)  # type: ignore[attr-defined]


def circle_or_404(request: HttpRequest, slug: str) -> Circle:
    circle = circle_queries.visible_circle(viewer=person(request), slug=slug)
    if circle is None:
        raise Http404
    speak(circle, person(request))
    return circle


def circle_to_change(request: HttpRequest, slug: str, *, at_rest: bool = False) -> Circle:
    """The same, for pages that only settled members use in a large open circle, and none in a circle at rest."""
    circle = circle_or_404(request, slug)
    allow(circle, person(request), at_rest=at_rest)
    return circle


def gathering_or_404(request: HttpRequest, key: str) -> Gathering:
    gathering = gathering_queries.visible_gathering(viewer=person(request), key=key)
    if gathering is None:
        raise Http404
    speak(gathering.circle, person(request))
    return gathering


def poll_or_404(request: HttpRequest, key: str) -> Poll:
    poll = poll_queries.visible_poll(viewer=person(request), key=key)
    if poll is None:
        raise Http404
    speak(poll.circle, person(request))
    return poll


def poll_to_change(request: HttpRequest, key: str) -> Poll:
    """The same, for pages that only settled members use in a large open circle."""
    poll = poll_or_404(request, key)
    allow(poll.circle, person(request))
    return poll


def speak(circle: Circle, reader: Person | None) -> None:
    """The rest of this request speaks as the circle does (*tu* or *vous*), in the reader's language."""
    current = translation.get_language() or circle.language
    wanted = circle_queries.language_for(circle, reader)
    if reader is None or not reader.language:
        wanted = "fr-tu" if current == "fr" and circle.address_form == "tu" else current
    translation.activate(wanted)
