from pipelines.building.build import build_error
from pipelines.building.runner import DbtRun, NodeResult


def test_a_failing_model_is_named_with_its_reason_on_one_line() -> None:
    broken = NodeResult("model.haven.fct_legs", "error", 0.1, message="Binder Error:\n  column x > in macro a (b.sql)")
    also = NodeResult("model.haven.fct_ratings", "error", 0.1, message="other")
    error = build_error(DbtRun(results=(broken, also), succeeded=False))
    assert error.cause == "dbt model fct_legs failed (and 1 more): Binder Error: column x"
    assert "untouched" in error.remedy


def test_a_failing_test_says_how_many_rows_break_the_promise() -> None:
    failed = NodeResult("test.haven.assert_legs_do_not_overlap", "fail", 0.1, failures=3)
    error = build_error(DbtRun(results=(failed,), succeeded=False))
    assert error.cause == "dbt test assert_legs_do_not_overlap failed: 3 rows"


def test_a_project_that_does_not_compile_is_reported_without_a_node() -> None:
    error = build_error(DbtRun(results=(), succeeded=False, error="Compilation Error in model x"))
    assert error.cause == "dbt could not run: Compilation Error in model x"
