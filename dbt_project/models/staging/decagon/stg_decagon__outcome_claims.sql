-- One row per conversation that Decagon calls deflected: it was never passed to a person.
{{ ai_vendor_claims('decagon', "resolution_label = 'deflected'") }}
