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
