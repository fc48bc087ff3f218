"""What the sheets of the board report say, against numbers that are worked out here."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipelines.errors import HavenError
from pipelines.reporting import browser, build_board_report
from pipelines.reporting.board import board_reports
from pipelines.reporting.board.content import Chart, Figure, Report, Sheet, Table, withheld
from pipelines.reporting.board.facts import READS, fingerprint, month_of, open_facts, pooled, quarter_of
from pipelines.reporting.board.handing_over import write_sheets
from pipelines.reporting.board.page import html
from pipelines.reporting.board.sheets.reading import change, is_noise, read
from pipelines.reporting.figures import duration, interval, month_name, points, share, written
from pipelines.reporting.printing import count_pages, without_time_stamps
from pipelines.reporting.publication import read_build
from pipelines.settings import load_settings
from tests.reporting.fixture_published import COMPANY, RUN_ID, SPARSE, wilson, write_changed, write_published

SHEETS = (
    "answer",
    "populations",
    "money",
    "customers",
    "people",
    "plan",
    "governance",
    "unknown",
    "definitions",
    "provenance",
)
MONTHS = ("2026-02", "2026-03", "2026-04", "2026-05")
# A bill of one month: 200 lines at 0.50 USD, of which 30 break the contract.
BILL = """
insert into marts.measure_invoice_audit by name
select 'ada' as vendor, '2026-05' as period, 1 as state_order, 'verified' as state, 'Verified' as state_label,
       150 as lines,
       75.00 as amount, 0 as disputed_amount, 0 as contract_disputed_amount, 'USD' as currency,
       40 as month_pending_lines,
       0.6667 as effective_price_per_verified, 0.6 as effective_price_low, 0.75 as effective_price_high
union all
select 'ada', '2026-05', 2, 'repeat', 'Came back', 30, 15.00, 15.00, 15.00, 'USD', 40, 0.6667, 0.6, 0.75
union all
select 'ada', '2026-05', 3, 'pending', 'Too early to say', 20, 10.00, 0, 0, 'USD', 40, 0.6667, 0.6, 0.75;
insert into marts.measure_dispute_lines by name
select 'ada' as vendor, '2026-05' as period, 'c' || i as claim_id, 'contract' as basis, 'repeat' as dispute_reason,
       0.5 as disputed_amount, 'USD' as currency, date '2026-07-30' as dispute_by_on, true as is_in_time
from range(30) as lines(i);
insert into marts.measure_dispute_lines by name
select 'ada' as vendor, '2026-03' as period, 'late' as claim_id, 'contract' as basis, 'repeat' as dispute_reason,
       0.5 as disputed_amount, 'USD' as currency, date '2026-05-01' as dispute_by_on, false as is_in_time
"""


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return write_published(tmp_path / "published")


def sheets(database: Path, place: int = 0) -> dict[str, Sheet]:
    return {sheet.key: sheet for sheet in board_reports(database)[place].sheets}


def part(sheet: Sheet, beginning: str) -> Table | Chart:
    return next(one for one in sheet.parts if isinstance(one, Table | Chart) and one.title.startswith(beginning))


def entries(table: Table | Chart, label: str) -> tuple[object, ...]:
    assert isinstance(table, Table)
    return next(row.entries for row in table.rows if row.label == label)


def rate(numerator: float, denominator: float) -> str:
    """A share with its range, worked out by the tests' own formula."""
    low, high = wilson(numerator, denominator)
    digits = 1 if high - low < 0.02 else 0
    return f"{numerator / denominator * 100:.{digits}f} % ({low * 100:.{digits}f} to {high * 100:.{digits}f} %)"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_month_that_has_only_begun_is_no_month_to_report_on() -> None:
    assert month_of(MONTHS, datetime(2026, 5, 31, 23, 59)).key == "2026-04"
    assert month_of(MONTHS, datetime(2026, 6, 1, 0, 0)).key == "2026-05"


def test_the_first_month_is_reported_on_before_it_is_over_because_there_is_no_other() -> None:
    assert month_of(("2026-05",), datetime(2026, 5, 9)).key == "2026-05"
    assert month_of((), datetime(2026, 5, 9)).months == ()


def test_a_quarter_that_is_not_whole_is_called_by_its_months() -> None:
    assert quarter_of("2026-03", MONTHS).months == ("2026-02", "2026-03")
    assert quarter_of("2026-05", MONTHS).name == "April and May 2026"
    assert quarter_of("2026-05", MONTHS).title == "second quarter of 2026, April and May only"
    whole = quarter_of("2026-06", (*MONTHS, "2026-06"))
    assert (whole.key, whole.name) == ("2026-Q2", "the second quarter of 2026")


