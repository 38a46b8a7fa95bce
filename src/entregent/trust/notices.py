"""Mails about reports: that one waits, to who runs the instance; that it was read, to who wrote it. Never a content."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from entregent.core.links import absolute
from entregent.notices.models import Notice
from entregent.notices.registry import Kind, Letter, register
from entregent.trust.models import Report


def _waits(notice: Notice, now: datetime) -> str:
    return "" if Report.objects.filter(pk=notice.object_id, seen_at__isnull=True).exists() else "read already"


def _was_read(notice: Notice, now: datetime) -> str:
    return "" if Report.objects.filter(pk=notice.object_id, seen_at__isnull=False).exists() else "not read after all"


def _write_waiting(notice: Notice, now: datetime) -> Letter:
    with translation.override(_language(notice)):
        return _letter(
            notice,
            subject=_("A report waits for you"),
            said=_("Somebody has reported something, in private, to the people who run this instance."),
            action=_("Read it"),
            url=absolute(reverse("reports")),
            why=_("You get this because you run this instance."),
        )


def _write_read(notice: Notice, now: datetime) -> Letter:
    with translation.override(_language(notice)):
        return _letter(
            notice,
            subject=_("Your report was read"),
            said=_("What you reported in private has been read by whoever runs this instance. Nobody else was told."),
            action=_("See my reports"),
            url=absolute(reverse("me-reports")),
            why=_("You get this because you sent a report."),
        )


def _letter(notice: Notice, *, subject: str, **context: str) -> Letter:
    return Letter(template="mail/report", language=_language(notice), context=dict(context), subject=subject)


def _language(notice: Notice) -> str:
    return (notice.person.language if notice.person else "") or str(settings.VISITOR_LANGUAGE)


register(Kind("report", _waits, _write_waiting))
register(Kind("report-read", _was_read, _write_read))
