-- One row per conversation of a Zendesk AI agent. Its tickets are Zendesk's, whatever other helpdesk there is.
{{ ai_vendor_conversations('zendesk_ai_agents', customer='customer_key', helpdesk='zendesk') }}
