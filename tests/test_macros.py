from pathlib import Path

import pytest

from pipelines.macros import Macros, project_macros
from pipelines.verification.sql import query


def macros(folder: Path, text: str) -> Macros:
    (folder / "m.sql").write_text(text)
    return Macros(folder, variables={"window": 7})


def test_a_macro_that_returns_another_dispatches_to_the_engine(tmp_path: Path) -> None:
    text = """
{% macro seconds(a) -%} {{ return(adapter.dispatch('seconds', 'haven')(a)) }} {%- endmacro %}
{% macro duckdb__seconds(a) -%} date_diff({{ a }}) {%- endmacro %}
{% macro spark__seconds(a) -%} unix({{ a }}) {%- endmacro %}
"""
    assert macros(tmp_path, text).seconds("x") == "date_diff(x)"


def test_a_returned_value_need_not_be_text(tmp_path: Path) -> None:
    text = "{% macro least() -%}{{ return(20) }}{%- endmacro %}{% macro twice() -%}{{ least() * 2 }}{%- endmacro %}"
    found = macros(tmp_path, text)
    assert found.least() == 20
    assert found.twice() == "40"


def test_private_macros_recursion_and_variables_work_as_in_dbt(tmp_path: Path) -> None:
    text = """
{% macro _depth(n) -%}{{ return(n if n == 0 else haven._depth(n - 1)) }}{%- endmacro %}
{% macro days() -%}{{ var('window') }} and {{ _depth(3) }} and {{ var('other', 'none') }}{%- endmacro %}
"""
    assert macros(tmp_path, text).days() == "7 and 0 and none"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (999, "999"), (1000, "1,000"), (99_005, "99,005"), (1_000_000, "1,000,000"), (12_345_678, "12,345,678")],
)
def test_whole_numbers_in_sentences_have_their_thousands_set_apart(value: int, text: str) -> None:
    sql = f"select {project_macros().whole_text('v')} as text from (select {value} as v) as one"
    assert query(sql) == {"text": text}


@pytest.mark.parametrize(
    ("value", "text"), [("0.00", "0.00"), ("0.05", "0.05"), ("-1234.50", "-1,234.50"), ("999.999", "1,000.00")]
)
def test_amounts_in_sentences_have_two_decimals(value: str, text: str) -> None:
    sql = (
        f"select {project_macros().amount_text('v')} as text from (select cast({value} as decimal(18, 4)) as v) as one"
    )
    assert query(sql) == {"text": text}


def test_a_rate_of_clusters_is_as_uncertain_as_its_clusters_differ() -> None:
    """Contacts of eight agents; the error of a constant with cluster covariance, and the t interval of 7 degrees."""
    events, sizes = (18, 25, 9, 30, 14, 22, 11, 27), (24, 30, 20, 34, 25, 26, 22, 31)
    values = ", ".join(f"({y}, {m})" for y, m in zip(events, sizes, strict=True))
    macros = project_macros()
    error = macros.cluster_error("count(*)", "sum(y)", "sum(m)", "sum(y * y)", "sum(y * m)", "sum(m * m)")
    found = query(f"select {error} as error, {macros.t_975('7.0')} as t from (values {values}) as agents (y, m)")
    assert found["error"] == pytest.approx(0.05927716091, rel=1e-8)
    assert sum(events) / sum(sizes) - found["t"] * found["error"] == pytest.approx(0.5956808444, rel=1e-4)


def test_the_square_of_a_year_of_one_agent_is_exact() -> None:
    # 3,348 marks in millionths, which squared do not fit in 64 bits.
    row = query(f"select {project_macros().exact_product('3348000000', '3348000000')} as product")
    assert int(row["product"]) == 3348000000**2


def test_a_macro_refers_to_the_models_of_the_one_being_rendered_whichever_came_first(tmp_path: Path) -> None:
    found = macros(tmp_path, "{% macro everything(of) -%} select * from {{ ref(of) }} {%- endmacro %}")
    for letter in "ab":
        sql = found.rendered(
            f"{{{{ everything('{letter}') }}}}", ref=lambda name, at=letter: f"{at}.{name}", variables={}
        )
        assert sql == f"select * from {letter}.{letter}"
