with numbered as (
    select session_id, short_id, turn, any_value(is_unlabelled) as is_unlabelled, any_value(topic) as topic,
        min(moment) as began, max(moment) as ended
    from turns group by session_id, short_id, turn
)
select to_json({
    'ssot__Id__c': printf('i-%s-%03d', short_id, turn),
    'ssot__AiAgentSessionId__c': session_id,
    'ssot__AiAgentInteractionType__c': 'TURN',
    -- Before the customer has said anything there is no topic.
    'ssot__TopicApiName__c': case when is_unlabelled or turn = 0 then 'NOT_SET' else topic end,
    'ssot__StartTimestamp__c': iso_ms(began),
    'ssot__EndTimestamp__c': iso_ms(ended),
    'ssot__PrevInteractionId__c': case when turn = 0 then 'NOT_SET' else printf('i-%s-%03d', short_id, turn - 1) end,
    'ssot__TelemetryTraceId__c': 'NOT_SET',
    'ssot__AttributeText__c': '{&quot;internalTraceId&quot;:&quot;' || short_id || '&quot;}'
}) as record, began as created_at from numbered order by began, short_id, turn
