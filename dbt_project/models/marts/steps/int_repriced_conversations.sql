-- One row per conversation an AI took part in and contract terms that count conversations or outcomes: whether it would
-- be a unit under them, by the rule that judges what was billed.
with claims as (
    select
        conversation_id,
        case
            when max(case when claim_state = 'confirmed' then 1 else 0 end) = 1 then 'confirmed'
            when max(case when claim_state = 'verified' then 1 else 0 end) = 1 then 'verified'
            else max(claim_state)
        end as claim_state
    from {{ ref('int_claims_judged') }}
    where conversation_id is not null and withdrawn_at is null
    group by conversation_id
),

terms as (
    select * from {{ ref('contract_terms') }}
    where counting_rule in ('silence', 'tier', 'csat', 'conversation')
        -- A procedure that ends with a person cannot be told from any other hand-off in history.
        and (counting_rule = 'conversation' or not counts_procedure_hand_off)
        and (vendor = 'planning' or vendor in (select vendor from {{ ref('int_fees_matched') }}))
),

faced as (
    select
        judgements.conversation_id,
        {{ month_start('judgements.opened_at') }} as priced_month,
        true as is_found,
        coalesce(judgements.exclusion_reason in ('test', 'duplicate'), false) as is_test,
        false as is_duplicate,
        judgements.is_substantive as is_answered,
        judgements.is_handed_off,
        judgements.is_negative_signal,
        judgements.is_traceable,
        judgements.end_at,
        judgements.reopened_at,
        judgements.repeat_at,
        judgements.observed_until,
        claims.claim_state,
        ratings.csat,
        cast(null as decimal(18, 6)) as billed_amount,
        cast(null as string) as currency,
        terms.terms_id,
        terms.counting_rule,
        terms.silence_hours,
        terms.counts_confirmed,
        terms.takes_back_same_conversation,
        terms.sees_other_channels,
        terms.counts_procedure_hand_off,
        terms.billable_tiers,
        terms.minimum_csat,
        terms.is_once_per_conversation,
        terms.excludes,
        terms.unit_price,
        terms.currency as terms_currency
    from {{ ref('int_conversation_judgements') }} as judgements
    cross join terms
    left join claims on judgements.conversation_id = claims.conversation_id
    left join {{ ref('int_conversation_csat') }} as ratings on judgements.conversation_id = ratings.conversation_id
    where judgements.population = 'ai' and judgements.opened_at is not null
        and cast(judgements.opened_at as date) >= terms.valid_from
        and (terms.valid_to is null or cast(judgements.opened_at as date) < terms.valid_to)
)

select
    conversation_id,
    priced_month,
    terms_id,
    {{ contract_reason() }} as contract_reason
from faced
