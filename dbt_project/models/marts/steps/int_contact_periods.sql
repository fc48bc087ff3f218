-- One row per conversation and reporting period it belongs to: all time, and the local month it was opened in.
select
    conversation_id,
    'all' as period,
    cast(null as date) as period_start_on
from {{ ref('fct_conversations') }}
union all
select
    conversation_id,
    {{ month_key('opened_local_on') }} as period,
    {{ month_start('opened_local_on') }} as period_start_on
from {{ ref('fct_conversations') }}
where opened_local_on is not null
