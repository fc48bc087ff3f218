select to_json({
    'ssot__Id__c': 'ta-' || short_id || '-' || mark.n,
    'ssot__AiAgentTagId__c': mark.tag,
    'ssot__AiAgentTagDefinitionAssociationId__c': 'tda-' || mark.n,
    'ssot__AiAgentMomentId__c': 'NOT_SET',
    'ssot__AiAgentSessionId__c': session_id,
    'ssot__AiAgentInteractionId__c': 'NOT_SET',
    'ssot__IsPassed__c': true,
    'ssot__AssociationReasonText__c': 'NOT_SET',
    'ssot__CreatedDate__c': iso_ms(evaluated_at)
}) as record, evaluated_at as created_at from judged order by evaluated_at, contact, mark.n
