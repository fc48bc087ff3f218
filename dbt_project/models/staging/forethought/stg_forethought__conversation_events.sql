-- One row per event of a Forethought conversation, none of which has a time.
{{ ai_vendor_events('forethought', position='place') }}
