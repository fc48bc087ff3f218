-- One row per customer record of a source; one person may have several.
{{ union_standard_entity(
    'customers', ['zendesk', 'ada', 'drop'],
    optional=['intercom', 'gorgias', 'freshdesk', 'decagon', 'agentforce', 'zendesk_ai_agents', 'vcon']
) }}
