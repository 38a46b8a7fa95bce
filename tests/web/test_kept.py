from __future__ import annotations

from entregent.web.errors import written


def test_only_words_are_shown_back() -> None:
    sent = [("once", "x1"), ("reach", "circle"), ("people", "4"), ("text", "Je viens à vélo."), ("place", "")]
    assert written(sent) == ["Je viens à vélo."]
