-- One row per chatter of Ada. A chatter is a browser, not a person: only an address given in the chat makes it one.
{{ ai_vendor_customers('ada', customer='chatter_id') }}
