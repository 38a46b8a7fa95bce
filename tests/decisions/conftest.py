from __future__ import annotations

import pytest

from entregent.decisions import registry
from entregent.decisions.models import Proposal
from entregent.decisions.registry import Kind


@pytest.fixture
def one_kind(monkeypatch: pytest.MonkeyPatch) -> str:
    """A kind of the tests' own, one at a time; what it carries out it writes into the circle's purpose."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))

    def carry_out(proposal: Proposal, now: object) -> None:
        circle = proposal.circle
        circle.purpose += "done"
        circle.save()

    def possible(proposal: Proposal) -> bool:
        return bool(proposal.payload.get("possible", True))

    registry.register(Kind("test", lambda _: "A test", lambda _: "It is tested.", carry_out, possible))
    return "test"
