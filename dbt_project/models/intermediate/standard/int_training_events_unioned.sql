-- One row per course assigned to an agent.
{{ union_standard_entity(
    'training_events', ['drop'], optional=['workramp', 'lessonly'],
    by_key={'workramp': 'agent_id', 'lessonly': 'agent_id'}
) }}
