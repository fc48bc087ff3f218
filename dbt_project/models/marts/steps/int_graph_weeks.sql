-- One row per node of the methodology graph and local week in which it could be measured, with the cases behind it.
{%- set week = "cast(date_trunc('week', {}) as date)" %}
{%- set known = 'legs.is_judged and legs.is_mature_7d and legs.is_traceable' %}
with contacts as (
    select
        {{ week.format('opened_local_on') }} as week_start_on,
        count(*) as contacts,
        count(case when contact_number > 1 then 1 end) as repeats,
        count(case when first_population = 'ai' then 1 end) as ai_contacts,
        count(case when is_sole_ai then 1 end) as ai_alone,
        count(case when is_abandoned then 1 end) as abandoned,
        count(sla_breached) as promised,
        count(case when sla_breached then 1 end) as breached
    from {{ ref('fct_conversations') }}
    where exclusion_reason is null and opened_local_on is not null
    group by {{ week.format('opened_local_on') }}
),

legs as (
    select
        {{ week.format('legs.opened_local_on') }} as week_start_on,
        count(case when legs.population = 'human' and legs.is_handled then 1 end) as human_legs,
        count(case when legs.population = 'human' and legs.is_handled and legs.actor_type = 'hybrid' then 1 end)
            as assisted,
        count(case when legs.population = 'human' and legs.ended_by = 'transfer' then 1 end) as transfers,
        count(case when legs.population = 'human' and legs.handle_seconds > 0 then 1 end) as timed,
        sum(case when legs.population = 'human' and legs.handle_seconds > 0 then legs.handle_seconds end) as seconds,
        count(case when legs.population = 'human' then legs.complexity end) as rated_hard,
        sum(case when legs.population = 'human' then legs.complexity end) as hardness,
        count(legs.csat) as rated,
        sum(cast(legs.csat as decimal(18, 6))) as csat,
        count(case when legs.population = 'human' then legs.quality_score end) as reviewed,
        sum(case when legs.population = 'human' then cast(legs.quality_score as decimal(18, 6)) end) as quality,
        count(case when {{ known }} then 1 end) as judged,
        count(case when {{ known }} and legs.resolution = 'verified' then 1 end) as verified,
        count(case when {{ known }} and legs.population = 'ai' then 1 end) as ai_judged,
        count(case when {{ known }} and legs.population = 'ai' and legs.resolution = 'verified' then 1 end)
            as ai_verified,
        count(case when thresholds.channel is not null and legs.channel <> 'voice' and legs.population = 'human'
            then legs.wait_seconds end) as waits,
        sum(case when thresholds.channel is not null and legs.channel <> 'voice' and legs.population = 'human'
            then legs.wait_seconds end) as waited,
        count(case when legs.population = 'human' and legs.is_handled and agents.hired_at is not null then 1 end)
            as dated,
        count(case when legs.population = 'human' and legs.is_handled
            and {{ seconds_between('agents.hired_at', 'legs.started_at') }} < 604800 * {{ var('tenured_weeks') }}
            then 1 end) as by_new_hires
    from {{ ref('fct_legs') }} as legs
    left join {{ ref('queue_thresholds') }} as thresholds on legs.channel = thresholds.channel
    left join {{ ref('dim_agents') }} as agents on legs.actor_id = agents.agent_id
    where legs.exclusion_reason is null and legs.opened_local_on is not null
    group by {{ week.format('legs.opened_local_on') }}
),

staff as (
    select
        {{ week.format('local_on') }} as week_start_on,
        sum(paid_seconds) as paid,
        sum(external_seconds) as absent,
        sum(handling_seconds) as handling,
        sum(handling_seconds + available_seconds) as ready
    from {{ ref('int_agent_days') }}
    group by {{ week.format('local_on') }}
),

hand_offs as (
    select
        {{ week.format('handed_off_at') }} as week_start_on,
        count(latency_seconds) as timed,
        sum(latency_seconds) as latency
    from {{ ref('fct_hand_offs') }}
    where exclusion_reason is null and handed_off_at is not null
    group by {{ week.format('handed_off_at') }}
)
{#- Node, table, numerator, denominator (1 for an amount), cases behind it. -#}
{%- for node, table, numerator, denominator, n in [
    ('contact volume', 'contacts', 'contacts', '1', 'contacts'),
    ('repeat contacts', 'contacts', 'repeats', 'contacts', 'contacts'),
    ('AI share of volume', 'contacts', 'ai_contacts', 'contacts', 'contacts'),
    ('AI autonomous share', 'contacts', 'ai_alone', 'contacts', 'contacts'),
    ('abandonment', 'contacts', 'abandoned', 'contacts', 'contacts'),
    ('SLA breaches', 'contacts', 'breached', 'promised', 'promised'),
    ('AHT', 'legs', 'seconds', 'timed', 'timed'),
    ('human AHT', 'legs', 'seconds', 'timed', 'timed'),
    ('AI assist use', 'legs', 'assisted', 'human_legs', 'human_legs'),
    ('transfers', 'legs', 'transfers', 'human_legs', 'human_legs'),
    ('residual complexity', 'legs', 'hardness', 'rated_hard', 'rated_hard'),
    ('CSAT', 'legs', 'csat', 'rated', 'rated'),
    ('quality core', 'legs', 'quality', 'reviewed', 'reviewed'),
    ('verified rate', 'legs', 'verified', 'judged', 'judged'),
    ('AI verified rate', 'legs', 'ai_verified', 'ai_judged', 'ai_judged'),
    ('AI unverified rate', 'legs', '(ai_judged - ai_verified)', 'ai_judged', 'ai_judged'),
    ('mean wait', 'legs', 'waited', 'waits', 'waits'),
    ('share of new hires', 'legs', 'by_new_hires', 'dated', 'dated'),
    ('occupancy', 'staff', 'handling', 'ready', 'ready'),
    ('occupancy, sustained', 'staff', 'handling', 'ready', 'ready'),
    ('staffed hours', 'staff', 'ready', '3600', 'ready'),
    ('absence', 'staff', 'absent', 'paid', 'paid'),
    ('hand-off latency', 'hand_offs', 'latency', 'timed', 'timed'),
] %}
select
    '{{ node }}' as node,
    week_start_on,
    {{ ratio(numerator, denominator) }} as value,
    cast({{ n }} as bigint) as n
from {{ table }}
where {{ n }} >= {{ minimum_n() }}
{{ 'union all' if not loop.last }}
{%- endfor %}
