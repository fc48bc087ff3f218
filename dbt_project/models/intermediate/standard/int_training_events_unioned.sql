-- One row per course assigned to an agent.
{{ union_standard_entity('training_events', ['drop']) }}
