-- One row per change that reached people before the AI: the AI on the intents it touches and on all others, while only
-- people knew of it and at all other times.
with lags as (
    select
        change_id,
        subject,
        intents,
        cast(live_for_humans_at as date) as from_on,
        cast(live_for_ai_at as date) as until_on
    from {{ ref('fct_changes') }}
    where live_for_ai_at > live_for_humans_at and intents is not null
),

placed as (
    select
        lags.change_id,
        lags.subject,
        lags.from_on,
        lags.until_on,
        lags.intents like '%"' || cells.intent_id || '"%' as is_touched,
        -- The days on which it went live are neither.
        case
            when cells.opened_local_on in (lags.from_on, lags.until_on) then null
            else cells.opened_local_on > lags.from_on and cells.opened_local_on < lags.until_on
        end as is_inside,
        cells.judged,
        cells.verified
    from {{ ref('int_resolution_cells') }} as cells
    cross join lags
    where cells.population = 'ai'
)

select
    'change_lag' as kind,
    'ai' as population,
    change_id as place,
    'the AI on what "' || subject || '" touches, while only people knew of it' as place_label,
    'its other contacts, and its contacts before and after' as comparison_label,
    from_on as period_start_on,
    until_on as period_end_on,
    cast(sum(case when is_touched and is_inside then verified else 0 end) as bigint) as x1,
    cast(sum(case when is_touched and is_inside then judged else 0 end) as bigint) as n1,
    cast(sum(case when not is_touched and is_inside then verified else 0 end) as bigint) as x2,
    cast(sum(case when not is_touched and is_inside then judged else 0 end) as bigint) as n2,
    cast(sum(case when is_touched and not is_inside then verified else 0 end) as bigint) as x3,
    cast(sum(case when is_touched and not is_inside then judged else 0 end) as bigint) as n3,
    cast(sum(case when not is_touched and not is_inside then verified else 0 end) as bigint) as x4,
    cast(sum(case when not is_touched and not is_inside then judged else 0 end) as bigint) as n4
from placed
group by change_id, subject, from_on, until_on
