-- One row per population, period, window and variant: contacts followed by another of the same person within the
-- window, and first contacts that were not. The far edge counts: after exactly 72 hours is within 72 hours.
{% set variants = {'same_intent': ['same', 'is_traceable'], 'any_intent': ['any', 'is_identified']} %}
with spaced as (
    select
        contacts.*,
        periods.period,
        periods.period_start_on,
        windows.window_key,
        {{ add_hours('contacts.end_at', 'windows.window_hours') }} as over_at,
        windows.window_hours,
        horizon.observed_until
    from {{ ref('int_contacts_spaced') }} as contacts
    inner join {{ ref('int_contact_periods') }} as periods on contacts.conversation_id = periods.conversation_id
    cross join {{ ref('resolution_windows') }} as windows
    cross join {{ ref('int_horizon_found') }} as horizon
),

judged as (
    {%- for variant, rule in variants.items() %}
    select
        population,
        period,
        period_start_on,
        window_key,
        '{{ variant }}' as variant,
        {{ rule[1] }} as is_known,
        over_at <= observed_until as is_mature,
        coalesce(next_{{ rule[0] }}_at <= over_at, false) as is_repeated,
        previous_{{ rule[0] }}_end_at is null
        or opened_at > {{ add_hours('previous_' ~ rule[0] ~ '_end_at', 'window_hours') }} as is_first
    from spaced
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    population,
    period,
    period_start_on,
    window_key,
    variant,
    count(case when is_known and is_mature then 1 end) as eligible,
    count(case when is_known and is_mature and is_repeated then 1 end) as followed_by_repeat,
    count(case when is_known and is_mature and is_first then 1 end) as first_contacts,
    count(case when is_known and is_mature and is_first and not is_repeated then 1 end)
        as first_contacts_without_repeat,
    count(case when is_mature and not is_known then 1 end) as unknown_n
from judged
where population is not null
group by population, period, period_start_on, window_key, variant
