-- One row per conversation that Ada's own judge calls resolved, with no person involved.
-- The label comes about a day after the conversation: the change that brought it is the nearest time known.
{{ ai_vendor_claims('ada', "resolution_label = 'Resolved' and not is_escalated") }}