def test_the_period_before_is_the_month_or_quarter_before_and_no_other(published: Path) -> None:
    facts = open_facts(published)
    assert (facts.period.key, facts.before.months) == ("2026-05", ("2026-04",))
    assert facts.for_period(quarter_of("2026-05", facts.all_months)).before.months == ("2026-03",)
    assert facts.for_period(month_of(("2026-03",), datetime(2027, 1, 1))).before.months == ()


def test_months_are_added_up_by_their_counts_with_the_range_of_the_sum() -> None:
    found = pooled([{"numerator": 30, "n": 40, "unknown_n": 5}, {"numerator": 45, "n": 60, "unknown_n": 0}])
    low, high = wilson(75, 100)
    assert (found.value, found.n) == (0.75, 100)
    assert math.isclose(found.low or 0, low) and math.isclose(found.high or 0, high)


def test_a_sum_of_months_is_withheld_by_the_rules_of_the_marts() -> None:
    assert pooled([{"numerator": 5, "n": 9}, {"numerator": 6, "n": 10}]).reason == "Fewer than 20 cases"
    assert pooled([{"numerator": 5, "n": 10}, {"numerator": 6, "n": 10}]).is_shown
    assert pooled([{"numerator": 50, "n": 69, "unknown_n": 31}]).reason == "More than 30 % could not be told"
    assert pooled([{"numerator": 50, "n": 70, "unknown_n": 30}]).is_shown
    told = pooled([{"numerator": 5, "n": 40}, {"numerator": None, "n": 40, "withheld_reason": "Nobody asked"}])
    assert told.reason == "Nobody asked"


def test_a_mean_of_several_months_has_the_range_of_independent_errors(tmp_path: Path) -> None:
    change_costs = (
        "update marts.measure_population_read set numerator = 300, denominator = 100, n = 100, value = 3, "
        "value_low = 2.7, value_high = 3.3 where metric = 'cost_per_contact' and period = '2026-04'; "
        "update marts.measure_population_read set numerator = 1200, denominator = 300, n = 300, value = 4, "
        "value_low = 3.6, value_high = 4.4 where metric = 'cost_per_contact' and period = '2026-05'"
    )
    facts = open_facts(write_published(tmp_path, change_costs))
    found = read(facts.for_period(quarter_of("2026-05", facts.all_months)), "ai", "cost_per_contact")
    assert isinstance(found, Figure)
    # (300 + 1200) / 400, and the root of (100 x 0.3)^2 + (300 x 0.4)^2 over 400.
    assert found.value == 3.75
    assert math.isclose(found.high or 0, 3.75 + math.hypot(30, 120) / 400)
    assert math.isclose(found.low or 0, 3.75 - math.hypot(30, 120) / 400)


def test_a_cost_per_outcome_of_several_months_has_the_range_of_its_share_of_outcomes(tmp_path: Path) -> None:
    change_costs = (
        "update marts.measure_population_read set numerator = 600, denominator = 50, n = 80, value = 12, "
        "value_low = 11, value_high = 13, is_withheld = false, withheld_reason = null "
        "where metric = 'cost_per_verified' and period in ('2026-04', '2026-05')"
    )
    facts = open_facts(write_published(tmp_path, change_costs))
    found = read(facts.for_period(quarter_of("2026-05", facts.all_months)), "human", "cost_per_verified")
    assert isinstance(found, Figure)
    low, high = wilson(100, 160)
    assert found.value == 12
    assert math.isclose(found.low or 0, 1200 / (160 * high)) and math.isclose(found.high or 0, 1200 / (160 * low))


def test_a_median_of_several_months_is_told_month_by_month(published: Path) -> None:
    facts = open_facts(published)
    found = read(facts.for_period(quarter_of("2026-05", facts.all_months)), "human", "first_response_p50_seconds")
    # 5,820 s in April; 3 % more in May: 5,994.6 s.
    assert plain(str(found)) == "April 1 h 37 min; May 1 h 40 min"


def test_a_change_within_noise_is_called_so() -> None:
    before, small, large = (Figure(value, "share", n=400) for value in (0.80, 0.81, 0.60))
    moved_little, moved = change(small, before), change(large, before)
    assert moved_little and is_noise(moved_little)
    assert moved and not is_noise(moved)
    assert change(Figure(None, "share"), before) is None


def test_every_report_has_its_ten_sheets_in_order(published: Path) -> None:
    found = board_reports(published)
    assert [report.key for report in found] == ["2026-05", "2026-Q2"]
    assert [tuple(sheet.key for sheet in report.sheets) for report in found] == [SHEETS, SHEETS]


