"""How tests of pages come in, and what they read of a page."""

from __future__ import annotations

import html
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from entregent.notices.models import Notice
from entregent.people.models import Person
from entregent.web.signin.door import BACKEND


def as_person(person: Person, language: str = "en") -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    client.force_login(person, backend=BACKEND)
    return client


def visitor(language: str = "en") -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE=language)


def last_code() -> str:
    """The code of the last mail that waits to leave."""
    waiting = Notice.objects.filter(kind="sign-in-code", dropped_at=None).order_by("-pk")
    return str(waiting[0].payload["code"])


def once_of(response: HttpResponse | Any) -> str:
    """The random name a page gave its form."""
    found = re.search(r'name="once" value="([^"]+)"', response.content.decode())
    assert found, "the page has no form that names its sending"
    return found[1]


def words(response: HttpResponse | Any) -> str:
    """The page's main part as somebody reads it, spaces single."""
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert main, "no main part"
    return plain(main[0])


def told(response: HttpResponse | Any) -> str:
    """What the page says was done."""
    said = re.findall(r'<div class="told[^"]*"><p>(.*?)</p>', response.content.decode(), re.DOTALL)
    return " | ".join(plain(one) for one in said)


def undo(client: Client, page: str) -> Any:
    """Press the Undo button of what a page says was done."""
    message = client.get(page).content.decode().partition('<div class="told')[2].partition("</form>")[0]
    action = re.search(r'action="([^"]+)"', message)
    assert action, "nothing to undo"
    fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', message)
    return client.post(action[1], dict(fields))


def plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())
