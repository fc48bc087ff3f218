-- One row per Forethought conversation with a score.
{{ ai_vendor_ratings('forethought') }}