def test_a_quarter_of_which_one_month_is_loaded_has_no_report_of_its_own(tmp_path: Path) -> None:
    only_may = "delete from marts.measure_population_read where period < '2026-05' and period <> 'all'"
    assert [report.key for report in board_reports(write_published(tmp_path, only_may))] == ["2026-05"]


def test_the_answer_of_a_month_is_that_month_and_not_the_whole_time(published: Path) -> None:
    # The fixture's shares of May: 5,683 / 7,455 and 5,911 / 10,372 less three points, of 32 % of the contacts.
    people_n, ai_n = round(7_455 * 0.32), round(10_372 * 0.32)
    people, ai = round((5_683 / 7_455 - 0.03) * people_n), round((5_911 / 10_372 - 0.03) * ai_n)
    assert plain(sheets(published)["answer"].headline) == (
        f"In May 2026, nobody came back within 7 days after {rate(ai, ai_n)} of the AI's contacts and "
        f"{rate(people, people_n)} of people's: what the AI answers holds less well."
    )


def test_the_answer_of_a_quarter_adds_up_its_months(published: Path) -> None:
    people_n, ai_n = ([round(n * part) for part in (0.33, 0.32)] for n in (7_455, 10_372))
    people = round(5_683 / 7_455 * people_n[0]) + round((5_683 / 7_455 - 0.03) * people_n[1])
    ai = round(5_911 / 10_372 * ai_n[0]) + round((5_911 / 10_372 - 0.03) * ai_n[1])
    assert plain(sheets(published, 1)["answer"].headline) == (
        f"In April and May 2026, nobody came back within 7 days after {rate(ai, sum(ai_n))} of the AI's contacts and "
        f"{rate(people, sum(people_n))} of people's: what the AI answers holds less well."
    )


def test_the_answer_tells_how_both_moved_since_the_month_before(published: Path) -> None:
    (moved,) = [lead.text for lead in sheets(published)["answer"].leads if lead.text.startswith("Against")]
    assert moved.startswith("Against April 2026: People -")
    assert moved.count(", down") == 2


def test_the_money_sheet_shows_what_breaks_the_contract_and_until_when(tmp_path: Path) -> None:
    money = sheets(write_published(tmp_path, BILL))["money"]
    assert plain(money.headline).endswith("; 15.00 USD of the 100.00 USD billed by Ada breaks the contract.")
    assert plain(money.leads[0].text) == "Claim back 15.00 USD (30 lines of Ada, May 2026) by 30 July 2026."
    assert not any("March" in lead.text for lead in money.leads)
    assert any("40 lines are too early to judge, so this price can still fall" in lead.text for lead in money.leads)
    bill = part(money, "The bill of Ada")
    assert [plain(str(entry)) for entry in entries(bill, "The whole bill")] == ["200", "100.00 USD", "", "15.00 USD"]
    share_of_lines = entries(bill, "Came back")[2]
    assert isinstance(share_of_lines, Figure)
    assert plain(share_of_lines.said) == rate(30, 200)
    chart = part(money, "What became of each billed amount")
    assert isinstance(chart, Chart)
    assert sum(series.figures[0].value or 0 for series in chart.series if series.figures[0]) == pytest.approx(1)


def test_further_bills_and_many_states_are_told_in_fewer_rows_that_still_add_up(tmp_path: Path) -> None:
    more = f"""{BILL};
insert into marts.measure_invoice_audit by name
select 'beta' as vendor, '2026-05' as period, 1 as state_order, 'verified' as state, 'Verified' as state_label,
       8 as lines, 4.00 as amount, 0 as disputed_amount, 0 as contract_disputed_amount, 'USD' as currency;
insert into marts.measure_invoice_audit by name
select 'ada' as vendor, '2026-05' as period, 9 + i as state_order, 'state' || i as state, 'State ' || i as state_label,
       10 as lines, 5.00 as amount, 5 as disputed_amount, 1.00 as contract_disputed_amount, 'USD' as currency
from range(10) as states(i)
"""
    money = sheets(write_published(tmp_path, more))["money"]
    bill = part(money, "The bill of Ada")
    assert isinstance(bill, Table)
    assert len(bill.rows) == 10
    # Three states and ten more: eight alone, five together.
    assert [plain(str(entry)) for entry in entries(bill, "All others")][:2] == ["50", "25.00 USD"]
    assert [plain(str(entry)) for entry in entries(bill, "The whole bill")] == ["300", "150.00 USD", "", "25.00 USD"]
    assert sum(int(str(row.entries[0])) for row in bill.rows[:-1]) == 300
    beta = entries(part(money, "The other bills"), "Beta")
    assert [plain(str(entry)) for entry in beta] == ["8", "4.00 USD", "0.00 USD"]
    assert "25.00 USD of the 154.00 USD billed by 2 vendors breaks the contract" in plain(money.headline)


