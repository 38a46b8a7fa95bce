"""What the doctor looks at in the post: what good delivery takes, replies by mail, and a mail sent to see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from entregent.cli.checks import Finding
from entregent.cli.tongue import terminal_language
from entregent.core.addresses import BadAddress, lookup_key
from entregent.core.models import Beat
from entregent.inbound.models import Received
from entregent.notices.models import Notice
from entregent.notices.queries import addresses_that_came_back
from entregent.notices.registry import Letter
from entregent.notices.transports import NotNow, Refused, Smtp, Unreachable
from entregent.notices.writing import compose

LATE = timedelta(minutes=10)
NOWHERE = ("localhost", "local", "localdomain", "internal", "lan", "test", "invalid", "example")


def delivery(now: datetime) -> Iterator[Finding]:
    """Only where mails leave: whether those who receive them have reasons to believe them."""
    if not settings.SMTP_URL:
        return
    domain = settings.MAIL_FROM.rpartition("@")[2].lower()
    yield from _sender(domain)
    address = urlsplit(settings.ADDRESS)
    if address.scheme != "https":
        says = _("they begin with %(address)s: many programs warn of such links") % {"address": settings.ADDRESS}
        do = _("Serve the instance over https and set ENTREGENT_ADDRESS to it.")
        yield Finding(_("links in mails"), "note", says, do)
    yield _proofs(domain)
    returned = addresses_that_came_back()
    if returned:
        says = _("no longer written to, since mail to them came back: %(returned)d") % {"returned": returned}
        yield Finding(_("addresses"), "note", says, _("Their owners may have it tried again, from their own page."))


def _proofs(domain: str) -> Finding:
    says = _("nothing about %(domain)s can be looked up from here") % {"domain": domain}
    do = _(
        "See that the name servers of %(domain)s hold SPF (TXT: v=spf1 … naming your mail server), the key of DKIM "
        "(the server signs as %(domain)s) and DMARC (TXT at _dmarc.%(domain)s: v=DMARC1; p=none at first). "
        "Then: entregent doctor --mail you@example.org"
    )
    return Finding(_("sender’s proofs"), "note", says, do % {"domain": domain})


def _sender(domain: str) -> Iterator[Finding]:
    if "." not in domain or domain.rpartition(".")[2] in NOWHERE:
        says = _("%(address)s: no mail server in the world can answer to it") % {"address": settings.MAIL_FROM}
        yield Finding(_("sender"), "wrong", says, _("Set ENTREGENT_MAIL_FROM to an address of a domain of yours."))
        return
    yield Finding(_("sender"), "ok", settings.MAIL_FROM)


def replies(now: datetime) -> Iterator[Finding]:
    own = settings.INBOUND_ADDRESS
    if not own:
        do = _("To let people answer mails by mail, and to notice those that come back, set ENTREGENT_INBOUND_ADDRESS.")
        yield Finding(_("replies by mail"), "note", _("none: mails are answered on pages alone"), do)
        return
    if "@" not in own or "+" in own:
        do = _("Correct ENTREGENT_INBOUND_ADDRESS: replies@example.org")
        yield Finding(_("replies by mail"), "wrong", _("%(address)s is no plain address") % {"address": own}, do)
        return
    yield _mailbox(now) if settings.INBOUND_IMAP else _pipe()


def _mailbox(now: datetime) -> Finding:
    read = Beat.objects.filter(name="mailbox").first()
    error = str(read.detail.get("error", "")) if read else _("never read: the worker reads it once a minute")
    if read and not error and now - read.beat_at > LATE:
        error = _("not read since %(when)s UTC") % {"when": f"{read.beat_at:%Y-%m-%d %H:%M}"}
    if error:
        return Finding(_("replies by mail"), "wrong", error, _("Check ENTREGENT_INBOUND_IMAP, and the worker above."))
    says = _("%(address)s, read over IMAP") % {"address": settings.INBOUND_ADDRESS}
    return Finding(_("replies by mail"), "ok", says)


def _pipe() -> Finding:
    last = Received.objects.order_by("-at").first()
    when = f"{last.at:%Y-%m-%d %H:%M}" if last else ""
    came = _("the last came %(when)s UTC") % {"when": when} if last else _("none came yet")
    says = _("%(address)s, piped in; %(came)s") % {"address": settings.INBOUND_ADDRESS, "came": came}
    do = "" if last else _("Pipe mails to that address, and to address+anything, into: entregent receive")
    return Finding(_("replies by mail"), "ok" if last else "note", says, do)


def send_test(to: str, now: datetime) -> Finding:
    """One mail, now, outside the queue: what the server says of it."""
    try:
        lookup_key(to)
    except BadAddress:
        says, do = _("%(address)s is no e-mail address") % {"address": to}, _("Write it whole: you@example.org")
        return Finding(_("test mail"), "wrong", says, do)
    if not settings.SMTP_URL:
        says, do = _("there is no mail server to send it by"), _("Set ENTREGENT_SMTP_URL.")
        return Finding(_("test mail"), "wrong", says, do)
    server = Smtp(settings.SMTP_URL)
    try:
        server.send(compose(Notice(kind="test"), _letter(), to, now))
    except (Refused, NotNow, Unreachable, ValueError) as error:
        return Finding(_("test mail"), "wrong", str(error), _("The server said this; its own log says more."))
    finally:
        server.close()
    do = _("If it is not there, look among the unwanted mails, then at the sender’s proofs.")
    return Finding(_("test mail"), "ok", _("the server took it for %(address)s") % {"address": to}, do)


def _letter() -> Letter:
    language = terminal_language()
    with translation.override(language):
        return Letter(template="mail/test", language=language, context={}, subject=_("A test mail"))


POST_CHECKS: dict[str, Callable[[datetime], Iterator[Finding]]] = {"delivery": delivery, "replies": replies}
