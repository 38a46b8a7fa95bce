"""Only what somebody wrote themselves goes under a gathering: not what they answered, not their card."""

from __future__ import annotations

import pytest

from entregent.inbound.quoting import own_words, words_of
from tests.inbound.letters import texts


@pytest.mark.parametrize(("whole", "own"), texts())
def test_what_was_answered_and_signatures_are_left_out(whole: str, own: str) -> None:
    assert own_words(whole, "http://testserver") == own


def test_a_key_of_ours_never_stays_in_it() -> None:
    token = "a" * 39
    assert own_words(f"Write to replies+{token}@example.org", "http://testserver") == "Write to replies+…@example.org"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<div>Oui, <b>volontiers</b>&nbsp;!</div><div class='gmail_quote'>secret</div>", "Oui, volontiers !"),
        ("<p>One</p><p>Two<br>three</p><blockquote>quoted</blockquote><p>four</p>", "One\n\nTwo\nthree\n\nfour"),
        ("<p>Fine</p><div id='divRplyFwdMsg'>From: Nadia</div><p>her mail</p>", "Fine"),
        ("<style>p{}</style><script>alert(1)</script><p>Hi &lt;script&gt;</p>", "Hi <script>"),
        ("<div><img src=x><p>unclosed", "unclosed"),
    ],
)  # fmt: skip
def test_html_becomes_words(html: str, words: str) -> None:
    assert words_of(html).replace("\xa0", " ") == words


def test_a_long_mail_is_read_at_once() -> None:
    """Nothing in it makes the reading slower than its length."""
    lines = "\n".join(["On " + "x" * 80] * 20_000)
    assert own_words(lines, "http://testserver").count("\n") == 19_999
