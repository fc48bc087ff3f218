-- One row per event of an Agentforce session.
{{ ai_vendor_events('agentforce', hand_off_at='cast(null as timestamp)') }}
