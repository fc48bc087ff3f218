-- One row per course assigned to an agent.
{{ union_standard_entity(
    'training_events', ['drop'], optional=['workramp', 'lessonly', 'docebo'],
    by_key={'workramp': 'agent_id', 'lessonly': 'agent_id', 'docebo': 'agent_id'}
) }}
