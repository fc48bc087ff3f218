-- One row per actual stretch of one agent.
{{ union_standard_entity('agent_states', ['assembled', 'drop'], optional=['zendesk_wfm']) }}
