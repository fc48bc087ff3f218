-- One row per leg and pool of cost it takes a share of, with the weight of that share.
with legs as (
    select
        measured.leg_id,
        measured.conversation_id,
        measured.actor_id,
        measured.population,
        measured.handle_seconds,
        screened.channel,
        case when measured.population = 'ai' then coalesce(agents.vendor, '') end as vendor,
        {{ month_start('measured.started_at') }} as cost_month,
        row_number() over (
            partition by measured.conversation_id, measured.population order by measured.leg_number desc
        ) as from_last
    from {{ ref('int_legs_measured') }} as measured
    inner join {{ ref('int_conversations_screened') }} as screened
        on measured.conversation_id = screened.conversation_id
    left join {{ ref('int_agents_merged') }} as agents on measured.actor_id = agents.agent_id
),

traced as (
    select conversation_id, cast(sum(coalesce(tokens_in, 0) + coalesce(tokens_out, 0)) as bigint) as tokens
    from {{ ref('int_conversation_events_ordered') }}
    where actor_type = 'ai' and coalesce(tokens_in, tokens_out) is not null
    group by conversation_id
),

weighted as (
    select 'agent' as basis, actor_id as basis_key, cost_month, leg_id, handle_seconds as weight
    from legs
    where handle_seconds > 0 and actor_id is not null
    union all
    select 'agent' as basis, actor_id as basis_key, cost_month, leg_id, cast(1 as bigint) as weight
    from legs
    where population = 'ai' and actor_id is not null
    union all
    select 'human_pool' as basis, '' as basis_key, cost_month, leg_id, handle_seconds as weight
    from legs
    where handle_seconds > 0
    union all
    select 'voice_pool' as basis, '' as basis_key, cost_month, leg_id, handle_seconds as weight
    from legs
    where handle_seconds > 0 and channel = 'voice'
    union all
    select 'ai_pool' as basis, vendor as basis_key, cost_month, leg_id, cast(1 as bigint) as weight
    from legs
    where population = 'ai' and from_last = 1
    union all
    select 'ai_pool' as basis, '*' as basis_key, cost_month, leg_id, cast(1 as bigint) as weight
    from legs
    where population = 'ai' and from_last = 1
    union all
    -- A model's bill names days and projects, never a conversation: an AI of one's own bears it by the tokens traced.
    select 'token_pool' as basis, '' as basis_key, legs.cost_month, legs.leg_id, traced.tokens as weight
    from legs
    inner join traced on legs.conversation_id = traced.conversation_id
    where legs.population = 'ai' and legs.from_last = 1 and legs.vendor = '' and traced.tokens > 0
    union all
    select
        'conversation' as basis,
        conversation_id || '|' || population as basis_key,
        cast(null as date) as cost_month,
        leg_id,
        cast(1 as bigint) as weight
    from legs
    where population is not null and from_last = 1
)

select
    weighted.basis,
    weighted.basis_key,
    weighted.cost_month,
    weighted.leg_id,
    legs.conversation_id,
    legs.population,
    nullif(legs.vendor, '') as leg_vendor,
    weighted.weight
from weighted
inner join legs on weighted.leg_id = legs.leg_id
