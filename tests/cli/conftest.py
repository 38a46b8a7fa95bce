from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def english_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have another language in theirs."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
