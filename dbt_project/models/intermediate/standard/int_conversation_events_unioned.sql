-- One row per event of a conversation.
{{ union_standard_entity(
    'conversation_events', ['zendesk', 'ada', 'drop'],
    optional=[
        'intercom', 'gorgias', 'freshdesk', 'decagon', 'forethought', 'agentforce', 'zendesk_ai_agents', 'otel', 'vcon'
    ],
    by_key={'vcon': 'actor_id'}
) }}
