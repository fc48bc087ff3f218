"""The dispute files: what the vendor is sent, from the published mart alone."""

import csv
from pathlib import Path

import duckdb
import pytest
from pypdf import PdfReader

from pipelines.errors import HavenError
from pipelines.reporting.disputes import COLUMNS, file_name, print_dispute_files, write_dispute_files
from pipelines.settings import Settings, load_settings
from tests.reporting.fixture_published import write_published

LINES = [
    # claim, month, basis, reason, amount: four lines of two months, written down here.
    ("c2", "2026-04", "contract", "repeat", "0.99"),
    ("c1", "2026-04", "contract", "handed_off", "0.99"),
    ("c3", "2026-04", "value", "repeat", "1.50"),
    ("c4", "2026-05", "contract", "repeat", "0.99"),
]


MART = f"""
    select
        'Acme <AI>' as vendor, period, claim_id, 'i1' as invoice_id, 'ada:' || claim_id as source_conversation_id,
        'resolved' as outcome, timestamp '2026-04-03 10:00:00' as claimed_at,
        timestamp '2026-04-02 10:00:00' as conversation_ended_at, basis, dispute_reason,
        'A rule, with a comma' as rule, 'leg' as evidence_kind, 'z:1' as evidence_id,
        timestamp '2026-04-05 10:00:00' as evidence_at, cast(amount as decimal(18, 6)) as billed_amount,
        cast(amount as decimal(18, 6)) as disputed_amount, 'USD' as currency, 't1' as terms_id,
        date '2026-06-29' as dispute_by_on
    from (values {", ".join(map(str, LINES))}) as t (claim_id, period, basis, dispute_reason, amount)
"""


@pytest.fixture
def house(tmp_path: Path) -> Settings:
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path)})
    database = write_published(settings.published_dir)
    with duckdb.connect(str(database)) as connection:
        connection.execute("create or replace table marts.measure_dispute_lines as " + MART)
    return settings


def test_there_is_one_file_for_each_vendor_and_month(house: Settings) -> None:
    files = write_dispute_files(house)
    assert [file.name for file in files] == ["acme_ai-2026-04.csv", "acme_ai-2026-05.csv"]
    rows = list(csv.DictReader(files[0].read_text().splitlines()))
    assert [(row["claim_id"], row["dispute_reason"]) for row in rows] == [
        ("c1", "handed_off"),
        ("c2", "repeat"),
        ("c3", "repeat"),
    ]
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["rule"] == "A rule, with a comma"
    assert rows[0]["dispute_by_on"] == "2026-06-29"


def test_the_page_asks_only_for_what_breaks_the_contract(house: Settings) -> None:
    page = write_dispute_files(house)[0].with_suffix(".html").read_text()
    assert "2 billed lines do not meet the contract: 1.98 USD to be credited, to be disputed by 2026-06-29." in page
    assert "1 more lines (1.50 USD) meet it" in page
    assert "Acme &lt;AI&gt;" in page and "<AI>" not in page


def test_a_month_of_more_lines_than_one_reads_is_printed_as_far_as_it_is_read_and_whole_in_the_file(
    house: Settings,
) -> None:
    lines = [("v0", "2026-04", "value", "repeat", "0.99")]
    lines += [(f"w{number:05}", "2026-04", "contract", "repeat", "0.99") for number in range(20_000)]
    with duckdb.connect(str(house.published_db)) as connection:
        mart = MART.replace(", ".join(map(str, LINES)), ", ".join(map(str, lines)))
        connection.execute("create or replace table marts.measure_dispute_lines as " + mart)
    (file,) = write_dispute_files(house)
    page = file.with_suffix(".html").read_text()
    assert "20,000 billed lines do not meet the contract: 19,800.00 USD to be credited" in page
    assert "The first 500 lines are printed here; every line is in acme_ai-2026-04.csv." in page
    assert page.count("<td>w") == 500 and "<td>v0" not in page, "what is claimed back comes first"
    assert len(file.read_text().splitlines()) == 20_002
    assert len(PdfReader(print_dispute_files(house)[0]).pages) < 30


def test_the_same_publication_gives_the_same_bytes_and_no_stale_file(house: Settings) -> None:
    first = {file: file.read_bytes() for file in write_dispute_files(house)}
    stale = house.reports_dir / "disputes" / "acme_ai-2025-01.csv"
    stale.write_text("old")
    assert {file: file.read_bytes() for file in write_dispute_files(house)} == first
    assert not stale.exists()


def test_each_page_is_printed_and_printing_twice_gives_the_same_file(house: Settings) -> None:
    write_dispute_files(house)
    printed = print_dispute_files(house)
    assert [file.name for file in printed] == ["acme_ai-2026-04.pdf", "acme_ai-2026-05.pdf"]
    text = PdfReader(printed[0]).pages[0].extract_text()
    assert "2 billed lines do not meet the contract" in text
    first = printed[0].read_bytes()
    assert print_dispute_files(house)[0].read_bytes() == first


def test_without_a_disputed_line_there_is_no_file(house: Settings) -> None:
    with duckdb.connect(str(house.published_db)) as connection:
        connection.execute("delete from marts.measure_dispute_lines")
    assert write_dispute_files(house) == []
    assert print_dispute_files(house) == []


def test_a_publication_without_the_mart_is_told_with_the_remedy(house: Settings) -> None:
    with duckdb.connect(str(house.published_db)) as connection:
        connection.execute("drop table marts.measure_dispute_lines")
    with pytest.raises(HavenError, match="measure_dispute_lines"):
        write_dispute_files(house)


@pytest.mark.parametrize(
    ("vendor", "name"), [("ada", "ada-2026-04"), ("../x y", "x_y-2026-04"), ("..", "vendor-2026-04")]
)
def test_a_vendor_cannot_name_a_file_elsewhere(vendor: str, name: str) -> None:
    assert file_name(vendor, "2026-04") == name
