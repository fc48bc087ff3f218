-- One row per Decagon conversation.
{{ ai_vendor_conversations('decagon', customer='user_id') }}
