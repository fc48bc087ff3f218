-- One row per planned stretch of one agent.
{{ union_standard_entity(
    'shifts', ['assembled', 'drop'], optional=['calabrio', 'zendesk_wfm'], by_key={'calabrio': 'agent_id'}
) }}
