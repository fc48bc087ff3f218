-- One row per Agentforce session.
{{ ai_vendor_conversations('agentforce', customer='individual_id') }}
