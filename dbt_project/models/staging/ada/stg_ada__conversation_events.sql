-- One row per event of an Ada conversation: what was said, the hand-off, and two things the words show:
-- that the customer asked for a person, and that the AI said what it is. Those follow their message.
{{ ai_vendor_events('ada') }}
