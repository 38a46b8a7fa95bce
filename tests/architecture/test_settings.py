"""The page an operator reads is the table the code reads."""

from __future__ import annotations

import re

import settings_reference
from entregent.config.table import TABLE
from tests.architecture.sources import PACKAGE, python_files


def test_the_reference_is_the_table() -> None:
    said = settings_reference.PAGE.read_text(encoding="utf-8")
    assert said == settings_reference.page(), "python tools/settings_reference.py writes it anew"


def test_nothing_else_is_read_from_the_environment() -> None:
    known = {setting.env for setting in TABLE}
    for path in python_files("src"):
        if path == PACKAGE / "config" / "table.py":
            continue
        named = set(re.findall(r"""\bENTREGENT_[A-Z_]+\b""", path.read_text(encoding="utf-8")))
        assert named <= known, path