def test_a_month_without_a_bill_says_so(published: Path) -> None:
    assert sheets(published)["money"].headline.endswith("; no vendor bill for May 2026 was loaded.")


def test_deflection_is_drawn_as_its_four_parts_or_not_at_all(tmp_path: Path) -> None:
    whole = part(sheets(write_published(tmp_path / "whole"))["customers"], "What became of customers")
    assert isinstance(whole, Chart)
    counts = [round(n * 0.32) for n in (5_911, 1_264, 1_173, 2_024)]
    drawn = [series.figures[0] for series in whole.series]
    assert [figure.value for figure in drawn if figure] == [n / round(10_372 * 0.32) for n in counts]
    hide = (
        "update marts.measure_resolution_ladder set is_withheld = true, value = null where rung = 'deflected_unknown'"
    )
    hidden = part(sheets(write_published(tmp_path / "hidden", hide))["customers"], "What became of customers")
    assert isinstance(hidden, Chart)
    assert not hidden.is_drawn
    assert [series.figures[0] for series in hidden.series] == [None] * 4


def test_only_the_prudent_end_of_what_stayed_is_claimed(tmp_path: Path) -> None:
    row = (
        "insert into marts.grow_retained_value by name select 'verified' as exposure, 'all' as population, "
        "4860 as customers_point, 1282.02 as customers_prudent, 90000 as point_value, {value} as prudent_value, "
        "6 as horizon_months, 'USD' as currency, false as is_withheld, 'More stayed.' as sentence"
    )
    leads = [
        lead.text for lead in sheets(write_published(tmp_path / "a", row.format(value=25_640.4)))["customers"].leads
    ]
    assert plain(leads[1]).startswith("At least 1,282 customers and 25,640.40 USD within 6 months stayed because of it")
    assert "4,860" not in " ".join(leads)


def test_withheld_numbers_are_collected_with_their_reasons(published: Path) -> None:
    found = sheets(published)
    hidden = dict(withheld(tuple(found[key] for key in SHEETS[:7])))
    assert (
        hidden["Both populations on one page: Satisfied customers, AI"]
        == "Only 41 answers were given; below 50 no rate is shown."
    )
    assert f"{len(hidden)} numbers of this report are not shown" in found["unknown"].headline


@pytest.mark.parametrize("key", SHEETS)
def test_every_headline_is_a_sentence_and_every_empty_part_says_why(key: str, tmp_path: Path) -> None:
    everything_gone = "; ".join(f"delete from marts.{mart}" for mart in READS) + "; delete from meta.gate_results"
    for place, gone in enumerate(("", SPARSE, everything_gone)):
        for report in board_reports(write_published(tmp_path / str(place), gone)):
            sheet = next(one for one in report.sheets if one.key == key)
            assert sheet.headline.endswith(".") and sheet.headline[:1].isupper() | sheet.headline[:1].isdigit()
            for one in sheet.parts:
                if (isinstance(one, Table) and not one.rows) or (isinstance(one, Chart) and not one.is_drawn):
                    assert one.empty


def without_ai(table: str, columns: object) -> str:
    if re.match("(measure_(invoice|dispute)|process_(governance|use_cases)|grow_use_cases|enable_|perform_)", table):
        return "true"
    return "population = 'ai'" if "population" in list(columns) else "false"  # type: ignore[call-overload]


def test_a_house_of_people_alone_without_shifts_or_reviews_gets_its_ten_sheets(tmp_path: Path) -> None:
    database = write_changed(write_published(tmp_path / "whole"), tmp_path / "alone", without_ai)
    for place in (0, 1):
        found = sheets(database, place)
        assert tuple(found) == SHEETS
        assert found["answer"].headline.endswith("of people's contacts; no AI answers customers here.")
        assert "no cost of an AI is known" in found["money"].headline or "is not known" in found["money"].headline
        assert found["people"].headline.startswith("No shifts, no coaching and no hire dates were loaded")
        assert found["plan"].headline.startswith("No forecast of contacts or no plan of shifts was loaded")
        assert found["governance"].headline.startswith("No use of AI is registered; no AI conversation was loaded")


