with both_sides as (select *, unnest(['AGENT', 'USER']) as side from ai_sessions)
select to_json({
    'ssot__Id__c': 'p-' || lower(left(side, 1)) || '-' || short_id,
    'ssot__AiAgentSessionId__c': session_id,
    'ssot__AiAgentSessionParticipantRole__c': side,
    -- Of 15 or 18 characters, as it happens.
    'ssot__ParticipantId__c': case when side = 'AGENT' then '16j000000000001' || case when contact % 2 = 0 then 'AAA' else '' end
        else printf('005%012x', person) end,
    'ssot__ParticipantObject__c': case when side = 'AGENT' then 'GenAiPlannerDefinition' else 'MessagingEndUser' end,
    'ssot__AiAgentApiName__c': case when side = 'AGENT' then 'Northlight_Agent' else 'NOT_SET' end,
    'ssot__AiAgentVersionApiName__c': case when side = 'AGENT' then version_name else 'NOT_SET' end,
    'ssot__AiAgentType__c': 'NOT_SET',
    'ssot__StartTimestamp__c': iso_ms(moment),
    'ssot__EndTimestamp__c': 'NOT_SET'
}) as record, moment as created_at from both_sides order by moment, contact, side
