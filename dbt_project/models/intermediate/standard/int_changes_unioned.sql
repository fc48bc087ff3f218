-- One row per change of policy, knowledge or AI.
{{ union_standard_entity('changes', ['drop']) }}
