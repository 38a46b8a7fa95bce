"""Writes docs/reference/settings.md from the table the code reads."""

from __future__ import annotations

from pathlib import Path

from entregent.config.table import TABLE

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "settings.md"
HEAD = """\
# Settings

Read from the environment when Entregent starts; an empty variable counts as none. The table is
`src/entregent/config/table.py`, and `python tools/settings_reference.py` writes this page from it.

| Variable | When not set | Meaning |
|---|---|---|
"""


def page() -> str:
    rows = (
        f"| `{setting.env}` | {f'`{setting.default}`' if setting.default else 'empty'} "
        f"| {setting.meaning.replace('|', chr(92) + '|')} |"
        for setting in TABLE
    )
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.name} written: {len(TABLE)} settings.")
