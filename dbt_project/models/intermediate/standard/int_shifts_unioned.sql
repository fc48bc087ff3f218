-- One row per planned stretch of one agent.
{{ union_standard_entity('shifts', ['assembled', 'drop']) }}
