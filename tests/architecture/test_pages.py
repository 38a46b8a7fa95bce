"""The content policy refuses inline style and script; a page that held some would lose it in silence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGE, python_files, templates

INLINE = re.compile(
    r"""\sstyle\s*=|<style\b|<script\b(?![^>]*\bsrc=)|\son\w+\s*=\s*["']|javascript:|\bhx-on|@import\b|\bhttp-equiv="refresh\"""",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"""(?:src|action|srcset|poster)\s*=\s*["'](?:https?:)?//|<link[^>]+href=["'](?:https?:)?//""")


def is_mail(path: Path) -> bool:
    """Mail readers have no style sheet of ours: there a style stands on its element."""
    return bool({"mail", "mails"} & set(path.parts))


PAGES = [path for path in templates() if not is_mail(path)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_page_holds_no_inline_style_or_script(path: Path) -> None:
    assert INLINE.search(path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_is_fetched_from_another_site(path: Path) -> None:
    """In a mail least of all: a remote image tells who reads."""
    assert ELSEWHERE.search(path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("path", python_files("src/entregent/web"), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_code_that_draws_holds_none_either(path: Path) -> None:
    assert re.search(r"<[^>]*\sstyle=|<style|<script", path.read_text(encoding="utf-8")) is None
