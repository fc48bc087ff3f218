-- One row per cost.
{{ union_standard_entity('cost_lines', ['drop'], optional=['openai_usage']) }}
