"""A model on a few rows gives what the build would give."""

import pytest

from pipelines.errors import HavenError
from pipelines.verification.sql import model, query


def test_a_model_is_computed_from_the_rows_given_and_from_its_seeds() -> None:
    rows = model("dim_intents")
    assert {"intent_id"} <= set(rows[0])


def test_an_unknown_model_is_named() -> None:
    with pytest.raises(HavenError, match="no model or seed named int_nothing"):
        model("int_nothing")


def test_a_query_without_a_row_is_an_error() -> None:
    with pytest.raises(ValueError, match="no row"):
        query("select 1 as one where false")
