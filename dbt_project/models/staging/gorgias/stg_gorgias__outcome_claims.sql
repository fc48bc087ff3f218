-- One row per Gorgias ticket that the AI Agent closed as resolved, after days of silence.
-- Whoever is handed over afterwards, or loses the tag, was not resolved.
with changes as (
    select * from {{ ref('stg_gorgias__tag_changes') }}
    where tag in ('ai_close', 'ai_handover')
),

claimed as (
    select
        ticket_id,
        max(occurred_at) as claimed_at,
        max(known_at) as known_at,
        min(first_known_at) as first_known_at
    from changes
    where tag = 'ai_close' and is_added
    group by ticket_id
),

withdrawn as (
    select
        claimed.ticket_id,
        min(changes.occurred_at) as withdrawn_at,
        max(changes.known_at) as known_at
    from claimed
    inner join changes on claimed.ticket_id = changes.ticket_id and claimed.claimed_at < changes.occurred_at
    where (changes.tag = 'ai_close') <> changes.is_added
    group by claimed.ticket_id
)

select
    'gorgias:claim:' || claimed.ticket_id as claim_id,
    'gorgias:' || claimed.ticket_id as conversation_id,
    'gorgias' as vendor,
    'resolved' as outcome,
    -- Nothing but silence speaks for it.
    'assumed' as claim_state,
    claimed.claimed_at,
    withdrawn.withdrawn_at,
    cast(null as decimal(18, 6)) as billed_amount,
    cast(null as string) as currency,
    cast(null as string) as invoice_id,
    'gorgias' as source,
    coalesce(greatest(claimed.known_at, withdrawn.known_at), claimed.known_at) as extracted_at,
    claimed.first_known_at,
    coalesce(withdrawn.withdrawn_at, claimed.claimed_at) as source_updated_at
from claimed
left join withdrawn on claimed.ticket_id = withdrawn.ticket_id
