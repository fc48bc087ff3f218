-- One row per conversation that Forethought calls deflected; confirmed where the customer said so in the survey.
-- In the widget that is settled when the chat ends.
{{ ai_vendor_claims(
    'forethought',
    "resolution_label = 'deflected'",
    claim_state="case when is_confirmed then 'confirmed' else 'assumed' end",
    claimed_at='ended_at'
) }}
