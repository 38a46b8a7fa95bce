from __future__ import annotations

import pytest

from entregent.core.addresses import BadAddress, as_pasted, hide, lookup_key, split_pasted


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("anne@example.org", "anne@example.org"),
        ("  Anne@Example.ORG \n", "anne@example.org"),
        ("<anne@example.org>", "anne@example.org"),
        ("anne@example.org.", "anne@example.org"),
        ("anne@bücher.example", "anne@xn--bcher-kva.example"),
        ("anne@BÜCHER.example", "anne@xn--bcher-kva.example"),
        ("rene\u0301@example.org", "ren\u00e9@example.org"),
        ("REN\u00c9@example.org", "ren\u00e9@example.org"),
        ("straße@example.org", "strasse@example.org"),
        ("o'brien+list@example.org", "o'brien+list@example.org"),
        ("a.n.n.e@gmail.com", "a.n.n.e@gmail.com"),
    ],
)
def test_an_address_is_compared_by_one_key(written: str, key: str) -> None:
    assert lookup_key(written) == key


def test_plus_and_dots_are_kept_since_they_are_another_providers_rule() -> None:
    assert len({lookup_key(one) for one in ("anne@e.org", "anne+x@e.org", "an.ne@e.org")}) == 3


@pytest.mark.parametrize(
    "written",
    [
        "",
        "anne",
        "@example.org",
        "anne@",
        "anne@example",
        "anne@exa mple.org",
        "an ne@example.org",
        "anne@a..org",
        "anne@-a.org",
        "a@b@example.org",
        "\u202eanne@example.org",
        "an\u200bne@example.org",
        "anne,theo@example.org",
        "anne;@example.org",
        "ren\u00e9 x@example.org",
        "ren\u00e9(x)@example.org",
        f"{'é' * 250}@example.org",
        f"anne@{'a' * 64}.org",
        "anne@example.org\nBcc: all@example.org",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(BadAddress):
        lookup_key(written)


def test_a_refused_text_is_quoted_in_part() -> None:
    with pytest.raises(BadAddress) as refused:
        lookup_key("x" * 500)
    assert str(refused.value) == "x" * 80


def test_an_address_is_hidden_but_known_to_its_owner() -> None:
    assert hide("anne@example.org") == "a…@example.org"


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", []),
        (" \n , ;", []),
        ("anne@example.org", [("", "anne@example.org")]),
        ("anne@a.org, theo@b.org;ines@c.org\nodile@d.org", [
            ("", "anne@a.org"), ("", "theo@b.org"), ("", "ines@c.org"), ("", "odile@d.org"),
        ]),
        ("Anne Martin <anne@a.org>", [("Anne Martin", "anne@a.org")]),
        ('"Anne Martin" <anne@a.org>', [("Anne Martin", "anne@a.org")]),
        ('"Martin, Anne" <anne@a.org>, theo@b.org', [("Martin, Anne", "anne@a.org"), ("", "theo@b.org")]),
        ("<anne@a.org>", [("", "anne@a.org")]),
        ("Anne Martin anne@a.org", [("Anne Martin", "anne@a.org")]),
        ("anne@a.org Anne Martin", [("Anne Martin", "anne@a.org")]),
        ("Anne\tanne@a.org", [("", "Anne"), ("", "anne@a.org")]),
        ("Anne Martin", [("", "Anne Martin")]),
        ("Anne <anne@a.org> Théo <theo@b.org>", [("Anne", "anne@a.org"), ("Théo", "theo@b.org")]),
        ("anne@a.org theo@b.org", [("", "anne@a.org"), ("", "theo@b.org")]),
        ('"Anne" <anne@a.org> <b>@c.org', [("Anne", "anne@a.org"), ("", "b>@c.org")]),
        ("Anne \u2039anne@a.org\u203a", [("Anne", "anne@a.org")]),
        ("<<anne@a.org>>", [("", "anne@a.org")]),
        ("\u202aanne@a.org\u202c, \u200btheo@b.org, \ufeffines@c.org", [
            ("", "anne@a.org"), ("", "theo@b.org"), ("", "ines@c.org"),
        ]),
        ('a stray " quote', [("", 'a stray " quote')]),
        ("anne@a.org\r\ntheo@b.org\r\n", [("", "anne@a.org"), ("", "theo@b.org")]),
    ],
)  # fmt: skip
def test_a_pasted_list_is_read_as_people_paste_it(text: str, pairs: list[tuple[str, str]]) -> None:
    assert split_pasted(text) == pairs


@pytest.mark.parametrize(
    "bomb", ["a" + " " * 200_000 + "a", '"' * 200_000, '"a' + " " * 200_000, "a <" + " " * 200_000]
)
def test_a_long_paste_is_read_at_once(bomb: str) -> None:
    assert len(split_pasted(bomb)) <= 1


@pytest.mark.parametrize("name", ["", "Anne", "Dupont, Jean", 'Anne "Nan" Roux', "a;b", "Ann@work"])
def test_what_was_written_is_read_again_as_it_was(name: str) -> None:
    assert split_pasted(as_pasted(name, "a@b.org")) == [(name.replace('"', ""), "a@b.org")]


def test_a_sentence_s_full_stop_and_what_a_link_begins_with_are_no_part_of_an_address() -> None:
    assert split_pasted("anne@a.org., mailto:luc@b.org") == [("", "anne@a.org"), ("", "luc@b.org")]
