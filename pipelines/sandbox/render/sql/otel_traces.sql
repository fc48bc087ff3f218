-- One row per conversation with an AI: its trace as one export request. The AI first routes, then looks up: each step is an agent
-- that asks the model and calls a tool, and the whole is an agent, too, that repeats what its steps used.
with told as ($TOLD), steps as (
    select split_part(record ->> 'event_id', ':', 3) as trace, cast(split_part(record ->> 'event_id', ':', 4) as bigint) as n,
        split_part(record ->> 'conversation_id', ':', 2) as conversation, split_part(record ->> 'actor_id', ':', 2) as version,
        epoch_us(cast(record ->> 'occurred_at' as timestamptz)) * 1000 as began, record ->> 'sub_agent' as sub_agent,
        record ->> 'tool_name' as tool, 700 + cast(split_part(record ->> 'event_id', ':', 3) as bigint) % 400 as tokens
    from (select json(record) as record from told) where record ->> 'event_type' = 'action'
), spans as (
    select trace, conversation, version, min(began) as began, 0 as n, 'agent' as kind, 'assistant' as name, null as tool,
        0 as place, 900 as lasts, sum(tokens + n) as tokens
    from steps group by trace, conversation, version
    union all select trace, conversation, version, began, n, 'agent', sub_agent, null, n * 100, 90, tokens + n from steps
    union all select trace, conversation, version, began, n, 'model', 'gpt-4o-mini', null, n * 100, 50, tokens + n from steps
    union all select trace, conversation, version, began, n, 'tool', sub_agent, tool, n * 100 + 60, 20, null from steps
), written as (
    select *, trace::bigint % 2 = 0 as is_old, began + place * 1000000 as start_at from spans
), told_spans as (
    select trace, conversation, version, began, n, kind, to_json({'traceId': md5('trace ' || trace),
        'spanId': substr(md5(trace || ' ' || n || kind), 1, 16),
        'parentSpanId': case when n = 0 then '' when kind = 'agent' then substr(md5(trace || ' 0agent'), 1, 16)
            else substr(md5(trace || ' ' || n || 'agent'), 1, 16) end,
        'name': case kind when 'agent' then 'invoke_agent ' || name when 'model' then 'chat ' || name else 'execute_tool ' || tool end,
        'kind': case kind when 'model' then 3 else 1 end, 'startTimeUnixNano': start_at::varchar,
        'endTimeUnixNano': (start_at + lasts * 1000000)::varchar,
        'attributes': list_filter([
            attribute('gen_ai.operation.name', 'stringValue', case kind when 'agent' then 'invoke_agent' when 'model' then 'chat'
                else 'execute_tool' end),
            attribute(case when is_old then 'gen_ai.system' else 'gen_ai.provider.name' end, 'stringValue', 'openai'),
            attribute('gen_ai.conversation.id', 'stringValue', case when n = 0 then conversation end),
            attribute('gen_ai.agent.name', 'stringValue', case kind when 'agent' then name end),
            attribute('gen_ai.agent.version', 'stringValue', case when n = 0 then version end),
            attribute('gen_ai.request.model', 'stringValue', case kind when 'model' then name end),
            attribute('gen_ai.tool.name', 'stringValue', tool),
            attribute('gen_ai.input.messages', 'stringValue', case kind when 'model' then '[{"role":"user"}]' end),
            attribute(case when is_old then 'gen_ai.usage.prompt_tokens' else 'gen_ai.usage.input_tokens' end, 'intValue',
                tokens::varchar),
            attribute(case when is_old then 'gen_ai.usage.completion_tokens' else 'gen_ai.usage.output_tokens' end, 'intValue',
                (tokens // 10)::varchar)
        ], lambda a: a is not null), 'status': {'code': 1}}) as span
    from written
)
select trace, any_value(began) as moment, strftime(make_timestamp(any_value(began) // 1000), '%Y-%m-%d') as day, count(*) as spans,
    to_json({'resourceSpans': [{'resource': {'attributes': [attribute('service.name', 'stringValue', 'assistant'),
        attribute('haven.source', 'stringValue', 'ada')]},
        'scopeSpans': [{'scope': {'name': 'assistant'}, 'spans': list(span order by n, kind)}]}]}) as request
from told_spans group by trace
