-- One row per survey sent about a conversation.
{{ union_standard_entity(
    'ratings', ['zendesk', 'ada', 'drop'],
    optional=['intercom', 'gorgias', 'freshdesk', 'decagon', 'forethought']
) }}
