-- One row per step of an AI at work: each tool it called, and each answer of a model that led to no tool.
-- Tokens count once: an agent repeats what its steps used, so only what the models reported counts, and the outermost
-- agent's number where the trace holds no model's. They belong to the first tool that they led to.
with spans as (
    select * from {{ ref('stg_otel__spans') }}
    where conversation_id is not null
),

counted as (
    select
        spans.*,
        max(case when operation in ('chat', 'generate_content', 'text_completion') then 1 else 0 end)
            over (partition by trace_id) as has_model
    from spans
),

steps as (
    select
        counted.*,
        case
            when operation = 'execute_tool' then 'tool'
            when operation in ('chat', 'generate_content', 'text_completion') then 'model'
            when operation = 'invoke_agent' and has_model = 0 and parent_span_id is null
                and coalesce(tokens_in, tokens_out) is not null then 'agent'
        end as kind
    from counted
),

placed as (
    select
        steps.*,
        -- An agent's own tokens belong to the tools within it, a model's to those beside it.
        case when kind = 'agent' then span_id else coalesce(parent_span_id, '') end as turn_id
    from steps
    where kind is not null
),

turns as (
    select
        trace_id,
        turn_id,
        max(case when kind = 'tool' then 1 else 0 end) as has_tool,
        case when count(tokens_in) = count(case when kind <> 'tool' then 1 end) then sum(tokens_in) end as tokens_in,
        case when count(tokens_out) = count(case when kind <> 'tool' then 1 end) then sum(tokens_out) end as tokens_out
    from placed
    group by trace_id, turn_id
),

events as (
    select
        placed.*,
        agents.agent_name as sub_agent,
        turns.has_tool,
        turns.tokens_in as turn_tokens_in,
        turns.tokens_out as turn_tokens_out,
        row_number() over (
            partition by placed.trace_id, placed.turn_id, placed.kind order by placed.end_nanos, placed.span_id
        ) as step_number
    from placed
    inner join turns on placed.trace_id = turns.trace_id and placed.turn_id = turns.turn_id
    left join spans as agents
        on placed.trace_id = agents.trace_id and placed.turn_id = agents.span_id and agents.operation = 'invoke_agent'
)

select
    'otel:' || trace_id || ':' || span_id as event_id,
    conversation_id,
    {{ epoch_to_timestamp('floor(coalesce(end_nanos, start_nanos) / 1000000000)') }} as occurred_at,
    row_number() over (
        partition by conversation_id order by coalesce(end_nanos, start_nanos) asc nulls last, span_id asc
    ) as sequence,
    'action' as event_type,
    actor_id,
    'ai' as actor_type,
    'internal' as visibility,
    cast(null as string) as from_value,
    cast(null as string) as to_value,
    cast(null as bigint) as text_chars,
    cast(null as string) as text_hash,
    tool_name,
    cast(null as string) as article_id,
    cast(case when kind <> 'tool' then tokens_in when step_number = 1 then turn_tokens_in end as bigint) as tokens_in,
    cast(case when kind <> 'tool' then tokens_out when step_number = 1 then turn_tokens_out end as bigint)
        as tokens_out,
    cast(end_nanos - start_nanos as double) / 1000000000 as latency_seconds,
    sub_agent,
    'otel' as source,
    known_at as extracted_at,
    first_known_at,
    {{ epoch_to_timestamp('floor(end_nanos / 1000000000)') }} as source_updated_at
from events
where kind = 'tool' or has_tool = 0
