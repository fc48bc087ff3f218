-- One row per Ada conversation.
{{ ai_vendor_conversations('ada', customer='chatter_id') }}
