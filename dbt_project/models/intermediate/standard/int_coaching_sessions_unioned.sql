-- One row per coaching session planned.
{{ union_standard_entity('coaching_sessions', ['drop']) }}
