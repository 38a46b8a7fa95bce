"""A row that fails keeps no other from its turn, and is heard of at the end."""

from __future__ import annotations

import pytest

from entregent.core.sweeping import row_by_row


def test_what_was_done_is_counted_step_by_step() -> None:
    with row_by_row() as each:
        assert (each([1, 2, 3], lambda row: row > 1), each([], lambda row: 1)) == (2, 0)


def test_the_others_have_their_turn_and_the_failures_are_raised_together() -> None:
    swept: list[int] = []

    def share(row: int) -> int:
        swept.append(6 // row)
        return 1

    def sweep() -> int:
        with row_by_row() as each:
            return each([0, 1, 2], share) + each([0, 3], share)

    with pytest.raises(ExceptionGroup) as raised:
        sweep()
    assert swept == [6, 3, 2]
    assert [type(error) for error in raised.value.exceptions] == [ZeroDivisionError, ZeroDivisionError]
