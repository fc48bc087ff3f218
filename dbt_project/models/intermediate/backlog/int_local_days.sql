-- One row per local day of the company from its first contact to the day until which we have seen, with its end in UTC.
with range_known as (
    select
        cast(min(moves.moved_on) as timestamp) as first_at,
        max({{ to_local('horizon.observed_until', "'" ~ var('company_time_zone') ~ "'") }}) as last_at,
        max(horizon.observed_until) as observed_until
    from {{ ref('int_backlog_moves') }} as moves
    cross join {{ ref('int_horizon_found') }} as horizon
),

days as (
    select day_at, observed_until
    from range_known {{ lateral_explode(interval_starts('first_at', 'last_at', 86400), 'day_at') }}
),

ended as (
    select
        *,
        {{ local_to_utc(add_days('day_at', 1), "'" ~ var('company_time_zone') ~ "'") }} as ends_at
    from days
)

select
    cast(day_at as date) as local_on,
    least(ends_at, observed_until) as seen_until,
    ends_at <= observed_until as is_complete
from ended
