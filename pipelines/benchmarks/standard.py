"""The standard against the sandbox's own account of what really happened: `python -m pipelines.benchmarks.standard`.

Bias is our number minus the true one; coverage is the share of contacts that we can judge at all. Nothing is asserted:
verified means that nobody came back, and a customer who gave up in silence looks the same.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from pipelines.building import build as build_marts
from pipelines.environment import environment
from pipelines.loading import ensure_raw_tables, load_source
from pipelines.sandbox import running
from pipelines.sandbox.world.catalogue import PRICE_PER_RESOLUTION, VENDOR_CURRENCY
from pipelines.sandbox_run import PLANTS, TIME_ZONE
from pipelines.settings import Settings, load_settings

Rows = list[tuple[Any, ...]]
RATES = "select currency, rate from warehouse.standard.exchange_rates where reporting_currency = 'USD'"
SOURCES = ("zendesk", "ada", "assembled", "drop")

RESOLUTION = """
with ours as (
    select
        conversation_id,
        population,
        is_judged and is_mature_7d and is_traceable as is_judged,
        resolution = 'verified' as is_verified
    from warehouse.core.fct_legs
    where is_contact_leg and is_mature_7d
)
select
    ours.population,
    contacts.channel,
    count(*) as contacts,
    avg(cast(ours.is_judged as int)) as coverage,
    avg(case when ours.is_judged then cast(ours.is_verified as int) end) as verified,
    avg(cast(contacts.is_durable as int)) as resolved_for_good,
    avg(cast(contacts.return_at is null or contacts.return_at > coalesce(contacts.solved_at, contacts.ai_ends_at)
        + 7 * 86400 as int)) as not_back
from ours
inner join contacts using (conversation_id)
group by all
order by 1, 2
"""

# A person is paid for the month whether busy or not, so a channel costs what its people's months cost. Each month is
# shared among the channels by the time really worked on them: a quiet line's idle time is the line's.
LABOUR = """
with work as (
    select
        jobs.agent_id,
        date_trunc('month', to_timestamp(jobs.started_at)) as month_at,
        if(contacts.channel = 'web', 'web_form', contacts.channel) as channel, -- the world's word for a form on the web
        sum(jobs.ended_at - jobs.started_at) as seconds
    from jobs inner join contacts using (contact) group by all
),
true_shares as (
    select channel, sum(share) as months
    from (select channel, seconds / sum(seconds) over (partition by agent_id, month_at) as share from work)
    group by all
),
our_shares as (
    select conversations.channel, sum(ledger.amount) as amount
    from warehouse.core.fct_ledger as ledger
    inner join warehouse.core.fct_conversations as conversations using (conversation_id)
    where ledger.population = 'human' group by all
)
select
    channel,
    coalesce(our_shares.amount, 0) as ours,
    coalesce(true_shares.months, 0) / sum(true_shares.months) over () as true_share,
    coalesce(our_shares.amount, 0) / sum(our_shares.amount) over () as our_share
from true_shares full join our_shares using (channel)
order by 1
"""

# The AI costs what it was billed for, contact by contact, and its share of what is paid for all of it.
MACHINE = """
with fees as (
    select contacts.channel, count(*) * {price} * {rate} as amount
    from bills inner join contacts using (contact) group by all
),
handled as (
    select channel, count(*) / sum(count(*)) over () as share from contacts where is_engaged group by all
),
our_costs as (
    select conversations.channel, sum(ledger.amount) as amount
    from warehouse.core.fct_ledger as ledger
    inner join warehouse.core.fct_conversations as conversations using (conversation_id)
    where ledger.population = 'ai' group by all
)
select channel, coalesce(our_costs.amount, 0), coalesce(fees.amount, 0) + handled.share * {common}
from handled left join fees using (channel) full join our_costs using (channel)
order by 1
"""


def build(settings: Settings, days: int, scale: float) -> Path:
    """Load and build one planted world; returns the folder of its truth."""
    ensure_raw_tables(settings)
    world = settings.sandbox_dir
    with running(world, seed=7, days=days, scale=scale, plants=PLANTS) as env, environment(env):
        for source in SOURCES:
            load_source(source, settings)
    build_marts(settings, marts=("fct_legs", "fct_ledger", "fct_conversations"), tests=False)
    return world / "truth"


def compare(warehouse: Path, truth: Path) -> tuple[Rows, Rows, Rows]:
    """Rows of resolution by population and channel, of people's cost by channel, and of the AI's."""
    paid = json.loads((truth / "truth.json").read_text())["cost_cents"]
    with duckdb.connect() as connection:
        connection.sql(f"attach '{warehouse}' as warehouse (read_only)")
        for path in truth.glob("*.parquet"):
            connection.sql(f"create view {path.stem} as select * from '{path}'")
        rates = dict(connection.sql(RATES).fetchall())
        common = sum(cents * float(rates[key[-3:]]) / 100 for key, cents in paid.items() if ":ai:" in key)
        machine = MACHINE.format(price=PRICE_PER_RESOLUTION, rate=rates[VENDOR_CURRENCY], common=common)
        return tuple(connection.sql(query).fetchall() for query in (RESOLUTION, LABOUR, machine))  # type: ignore[return-value]


def _bias(ours: float | None, true: float | None) -> float | None:
    return None if ours is None or true is None else ours - true


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--scale", type=float, default=0.5)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings({"HAVEN_DATA_DIR": folder, "HAVEN_TIME_ZONE": TIME_ZONE})
        resolution, labour, machine = compare(settings.warehouse, build(settings, given.days, given.scale))
    print("verified within 7 days, against what really happened (all four faults planted)")
    titles = ("contacts", "coverage", "verified", "not back", "bias", "resolved", "bias")
    print(f"{'':20}" + "".join(f"{title:>10}" for title in titles))
    for population, channel, n, coverage, verified, resolved, not_back in resolution:
        numbers = [coverage, verified, not_back, _bias(verified, not_back), resolved, _bias(verified, resolved)]
        cells = "".join(f"{'unknown':>10}" if number is None else f"{number:10.3f}" for number in numbers)
        print(f"{population:7}{channel:13}{n:10,}{cells}")
    print("\npeople's cost by channel, as a share of all of it")
    print(f"{'':20}{'ledger':>12}{'ours':>8}{'true':>8}{'bias':>8}")
    for channel, amount, true_share, our_share in labour:
        print(f"{channel:20}{amount:12,.2f}{our_share:8.3f}{true_share:8.3f}{our_share - true_share:+8.3f}")
    print("\nthe AI's cost by channel, fees and its share of platform and supervision")
    print(f"{'':20}{'ledger':>12}{'true':>12}{'bias':>8}")
    for channel, ours, true in machine:
        bias = _bias(ours and float(ours), true and float(true))
        print(f"{channel:20}{ours or 0:12,.2f}{true or 0:12,.2f}{(bias or 0) / float(true or 1):+8.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
