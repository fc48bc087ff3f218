select to_json({
    'ssot__Id__c': printf('msg-%s-%03d', short_id, number),
    'ssot__AiAgentSessionId__c': session_id,
    'ssot__AiAgentInteractionId__c': printf('i-%s-%03d', short_id, turn),
    'ssot__AiAgentSessionParticipantId__c': case when actor = 0 then 'p-a-' else 'p-u-' end || short_id,
    'ssot__ParentMessageId__c': 'NOT_SET',
    'ssot__AiAgentInteractionMessageType__c': case when actor = 0 then 'Output' else 'Input' end,
    'ssot__AiAgentInteractionMsgContentType__c': 'text/plain',
    'ssot__ContentText__c': words,
    'ssot__MessageSentTimestamp__c': iso_ms(moment),
    'Modality__c': 'Text'
}) as record, moment as created_at from turns order by moment, contact, number
