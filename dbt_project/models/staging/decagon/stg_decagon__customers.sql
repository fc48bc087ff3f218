-- One row per user of Decagon's AI; a person only where the widget sent an address.
{{ ai_vendor_customers('decagon', customer='user_id') }}
