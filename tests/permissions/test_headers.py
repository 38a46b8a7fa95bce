"""What every page says to a browser, and what no page contains: a style or a script of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from entregent.web.middleware import POLICY
from tests.permissions import places
from tests.permissions.asking import Rounds

pytestmark = pytest.mark.django_db

ALWAYS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}
LANDING = ("GET landing", "visitor")  # the one page search engines may show
MAIL_IN_A_FRAME = "outbox-body"  # a mail has styles of its own; it is shown in a sandbox


class Page(HTMLParser):
    """What a strict content policy forbids, and whatever a page fetches from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.wrong.append(f"<{tag}> within the page")
        if tag == "script" and given.get("type") != "module":
            self.wrong.append("a script that is no module")
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.wrong.append(f"{name}= on <{tag}>")
            if (value or "").strip().lower().startswith("javascript:"):
                self.wrong.append(f"a script in {name}= on <{tag}>")
        for name in ("src", "action", "data", "poster") + (("href",) if tag == "link" else ()):
            if not (given.get(name) or "/").startswith(("/", "?", "#", "data:", "http://testserver/")):
                self.wrong.append(f"<{tag} {name}={given[name]}> from elsewhere")


def pages(rounds: Rounds, role: str) -> list[tuple[str, Any]]:
    """(name, response) of every page that opens for somebody, refusals among them."""
    own, tokens = places.own(rounds.story), places.tokens(rounds.story)
    found = []
    for name, params in places.names().items():
        kwargs = [{"token": token} for token in tokens.values()]
        for each in kwargs if params == ("token",) else [own.named(places.NAMED[params])]:
            path = places.path_of(name, each)
            found += [(f"{method} {name}", rounds.ask(role, method, path)) for method in ("GET", "POST")]
    return found


def is_page(response: Any) -> bool:
    return str(response.headers.get("Content-Type", "")).startswith("text/html")


@pytest.mark.whole
@pytest.mark.once
@pytest.mark.parametrize("role", ["visitor", "founder"])
def test_every_answer_has_its_headers_and_no_page_a_style_or_script(rounds: Rounds, role: str) -> None:
    wrong = []
    for name, response in pages(rounds, role):
        if name.endswith(MAIL_IN_A_FRAME):
            continue
        if response.headers["Content-Security-Policy"] != POLICY:
            wrong.append(f"{name}: {response.headers['Content-Security-Policy']}")
        expected = {**ALWAYS, "X-Robots-Tag": "all"} if (name, role) == LANDING else ALWAYS
        got = {header: response.headers.get(header) for header in ALWAYS}
        wrong += [f"{name}: {header}: {value}" for header, value in got.items() if value != expected[header]]
        if is_page(response):
            page = Page()
            page.feed(response.content.decode())
            wrong += [f"{name}: {each}" for each in page.wrong]
    assert wrong == []


def test_the_policy_lets_nothing_in_that_is_not_ours() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert (rules["default-src"], rules["script-src"], rules["style-src"]) == ("'none'", "'self'", "'self'")
    assert (rules["base-uri"], rules["frame-ancestors"], rules["form-action"]) == ("'none'", "'none'", "'self'")
    assert not {word for word in ("unsafe", "*", "http") if word in POLICY}


def test_a_reader_of_pages_sees_what_is_forbidden() -> None:
    page = Page()
    page.feed(
        '<style>a{}</style><p style="x" onclick="y">a</p><script>z()</script><script src="/x.js"></script>'
        '<a href="javascript:x">a</a><img src="https://elsewhere.example/x.png">'
    )
    assert page.wrong == [
        "<style> within the page",
        "style= on <p>",
        "onclick= on <p>",
        "<script> within the page",
        "a script that is no module",
        "a script that is no module",
        "a script in href= on <a>",
        "<img src=https://elsewhere.example/x.png> from elsewhere",
    ]


def test_over_http_cookies_are_plain_and_nothing_is_promised(rounds: Rounds) -> None:
    response = rounds.client("visitor").get("/sign-in")
    assert {(name, bool(cookie["secure"])) for name, cookie in response.cookies.items()} == {("csrf", False)}
    assert "Strict-Transport-Security" not in response.headers


OVER_HTTPS = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
client = Client(HTTP_HOST="circles.example", HTTP_X_FORWARDED_PROTO="https")
page = client.get("/sign-in")
sent = client.post("/sign-in", {"address": "anne@example.org"})
print(page.status_code, page.headers["Strict-Transport-Security"])
for cookie in (*page.cookies.values(), *sent.cookies.values()):
    kept = [name for name in ("secure", "httponly", "path", "samesite", "domain") if cookie[name]]
    print(cookie.key, *(f"{name}={cookie[name]}" for name in kept))
"""


@pytest.mark.whole
@pytest.mark.once
def test_over_https_cookies_are_bound_to_the_host_and_http_is_given_up(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ENTREGENT_", "DATABASE_URL"))},
        "DJANGO_SETTINGS_MODULE": "entregent.config.settings",
        "ENTREGENT_DATA": str(tmp_path),
        "ENTREGENT_ADDRESS": "https://circles.example",
        "ENTREGENT_TRUSTED_PROXIES": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", OVER_HTTPS], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.splitlines() == [
        "200 max-age=31536000",
        "__Host-csrf secure=True httponly=True path=/ samesite=Lax",
        "__Host-session secure=True httponly=True path=/ samesite=Lax",
    ], done.stderr