def test_every_number_of_a_page_names_the_row_that_it_comes_from(published: Path) -> None:
    names = re.findall(r'data-cell="([^"]+)"', html(board_reports(published)[0]))
    assert len(names) > 60
    with duckdb.connect(str(published), read_only=True) as connection:
        for name in names:
            # The lines of the summary have a name of their own.
            if name.startswith("board_summary/"):
                continue
            mart, keys, asked = json.loads(unescape(name).rpartition("/")[0])
            where = " and ".join(f"{key} = ?" for key in keys)
            rows = connection.execute(
                f"select count(*) from marts.{mart} where {where}", list(keys.values())
            ).fetchone()
            assert rows == (1,), name
            assert asked


def test_words_of_the_data_cannot_become_tags(tmp_path: Path) -> None:
    database = write_published(tmp_path, "update meta.build set company = 'A <b>bold</b> & co'")
    page = html(board_reports(database)[0])
    assert "<b>bold</b>" not in page
    assert "A &lt;b&gt;bold&lt;/b&gt; &amp; co" in page


def test_the_sheets_are_handed_over_month_first_and_alike_each_time(published: Path, tmp_path: Path) -> None:
    first, second = (write_sheets(published, tmp_path / name) for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()
    table = pq.read_table(first).to_pylist()
    assert [(row["report"], row["period"]) for row in table] == [
        ("2026-05", "May 2026"),
        ("2026-Q2", "Second quarter of 2026, April and May only"),
    ]
    assert [row["html"].count('<section class="sheet"') for row in table] == [10, 10]
    assert [row["html"].count("<h1>") for row in table] == [1, 1]


def test_the_last_sheet_carries_the_fingerprint_of_the_published_file(published: Path) -> None:
    run = part(sheets(published)["provenance"], "The run and its file")
    assert entries(run, "Fingerprint of the published file") == (fingerprint(published),)
    assert entries(run, "Run") == (RUN_ID,)
    before = fingerprint(published)
    with duckdb.connect(str(published)) as connection:
        connection.execute("update marts.board_summary set headline = 'Another'")
    assert fingerprint(published) != before


def test_a_report_on_an_invented_company_says_so_on_every_sheet_and_at_its_head(published: Path) -> None:
    report: Report = board_reports(published)[0]
    assert "(invented company)" in report.foot
    assert report.invented.startswith(f"{COMPANY} is an invented company")
    assert html(report).count("is an invented company") == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (share(0.125), "13 %"),
        (share(0.7623), "76 %"),
        (duration(97), "1 min 37 s"),
        (duration(5_820), "1 h 37 min"),
        (points(0.0453), "+4.5 points"),
        (points(-0.0004), "0.0 points"),
        (written(8_203.14, "amount"), "8,203.14 USD"),
        (interval(0.753, 0.772, "share"), "75.3 to 77.2 %"),
        (interval(0.70, 0.75, "share"), "70 to 75 %"),
        (interval(0.5, 0.5, "share"), ""),
        (interval(None, 0.5, "share"), ""),
        (interval(0.0032, 0.0065, "points"), "+0.3 to +0.7 points"),
        (interval(3.2, 6.5, "per_1000"), "3.2 to 6.5 in 1,000"),
        (month_name("2026-03"), "March 2026"),
    ],
)
def test_numbers_are_written_as_on_the_other_pages(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_two_prints_of_one_report_are_the_same_bytes() -> None:
    first = b"/CreationDate (D:20260601020304+00'00')\n/ModDate (D:20260601020304+00'00')"
    second = b"/CreationDate (D:20271231235959+00'00')\n/ModDate (D:20271231235959+00'00')"
    assert without_time_stamps(first) == without_time_stamps(second)
    assert len(without_time_stamps(first)) == len(first)


def test_sheets_are_counted_and_the_list_of_sheets_is_not() -> None:
    assert count_pages(b"<< /Type /Pages /Count 2 >> << /Type /Page >> << /Type /Page\n>>") == 2


def test_the_published_file_says_whose_data_it_is(published: Path) -> None:
    assert read_build(published) == (COMPANY, date(2026, 6, 1), RUN_ID, True)


def test_a_missing_published_file_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(HavenError, match="haven run"):
        board_reports(tmp_path / "haven.duckdb")


def test_a_published_file_without_its_build_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HavenError, match="does not say what it was built from"):
        board_reports(write_published(tmp_path, "delete from meta.build"))


def test_a_missing_site_is_told_with_the_remedy(tmp_path: Path) -> None:
    settings = replace(load_settings({"HAVEN_DATA_DIR": str(tmp_path)}))
    write_published(settings.published_dir)
    with pytest.raises(HavenError, match="haven report"):
        build_board_report(settings)


def test_a_missing_browser_is_told_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HavenError, match="apt-get install chromium"):
        browser.find_chromium()
