-- A row here means that rows were lost or doubled between the two layers it names.
with counts as (
    select
        'source conversations -> fct_conversations' as step,
        (select count(*) from {{ ref('int_conversations_unioned') }}) as before_count,
        (select sum(source_records) from {{ ref('fct_conversations') }}) as after_count
    union all
    select
        'fct_conversations -> fct_legs' as step,
        (select sum(legs) from {{ ref('fct_conversations') }}) as before_count,
        (select count(*) from {{ ref('fct_legs') }}) as after_count
    union all
    select
        'source events -> fct_legs' as step,
        (select count(*) from {{ ref('int_conversation_events_unioned') }}) as before_count,
        (select sum(events) from {{ ref('fct_legs') }}) + (select count(*) from {{ ref('int_events_unattributed') }})
            as after_count
    union all
    select
        'contacts -> measure_population_read' as step,
        (select count(*) from {{ ref('fct_conversations') }} where is_contact) as before_count,
        (
            select sum(cast(numerator as bigint))
            from {{ ref('measure_population_read') }}
            where metric = 'contacts' and period = 'all'
        ) as after_count
    union all
    select
        'source claims -> fct_outcome_claims' as step,
        (select count(*) from {{ ref('int_outcome_claims_unioned') }}) as before_count,
        (select count(*) from {{ ref('fct_outcome_claims') }}) as after_count
    union all
    select
        'source ratings -> fct_ratings' as step,
        (select count(*) from {{ ref('int_ratings_unioned') }}) as before_count,
        (select count(*) from {{ ref('fct_ratings') }}) as after_count
)

select step, before_count, after_count
from counts
where coalesce(before_count, 0) <> coalesce(after_count, 0)
