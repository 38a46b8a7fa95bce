from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from entregent.core.links import absolute
from entregent.notices.models import Notice
from entregent.notices.registry import Kind, Letter, register
from entregent.people.operations import CODE_LIVES

CHANGE_TOLD_WITHIN = timedelta(days=2)


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


def _changed(what: str) -> tuple[str, str]:
    """Subject and first sentence, as to somebody who may know nothing of it."""
    said = {
        "passkey": (
            _("A passkey now opens your account"),
            _("A passkey has just been added to your account: the device that holds it comes in without a code."),
        ),
        "address": (
            _("One more address opens your account"),
            _("An address has just been added to your account: whoever reads its mails can come in as you."),
        ),
        "address-gone": (
            _("This address no longer opens your account"),
            _("The address this mail reaches has just been taken off your account: no code is sent to it any more."),
        ),
    }
    return said[what]


def _change_wanted(notice: Notice, now: datetime) -> str:
    return "" if now < notice.made_at + CHANGE_TOLD_WITHIN else "too late to be of use"


def _write_change(notice: Notice, now: datetime) -> Letter:
    language = (notice.person.language if notice.person else "") or settings.VISITOR_LANGUAGE
    with translation.override(language):
        subject, said = _changed(str(notice.payload.get("what", "address")))
    url = absolute(reverse("me-sessions"))
    return Letter(
        template="mail/account-changed", language=language, context={"said": said, "url": url}, subject=subject
    )


register(Kind("account-changed", _change_wanted, _write_change, to_strangers=True, urgent=True))
