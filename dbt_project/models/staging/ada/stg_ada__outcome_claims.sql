-- One row per conversation that Ada's own judge calls resolved, with no person involved.
-- A label, not a bill: what was invoiced comes with the billing statement.
with conversations as (
    select * from {{ ref('stg_ada__ai_conversations') }}
    where resolution_label = 'Resolved' and not is_escalated
)

select
    'ada:claim:' || ada_conversation_id as claim_id,
    'ada:' || ada_conversation_id as conversation_id,
    'ada' as vendor,
    'resolved' as outcome,
    'assumed' as claim_state,
    -- The label comes about a day after the conversation; the change that brought it is the nearest time known.
    updated_at as claimed_at,
    cast(null as timestamp) as withdrawn_at,
    cast(null as decimal(18, 6)) as billed_amount,
    cast(null as string) as currency,
    cast(null as string) as invoice_id,
    'ada' as source,
    known_at as extracted_at,
    first_known_at,
    updated_at as source_updated_at
from conversations
