from pathlib import Path

import pytest

import layers

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


def test_a_run_ends_with_its_totals(capsys: pytest.CaptureFixture[str]) -> None:
    layers.show([layers.Outcome(layers.LINT, 3.0, passed=4, failed=1), layers.Outcome(layers.LINT, 1.0, passed=2)])
    assert capsys.readouterr().out.splitlines()[-1] == "6 passed, 1 failed"
