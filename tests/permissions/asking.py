"""Somebody of the story asks for an address; whatever it did is undone before the next one asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from entregent.core.clock import now
from entregent.people.models import Person
from tests import cast
from tests.cast import Story
from tests.permissions import matrix

BACKEND = "entregent.people.backends.PersonBackend"
LAX, STRICT = Client(), Client(enforce_csrf_checks=True)
CHANGING = re.compile(rb'(name="(?:csrfmiddlewaretoken|once)" value=")[^"]*')


@dataclass
class Rounds:
    """The story as of this minute (pages read the clock), and a session for each of its people."""

    story: Story = field(default_factory=lambda: cast.tell(now()))
    sessions: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for role, person in people(self.story).items():
            if person is not None:
                client = Client()
                client.force_login(person, backend=BACKEND)
                self.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, role: str, *, strict: bool = False) -> Client:
        """One client for all, as fresh as a browser that knows nothing but the role's session."""
        client = STRICT if strict else LAX
        client.cookies = SimpleCookie()
        if role in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client

    def ask(self, role: str, method: str, path: str, *, strict: bool = False) -> Any:
        client = self.client(role, strict=strict)
        with transaction.atomic():
            response = client.get(path) if method == "GET" else client.post(path)
            transaction.set_rollback(True)
        return response


def people(story: Story) -> dict[str, Person | None]:
    everybody = {
        "visitor": None,
        "erased": story.erased,
        "guest": story.guest,
        "outsider": story.other.member,
        "former": story.former,
        "operator": story.operator,
        "newcomer": story.newcomer,
        "founder": story.founder,
        "blocked": story.blocked,
    }
    assert set(everybody) == {role for roles in matrix.ROLES.values() for role in roles}
    return everybody


def status(response: HttpResponseBase) -> str:
    if response.status_code == 302 and response.headers["Location"].startswith("/sign-in"):
        return "in"
    return str(response.status_code)


def body(response: Any) -> bytes:
    """What a page says, without what changes each time it is written."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return CHANGING.sub(rb"\1", content)
