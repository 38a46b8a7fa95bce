from __future__ import annotations

from datetime import datetime

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from entregent.core.queries import silence
from entregent.notices.queries import trouble
from entregent.web.access import moment

FINE = "ok"


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """What is wrong, for whoever watches over the instance; nothing about a circle or a person."""
    try:
        with translation.override("en"):  # for programs, whatever their owner reads
            parts = parts_at(moment(request))
    except Error:
        parts = {"database": "does not answer"} | dict.fromkeys(("worker", "scheduler", "mail"), "unknown")
    ok = all(said == FINE for said in parts.values())
    return JsonResponse({"ok": ok, **parts}, status=200 if ok else 503)


def parts_at(now: datetime) -> dict[str, str]:
    return {
        "database": FINE,
        "worker": silence("worker", now) or FINE,
        "scheduler": silence("scheduler", now) or FINE,
        "mail": trouble(now) or FINE,
    }
