from pathlib import Path

import pytest

import layers

TESTS = Path(__file__).parents[1]
REPORT = """<testsuites><testsuite name="pytest" errors="{errors}" failures="{failures}" skipped="{skipped}" tests="9"/>
</testsuites>"""


@pytest.mark.parametrize(
    ("errors", "failures", "skipped", "holds"), [(0, 0, 0, True), (1, 0, 0, False), (0, 2, 0, False), (0, 0, 1, False)]
)
def test_a_layer_holds_when_everything_ran_and_passed(
    tmp_path: Path, errors: int, failures: int, skipped: int, holds: bool
) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT.format(errors=errors, failures=failures, skipped=skipped), encoding="utf-8")
    outcome = layers.Outcome(layers.LINT)
    layers.count(report, outcome)
    assert outcome.holds is holds
    assert outcome.passed == 9 - errors - failures - skipped
    assert outcome.failed == errors + failures


def test_all_layers_together_stay_within_what_a_run_may_take() -> None:
    assert sum(layer.budget for layer in layers.SUITES["check"]) <= 90
    assert sum(layer.budget for layer in layers.SUITES["test"]) <= 900


@pytest.mark.parametrize("marker", ["race", "browser", "peers"])
def test_a_layer_of_one_kind_looks_where_all_of_its_kind_are(marker: str) -> None:
    """It is given its files by name, and spares itself the reading of all the others."""
    of_its_kind = [layer for layer in layers.SUITES["test"] if marker in layer.commands[0]]
    marked = [path for path in TESTS.rglob("*.py") if f"mark.{marker}" in path.read_text(encoding="utf-8")]
    assert of_its_kind and marked
    for layer in of_its_kind:
        places = [TESTS.parent / word for word in layer.commands[0] if word.startswith("tests/")]
        elsewhere = [path for path in marked if not any(path.is_relative_to(place) for place in places)]
        assert elsewhere == [], layer.name


def test_commands_abreast_all_run_and_one_that_fails_is_enough(capsys: pytest.CaptureFixture[str]) -> None:
    said = [(layers.PYTHON, "-c", f"print({number}); raise SystemExit({number % 2})") for number in (2, 3, 4)]
    outcome = layers.carry_out(layers.Layer("three", 9, tuple(said), abreast=True))
    assert (outcome.passed, outcome.failed) == (2, 1)
    assert sorted(line for line in capsys.readouterr().out.splitlines() if line in ("2", "3", "4")) == ["2", "3", "4"]


def test_a_run_ends_with_its_totals(capsys: pytest.CaptureFixture[str]) -> None:
    layers.show([layers.Outcome(layers.LINT, 3.0, passed=4, failed=1), layers.Outcome(layers.LINT, 1.0, passed=2)])
    assert capsys.readouterr().out.splitlines()[-1] == "6 passed, 1 failed"
