-- One row per event of a Zendesk AI agent's conversation: messages that are counted, and the hand-off without its time.
{{ ai_vendor_events('zendesk_ai_agents', position='place', hand_off_at='cast(null as timestamp)') }}
