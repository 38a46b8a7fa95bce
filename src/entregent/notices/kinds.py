from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from entregent.notices.models import Notice
from entregent.notices.registry import Kind, Letter, register


def _code_wanted(notice: Notice, now: datetime) -> str:
    return "" if notice.payload.get("code") else "the code is no longer valid"


def _write_code(notice: Notice, now: datetime) -> Letter:
    language = (notice.person.language if notice.person else "") or settings.VISITOR_LANGUAGE
    code = str(notice.payload.get("code", ""))
    with translation.override(language):
        subject = _("Your code: %(code)s") % {"code": f"{code[:3]} {code[3:]}"}
    return Letter(
        template="mail/sign-in-code", language=language, context={"code": f"{code[:3]} {code[3:]}"}, subject=subject
    )


register(Kind("sign-in-code", _code_wanted, _write_code, to_strangers=True))
