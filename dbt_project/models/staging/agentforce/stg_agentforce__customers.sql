-- One row per individual in Agentforce's sessions; a person only where the agent keeps an address.
{{ ai_vendor_customers('agentforce', customer='individual_id') }}
