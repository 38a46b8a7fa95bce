from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from entregent.web.fields import AddressField, LineField


def test_an_address_asked_for_but_not_needed_may_stay_empty() -> None:
    assert AddressField(required=False).clean("") == ""
    assert AddressField(required=False).clean(" odile@plateau.example ") == "odile@plateau.example"


def test_a_long_line_is_kept_whole_or_refused() -> None:
    assert len(LineField(max_length=400).clean("x" * 400)) == 400
    with pytest.raises(ValidationError):
        LineField(max_length=400).clean("x" * 401)


@pytest.mark.parametrize("written", ["", "odile", "odile@"])
def test_an_address_needed_is_one(written: str) -> None:
    with pytest.raises(ValidationError):
        AddressField().clean(written)
