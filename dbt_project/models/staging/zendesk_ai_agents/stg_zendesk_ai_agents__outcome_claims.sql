-- One row per conversation that Zendesk calls an automated resolution; of the tier that is billed, a verified one.
{{ ai_vendor_claims(
    'zendesk_ai_agents', 'is_claimed', claim_state="case when is_verified then 'verified' else 'assumed' end"
) }}
