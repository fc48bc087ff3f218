-- One row per unit a vendor claims or bills.
{{ union_standard_entity(
    'outcome_claims', ['ada', 'drop'],
    optional=['intercom', 'gorgias', 'decagon', 'forethought', 'agentforce', 'zendesk_ai_agents', 'vcon']
) }}
