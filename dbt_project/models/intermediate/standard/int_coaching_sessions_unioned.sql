-- One row per coaching session planned.
{{ union_standard_entity(
    'coaching_sessions', ['drop'], optional=['maestroqa'], by_key={'maestroqa': 'agent_id'}
) }}
