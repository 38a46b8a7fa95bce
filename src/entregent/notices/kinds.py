from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from entregent.notices.models import Notice
from entregent.notices.registry import Kind, Letter, register
from entregent.people.operations import CODE_LIVES


def _code_wanted(notice: Notice, now: datetime) -> str:
    valid = notice.payload.get("code") and now < notice.made_at + CODE_LIVES
    return "" if valid else "the code is no longer valid"


def _write_code(notice: Notice, now: datetime) -> Letter:
    """In their own language, else in that of the page the code was asked on. Read again later, the code is gone."""
    own = notice.person.language if notice.person else ""
    language = own or str(notice.payload.get("language", "")) or settings.VISITOR_LANGUAGE
    code = str(notice.payload.get("code", ""))
    spaced = f"{code[:3]} {code[3:]}" if code else ""
    with translation.override(language):
        subject = _("Your code: %(code)s") % {"code": spaced} if code else _("Your code, since expired")
    return Letter(template="mail/sign-in-code", language=language, context={"code": spaced}, subject=subject)


register(Kind("sign-in-code", _code_wanted, _write_code, to_strangers=True, urgent=True))
