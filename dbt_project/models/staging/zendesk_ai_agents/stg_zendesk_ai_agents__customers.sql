-- One row per conversation of a Zendesk AI agent whose session knows its customer's address.
{{ ai_vendor_customers('zendesk_ai_agents', customer='customer_key') }}
