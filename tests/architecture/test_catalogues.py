import messages


def test_both_languages_are_complete() -> None:
    assert list(messages.faults(messages.PACKAGE)) == []
