-- One row per Decagon conversation with a rating.
{{ ai_vendor_ratings('decagon') }}
