-- One row per action an AI took or tried.
{{ union_standard_entity('ai_actions', ['drop']) }}
