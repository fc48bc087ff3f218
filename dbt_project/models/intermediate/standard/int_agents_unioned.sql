-- One row per person or AI version that can answer, and source.
{{ union_standard_entity(
    'agents', ['zendesk', 'assembled', 'drop'],
    optional=['intercom', 'otel', 'calabrio', 'zendesk_wfm', 'gorgias', 'freshdesk', 'vcon'],
    by_key={'calabrio': 'agent_id', 'vcon': 'agent_id'}
) }}
