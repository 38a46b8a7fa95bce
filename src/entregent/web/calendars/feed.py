"""What a calendar program reads, again and again: the address is the key, and unchanged dates are not sent twice."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entregent.circles import rules
from entregent.circles.queries import door
from entregent.gatherings import feeds
from entregent.gatherings.calendar import feed_of
from entregent.gatherings.feeds import Subscribed
from entregent.web.access import moment


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    found = feeds.feed_at(token)
    if found is None:
        raise Http404
    language = found.person.language or str(settings.VISITOR_LANGUAGE)
    with translation.override(language):
        name = _("My circles")
    return served(request, feeds.dates_for(found, moment(request)), name, language)


@require_safe
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """The dates of an open circle, for whoever reads its public page."""
    circle = door.public_circle(slug)
    if circle is None or not rules.takes_anybody(circle):
        raise Http404
    return served(request, feeds.dates_of(circle, moment(request)), circle.name, circle.language)


def served(request: HttpRequest, subscribed: Subscribed, name: str, language: str) -> HttpResponse:
    content = feed_of(subscribed.dates, name, language)
    changed_at = int(subscribed.changed_at.timestamp())
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"], response["Last-Modified"] = etag, http_date(changed_at)
    response["Content-Language"] = language[:2]
    return get_conditional_response(request, etag=etag, last_modified=changed_at, response=response) or response
