import pytest

# Its tests are inherited: their assertions shall say what they compared.
pytest.register_assert_rewrite("tests.sources.tools_world")
