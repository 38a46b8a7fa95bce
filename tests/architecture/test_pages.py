"""The content policy refuses inline style and script; a page that held some would lose it in silence."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.sources import python_files, refused, templates

INLINE = re.compile(
    r"""\sstyle\s*=|<style\b|<script\b(?![^>]*\bsrc=)|\son\w+\s*=\s*["']|javascript:|\bhx-on|@import\b|\bhttp-equiv="refresh\"""",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"""(?:src|action|srcset|poster)\s*=\s*["'](?:https?:)?//|<link[^>]+href=["'](?:https?:)?//""")

WRITTEN = re.compile(r"<[^>]*\sstyle=|<style|<script")


def is_mail(path: Path) -> bool:
    """Mail readers have no style sheet of ours: there a style stands on its element."""
    return bool({"mail", "mails"} & set(path.parts))


PAGES = [path for path in templates() if not is_mail(path)]


def found(path: Path, what: re.Pattern[str]) -> list[str]:
    return [match.group() for match in what.finditer(path.read_text(encoding="utf-8"))]


def test_a_page_holds_no_inline_style_or_script() -> None:
    assert refused(PAGES, lambda path: found(path, INLINE)) == {}


def test_nothing_is_fetched_from_another_site() -> None:
    """In a mail least of all: a remote image tells who reads."""
    assert refused(templates(), lambda path: found(path, ELSEWHERE)) == {}


def test_code_that_draws_holds_none_either() -> None:
    assert refused(python_files("src/entregent/web"), lambda path: found(path, WRITTEN)) == {}
