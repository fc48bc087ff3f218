-- One row per event of a Decagon conversation.
{{ ai_vendor_events('decagon', position='place', hand_off_at='cast(null as timestamp)') }}
