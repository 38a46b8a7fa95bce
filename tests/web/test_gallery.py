"""What holds on every page made of the components, whatever it says."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gallery")]

PAGES = [
    *(f"/circles/gallery?page={page}" for page in ("all", "form", "answer", "landing")),
    *(f"/refusal/{name}" for name in ("400", "403", "404", "500", "csrf", "storage")),
]
ALONE = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "circle", "path"}
BUDGET = 400


class Page(HTMLParser):
    """The elements of a page, in order; fails on one that is closed out of turn."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in ALONE:
            assert self.open.pop() == tag

    def values(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(attribute))]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, client: Client) -> Page:
    return Page(client.get(request.param, headers={"accept-language": "fr"}).content.decode())


def test_nothing_the_content_policy_refuses(page: Page) -> None:
    assert page.values("style") == []
    assert page.all("style") == []
    assert [script for script in page.all("script") if not script.get("src")] == []
    assert [name for _, attributes in page.elements for name in attributes if name.startswith("on")] == []


def test_ids_are_unique_and_whatever_points_at_one_finds_it(page: Page) -> None:
    ids = Counter(page.values("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    pointed = [name for key in ("for", "aria-labelledby", "aria-describedby", "data-copy") for name in page.values(key)]
    assert {name for names in pointed for name in names.split()} <= set(ids)


def test_one_heading_one_main_and_a_way_to_skip_to_it(page: Page) -> None:
    assert len(page.all("h1")) == 1
    assert [main.get("id") for main in page.all("main")] == ["main"]
    assert page.all("a")[0]["href"] == "#main"


def test_every_form_that_posts_is_guarded(page: Page) -> None:
    posting = [form for form in page.all("form") if form.get("method") == "post" and form.get("action")]
    tokens = [field for field in page.all("input") if field.get("name") == "csrfmiddlewaretoken"]
    assert len(tokens) >= len(posting)


def test_nothing_is_asked_of_anybody_else(page: Page) -> None:
    loaded = [*page.values("src"), *(str(link["href"]) for link in page.all("link"))]
    assert all(address.startswith("/static/") for address in loaded)
    assert len(loaded) <= 5  # with the page itself and what the stylesheet asks for, six


@pytest.mark.parametrize("address", PAGES[1:])
def test_a_page_stays_small(address: str, client: Client) -> None:
    assert len(Page(client.get(address).content.decode()).elements) <= BUDGET


@pytest.mark.parametrize(("code", "lang", "words"), [("fr", "fr", "Aller à la page"), ("en", "en", "Skip to the page")])
def test_the_page_says_its_language(code: str, lang: str, words: str, client: Client) -> None:
    content = client.get(PAGES[0], headers={"accept-language": code}).content.decode()
    assert f'<html lang="{lang}">' in content
    assert words in content


def test_a_field_is_tied_to_its_hint_and_its_error(client: Client) -> None:
    page = Page(client.get("/circles/gallery?page=form").content.decode())
    wrong = next(field for field in page.all("input") if field.get("name") == "wrong-name")
    assert wrong["aria-invalid"] == "true"
    assert str(wrong["aria-describedby"]).split() == ["id_wrong-name_helptext", "id_wrong-name_error"]


def test_what_was_done_can_be_undone_from_the_next_page(client: Client) -> None:
    content = client.get(PAGES[0], headers={"accept-language": "en"}).content.decode()
    assert 'action="/today"' in content
    assert "Undo" in content


@pytest.mark.parametrize("answer", ["yes", "maybe", "no", ""])
def test_my_answer_is_the_one_that_is_pressed(answer: str) -> None:
    from django.template.loader import render_to_string

    pressed = Page(render_to_string("components/answers.html", {"url": "/x", "answer": answer}))
    assert [b["value"] for b in pressed.all("button") if b["aria-pressed"] == "true"] == ([answer] if answer else [])
    chosen = Page(render_to_string("components/answers_radio.html", {"answer": answer}))
    assert [r["value"] for r in chosen.all("input") if "checked" in r] == ([answer] if answer else [])
