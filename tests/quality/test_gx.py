import subprocess
import sys


def test_great_expectations_is_imported_beside_spark_without_ending_the_interpreter() -> None:
    code = "from pipelines.quality.gx import gx; import os; print('alive', os.environ['GX_ANALYTICS_ENABLED'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "alive false"


def test_checking_spark_away_does_not_hide_it_from_others() -> None:
    code = (
        "import pipelines.quality.gx, importlib.util, sys; "
        "assert 'pyspark' not in sys.modules; assert importlib.util.find_spec('pyspark')"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=120)
