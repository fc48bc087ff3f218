-- One row per conversation of a source.
{{ union_standard_entity(
    'conversations', ['zendesk', 'ada', 'drop'],
    optional=['intercom', 'gorgias', 'freshdesk', 'decagon', 'forethought', 'agentforce', 'zendesk_ai_agents', 'vcon']
) }}
