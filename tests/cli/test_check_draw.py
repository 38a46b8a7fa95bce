"""entregent check-draw: anybody draws again from the proof a page shows, without a server."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from entregent.cli.main import main
from entregent.engine.rotation import commitment, draw

SECRET = bytes(range(32))
DRAWN = draw([True, True, False], [0, 2, 1, 0], secret=SECRET, said="persimmon")
PROOF = {"commitment": commitment(SECRET), "secret": SECRET.hex(), "record": DRAWN.public}


def test_a_draw_made_as_promised_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "proof.json").write_text(json.dumps(PROOF), encoding="utf-8")
    assert main(["check-draw", str(tmp_path / "proof.json")]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(PROOF)))
    assert main(["check-draw"]) == 0


@pytest.mark.parametrize(
    ("changed", "answered"),
    [
        ({"secret": bytes(32).hex()}, 1),
        ({"record": DRAWN.public.replace("persimmon", "apple")}, 1),
        ({"record": "{}"}, 1),
        ({"secret": "zz"}, 2),
    ],
)
def test_one_that_was_altered_does_not(changed: dict[str, str], answered: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(PROOF | changed)))
    assert main(["check-draw"]) == answered


@pytest.mark.parametrize("text", ["", "[]", "{}", "no proof", "[" * 300_000])
def test_what_is_no_proof_is_said_to_be_none(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert main(["check-draw"]) == 2
