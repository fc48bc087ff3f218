-- One row per planned stretch of one agent.
{{ union_standard_entity(
    'shifts', ['assembled', 'drop'], optional=['calabrio'], by_key={'calabrio': 'agent_id'}
) }}
