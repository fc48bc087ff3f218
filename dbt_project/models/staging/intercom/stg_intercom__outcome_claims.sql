-- One row per Intercom conversation that Fin called, or once called, resolved. One unit is charged per conversation.
-- A claim that is taken back vanishes from the conversation: only its earlier versions tell of it.
{% set claimed_states = "'assumed_resolution', 'confirmed_resolution', 'procedure_handoff'" %}
{% set fields = {'id': 'text', 'updated_at': 'integer', 'ai_agent': {'resolution_state': 'text'}} %}
with versions as (
    select
        record_key as thread_id,
        known_at,
        {{ parse_json('record', fields) }} as r
    from {{ source('raw_intercom', 'conversations') }}
    where
        (contains(record, '_resolution"') or contains(record, 'procedure_handoff'))
        {%- if var('as_of', none) %}
        and known_at <= {{ utc_timestamp("'" ~ var('as_of') ~ "'") }}
        {%- endif %}
),

claimed as (
    select
        thread_id,
        r.ai_agent.resolution_state as state,
        {{ epoch_to_timestamp('r.updated_at') }} as stated_at,
        known_at,
        min(known_at) over (partition by thread_id) as first_known_at,
        row_number() over (partition by thread_id order by known_at desc, r.updated_at desc) as newest
    from versions
    where r.ai_agent.resolution_state in ({{ claimed_states }})
),

threads as (
    select
        thread_id,
        resolution_state,
        updated_at,
        known_at
    from {{ ref('stg_intercom__threads') }}
),

answers as (
    select
        thread_id,
        occurred_at
    from {{ ref('stg_intercom__parts') }}
    where is_ai_answer
),

counted as (
    -- A resolution is counted on Fin's last answer.
    select
        claimed.thread_id,
        max(answers.occurred_at) as last_answer_at
    from claimed
    inner join answers on claimed.thread_id = answers.thread_id and claimed.stated_at >= answers.occurred_at
    where claimed.newest = 1
    group by claimed.thread_id
)

select
    'intercom:claim:' || claimed.thread_id as claim_id,
    'intercom:' || claimed.thread_id as conversation_id,
    'intercom' as vendor,
    case when claimed.state = 'procedure_handoff' then 'procedure_hand_off' else 'resolved' end as outcome,
    case when claimed.state = 'confirmed_resolution' then 'confirmed' else 'assumed' end as claim_state,
    coalesce(counted.last_answer_at, claimed.stated_at) as claimed_at,
    -- The change that took it back is the nearest time known.
    case
        when coalesce(threads.resolution_state, '') not in ({{ claimed_states }}) then threads.updated_at
    end as withdrawn_at,
    cast(null as decimal(18, 6)) as billed_amount,
    cast(null as string) as currency,
    cast(null as string) as invoice_id,
    'intercom' as source,
    greatest(claimed.known_at, threads.known_at) as extracted_at,
    claimed.first_known_at,
    coalesce(threads.updated_at, claimed.stated_at) as source_updated_at
from claimed
inner join threads on claimed.thread_id = threads.thread_id
left join counted on claimed.thread_id = counted.thread_id
where claimed.newest = 1
