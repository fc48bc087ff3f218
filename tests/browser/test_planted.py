"""The planted cases as a leader meets them: what the first sentence names, and what the money page disputes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipelines.reporting.browser import open_browser
from tests.browser.conftest import Build, Built
from tests.browser.expected import sentence
from tests.browser.test_site import Reader, read, wrong_cells

pytestmark = pytest.mark.browser

COHORT = (
    "People hired 2026-04, contacts about billing: 21 points (12 to 30) fewer verified resolutions than the same "
    "month's other cohorts; consistent with a training gap (refund-module)."
)
# One cohort with a gap; a bill of which 40 lines can be disputed and 10 no longer can, at 0.99 each; ten weeks of a
# chart from 2 March to 4 May, two events within them and one after.
PLANTED = f"""
insert into marts.improve_findings by name
select
    1 as rank, 'change' as kind, 'human' as population, '2026-04 on billing' as place, $${COHORT}$$ as sentence,
    'consistent with' as verdict, 'verified_resolution_7d' as measure, -0.21 as effect, -0.30 as effect_low,
    -0.12 as effect_high, 300 as n, 9.5 as contacts_a_week, 'Head of support' as owner,
    'Have those concerned complete refund-module' as next_step, 'measure_resolution_gaps' as evidence;
insert into marts.measure_dispute_lines by name
select
    'claim ' || line as claim_id, 'ada' as vendor, if(line <= 40, '2026-05', '2026-03') as period,
    'invoice' as invoice_id, 'c' || line as source_conversation_id, 'ada:c' || line as conversation_id,
    'resolved' as outcome, timestamp '2026-05-02 10:00:00' as claimed_at, 'contract' as basis,
    'repeat' as dispute_reason,
    'The customer came back' as reason_label, 'Paid only when the customer does not come back' as rule,
    0.99 as billed_amount, 0.99 as disputed_amount, 'USD' as currency,
    if(line <= 40, date '2026-06-20', date '2026-04-20') as dispute_by_on, line <= 40 as is_in_time
from generate_series(1, 50) as lines(line);
insert into marts.improve_control_charts by name
select
    'human' as population, 'verified_resolution_7d' as measure,
    date '2026-03-02' + cast(week * 7 as integer) as week_start_on,
    200 as n, 0.8 as value, 0.8 as centre, 0.7 as limit_low, 0.9 as limit_high, false as is_frozen, false as is_signal,
    false as is_cusum_signal
from generate_series(0, 9) as weeks(week);
insert into marts.improve_event_chains by name
select label as chain_id, 'event' as kind, label as event_label, happened_on, false as is_signal
from (
    values ('Outage of the shop', date '2026-03-20'), ('Spring sale', date '2026-04-10'), ('Later', date '2026-05-20')
) as events(label, happened_on);
"""


@pytest.fixture(scope="module")
def planted(build: Build) -> Built:
    return build(PLANTED)


@pytest.fixture(scope="module")
def reader(planted: Built) -> Iterator[Reader]:
    with open_browser() as window, read(window, planted.site) as opened:
        yield opened


def told(reader: Reader, page: str) -> str:
    reader.open(page)
    return " ".join(reader.tab.locator(".answer").inner_text().split())


def test_the_first_sentence_of_the_overview_names_the_cohort_with_the_training_gap(reader: Reader) -> None:
    assert told(reader, "/").startswith(sentence(COHORT))


def test_the_money_page_says_how_much_is_disputed_and_what_can_still_be(reader: Reader, planted: Built) -> None:
    assert "50 billed lines worth 49.50 USD do not meet the contract; 39.60 USD of it can still be" in told(
        reader, "/money/"
    )
    assert wrong_cells(reader, planted.published, "/money/") == {}
    links = reader.tab.locator("a[href^='/disputes/'][href$='.csv']")
    assert links.count() == 2


def test_events_within_a_drawing_over_time_are_marked_and_named_and_others_are_not(reader: Reader) -> None:
    reader.open("/changes/")
    drawing = reader.tab.locator(".panels .timeline").first
    named = " ".join(reader.tab.locator(".what-happened").inner_text().split())
    assert named == "1 Outage of the shop, 20 March 2026 2 Spring sale, 10 April 2026"
    assert drawing.locator(".happened").count() == 2
    # 18 of the 63 days between the first and the last week.
    left = drawing.locator(".happened").first.evaluate("mark => parseFloat(mark.style.left)")
    assert left == pytest.approx(100 * 18 / 63, abs=0.1)
