-- One row per leg: a stretch of one conversation for which one actor, a person or an AI, was responsible.
with claims as (
    select
        leg_id,
        max(case when outcome = 'resolved' then 1 else 0 end) = 1 as is_claimed_resolved,
        max(case when claim_state = 'confirmed' then 1 else 0 end) = 1 as is_confirmed,
        max(claim_state) as claim_state
    from {{ ref('int_claims_judged') }}
    where leg_id is not null and withdrawn_at is null
    group by leg_id
)

select
    legs.leg_id,
    legs.conversation_id,
    failed.journey_id,
    conversations.person_id as customer_id,
    legs.leg_number,
    legs.leg_count,
    legs.actor_id,
    legs.actor_type,
    legs.population,
    agents.vendor,
    case when legs.population = 'ai' then agents.version end as ai_version,
    case
        when legs.population = 'ai' then agents.version
        when agents.hired_at is not null then {{ month_key('agents.hired_at') }}
    end as agent_cohort,
    agents.team,
    agents.employer_type,
    conversations.channel,
    conversations.intent_id,
    intents.complexity,
    coalesce(conversations.lifecycle_stage, persons.lifecycle_stage, intents.lifecycle_stage) as lifecycle_stage,
    coalesce(conversations.language, persons.language) as language,
    persons.region,
    legs.received_by,
    legs.ended_by,
    case
        when legs.population = 'ai' then coalesce(claims.is_claimed_resolved, false)
        else legs.ended_by = 'resolved'
    end as claimed_resolved,
    case when claims.is_confirmed then 'confirmed' else claims.claim_state end as claim_state,
    outcomes.resolution,
    outcomes.failure,
    outcomes.repeat_leg_id as recontact_leg_id,
    screened.exclusion_reason,
    legs.wait_seconds,
    legs.first_response_seconds,
    legs.handle_seconds,
    legs.elapsed_seconds,
    legs.events,
    legs.actor_messages,
    legs.customer_messages,
    legs.actions,
    legs.human_requests,
    scores.csat,
    scores.quality_score,
    {{ from_micros('costs.cost_micros') }} as cost_amount,
    {{ from_micros('costs.billed_micros') }} as billed_amount,
    {{ from_micros('rework.moved_micros') }} as hand_off_tax_amount,
    '{{ var("reporting_currency") }}' as currency,
    legs.is_handled,
    legs.is_final,
    legs.is_contact_leg and screened.exclusion_reason is null as is_contact_leg,
    outcomes.leg_id is not null and screened.exclusion_reason is null as is_judged,
    coalesce(conversations.is_identified, false) as is_identified,
    conversations.is_identified and conversations.issue_key is not null as is_traceable,
    legs.is_substantive_ai,
    failed.is_failed,
    failed.is_double_failure,
    outcomes.recontact_24h,
    outcomes.recontact_72h,
    outcomes.recontact_7d,
    outcomes.recontact_30d,
    outcomes.is_mature_24h,
    outcomes.is_mature_72h,
    outcomes.is_mature_7d,
    outcomes.is_mature_30d,
    outcomes.is_reopened_7d,
    legs.started_at,
    legs.ended_at,
    legs.finished_at,
    legs.first_ai_message_at,
    legs.disclosed_at,
    legs.human_requested_at,
    legs.human_granted_at,
    cast({{ to_local('conversations.opened_at', "'" ~ var('company_time_zone') ~ "'") }} as date) as opened_local_on,
    horizon.observed_until,
    least(conversations.first_known_at, legs.first_known_at) as first_known_at,
    greatest(conversations.last_known_at, legs.last_known_at) as last_known_at
from {{ ref('int_legs_measured') }} as legs
inner join {{ ref('int_conversations_merged') }} as conversations
    on legs.conversation_id = conversations.conversation_id
inner join {{ ref('int_conversations_screened') }} as screened on legs.conversation_id = screened.conversation_id
inner join {{ ref('int_legs_failed') }} as failed on legs.leg_id = failed.leg_id
left join {{ ref('int_agents_merged') }} as agents on legs.actor_id = agents.agent_id
left join {{ ref('int_persons_merged') }} as persons on conversations.person_id = persons.person_id
left join {{ ref('dim_intents') }} as intents on conversations.intent_id = intents.intent_id
left join {{ ref('int_leg_outcomes') }} as outcomes on legs.leg_id = outcomes.leg_id
left join claims on legs.leg_id = claims.leg_id
left join {{ ref('int_leg_scores') }} as scores on legs.leg_id = scores.leg_id
left join {{ ref('int_leg_costs') }} as costs on legs.leg_id = costs.leg_id
left join {{ ref('int_leg_rework') }} as rework on legs.leg_id = rework.leg_id
cross join {{ ref('int_horizon_found') }} as horizon
