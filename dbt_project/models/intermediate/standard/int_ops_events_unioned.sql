-- One row per operational event.
{{ union_standard_entity('ops_events', ['drop']) }}
