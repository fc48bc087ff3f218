-- One row per Forethought conversation.
{{ ai_vendor_conversations('forethought') }}
