-- One row per span of an AI at work, with the conversation and the AI version of its trace.
{% set usage = {
    'gen_ai_usage_input_tokens': 'integer', 'gen_ai_usage_prompt_tokens': 'integer',
    'gen_ai_usage_output_tokens': 'integer', 'gen_ai_usage_completion_tokens': 'integer'
} %}
{% set attributes = dict(usage, gen_ai_operation_name='text', gen_ai_conversation_id='text', gen_ai_agent_name='text',
    gen_ai_agent_id='text', gen_ai_agent_version='text', gen_ai_tool_name='text') %}
{% set fields = {
    'trace_id': 'text', 'span_id': 'text', 'parent_span_id': 'text', 'start_nanos': 'text', 'end_nanos': 'text',
    'attributes': attributes, 'resource': {'haven_source': 'text', 'service_name': 'text', 'service_version': 'text'}
} %}
with source as (
    {{ latest_records(source('raw_otel', 'spans'), fields) }}
),

renamed as (
    select
        r.trace_id,
        r.span_id,
        r.parent_span_id,
        r.attributes.gen_ai_operation_name as operation,
        r.attributes.gen_ai_conversation_id as conversation,
        r.attributes.gen_ai_agent_name as agent_name,
        coalesce(r.attributes.gen_ai_agent_id, r.attributes.gen_ai_agent_name, r.resource.service_name) as agent,
        coalesce(r.attributes.gen_ai_agent_version, r.resource.service_version) as agent_version,
        r.attributes.gen_ai_tool_name as tool_name,
        r.resource.haven_source as id_source,
        -- The names of before version 1.37 of the conventions come second.
        coalesce(r.attributes.gen_ai_usage_input_tokens, r.attributes.gen_ai_usage_prompt_tokens) as tokens_in,
        coalesce(r.attributes.gen_ai_usage_output_tokens, r.attributes.gen_ai_usage_completion_tokens) as tokens_out,
        {{ try_cast('r.start_nanos', 'bigint') }} as start_nanos,
        {{ try_cast('r.end_nanos', 'bigint') }} as end_nanos,
        known_at,
        first_known_at
    from source
),

traces as (
    select
        trace_id,
        -- A trace that names two conversations names none.
        case when min(conversation) = max(conversation) then max(conversation) end as conversation,
        -- The outermost agent is who acts; agents within it are its parts.
        max(case when parent_span_id is null then agent end) as agent,
        max(case when parent_span_id is null then agent_version end) as agent_version,
        max(id_source) as id_source
    from renamed
    group by trace_id
)

select
    renamed.trace_id,
    renamed.span_id,
    renamed.parent_span_id,
    renamed.operation,
    renamed.agent_name,
    renamed.tool_name,
    coalesce(traces.id_source, 'otel') || ':' || coalesce(renamed.conversation, traces.conversation) as conversation_id,
    -- Of a vendor's AI, a version is an actor; of one's own, an agent has its versions.
    case
        when traces.id_source is not null then traces.id_source || ':' || coalesce(traces.agent_version, 'unknown')
        else 'otel:' || traces.agent || coalesce(':' || traces.agent_version, '')
    end as actor_id,
    traces.id_source,
    traces.agent as ai_name,
    traces.agent_version as ai_version,
    renamed.tokens_in,
    renamed.tokens_out,
    renamed.start_nanos,
    renamed.end_nanos,
    renamed.known_at,
    renamed.first_known_at
from renamed
left join traces on renamed.trace_id = traces.trace_id
