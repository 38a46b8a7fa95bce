"""What is said to whoever sent a mail that was not taken."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from entregent.inbound.enums import Why
from entregent.notices.models import Notice
from entregent.notices.registry import Kind, Letter, register


def _wanted(notice: Notice, now: datetime) -> str:
    return "" if notice.payload.get("why") in Why.values else "its reason is forgotten"


def _write(notice: Notice, now: datetime) -> Letter:
    language = (notice.person.language if notice.person else "") or settings.VISITOR_LANGUAGE
    with translation.override(language):
        return Letter(
            template="mail/not-taken",
            language=language,
            subject=_("Your mail was not taken in"),
            context={"why": Why(notice.payload["why"]).label},
        )


register(Kind("not-taken", _wanted, _write, to_strangers=True))
