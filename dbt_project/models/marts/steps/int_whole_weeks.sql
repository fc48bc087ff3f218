-- One row per whole local week that was observed, with how many of its judged contacts still wait for their seven days.
with days as (
    select min(opened_local_on) as first_on, max(opened_local_on) as last_on
    from {{ ref('fct_legs') }}
    where is_judged
),

weeks as (
    select
        {{ week_start('opened_local_on') }} as week_start_on,
        count(*) as judged,
        count(case when not is_mature_7d then 1 end) as pending
    from {{ ref('fct_legs') }}
    where is_judged and is_traceable and opened_local_on is not null
    group by 1
)

select
    weeks.week_start_on,
    weeks.judged,
    weeks.pending,
    -- The few that stay open for long are missing from every week alike.
    weeks.pending * 20 <= weeks.judged as is_mature,
    cast(row_number() over (order by weeks.week_start_on desc) as bigint) as weeks_ago
from weeks
cross join days
where weeks.week_start_on >= days.first_on
    and cast({{ add_days('cast(weeks.week_start_on as timestamp)', 6) }} as date) < days.last_on
