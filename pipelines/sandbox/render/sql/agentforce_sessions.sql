select to_json({
    'ssot__Id__c': session_id,
    'ssot__StartTimestamp__c': iso_ms(moment),
    'ssot__EndTimestamp__c': case when last_at + 1800 < world_end() then iso_ms(last_at) else 'NOT_SET' end,
    -- The words for an end contradict each other from page to page of the vendor's documentation.
    'ssot__AiAgentSessionEndType__c': case when is_handed is true then ['Escalated', 'escalated'][contact % 2 + 1]
        else ['Completed', 'USER_ENDED', 'NOT_SET'][contact % 3 + 1] end,
    'ssot__AiAgentChannelType__c': case when is_test then 'Builder' else 'SCRT2 - EmbeddedMessaging' end,
    'ssot__RelatedMessagingSessionId__c': '0Mw' || short_id,
    'ssot__RelatedVoiceCallId__c': 'NOT_SET',
    'ssot__IndividualId__c': case when is_anonymous_in_chat then 'NOT_SET' else printf('%018x', person + 1) end,
    'ssot__PreviousSessionId__c': 'NOT_SET',
    'ssot__VariableText__c': replace('{' || concat_ws(',',
        case when not is_anonymous_in_chat then '"email":"' || email(person, spelling_chat) || '"' end,
        case when ticket_id is not null then '"ticket_id":"' || ticket_id || '"' end) || '}', '"', '&quot;')
}) as record, moment as created_at from ai_sessions order by moment, contact
