-- One row per person and whole week with contacts: what weighed on the work, each term over its own 90th percentile and
-- at most 1, and their mean. Machines have no such load.
{% set terms = ['hard', 'inherited', 'returning', 'dissatisfied', 'leaving'] %}
with contacts as (
    select
        legs.actor_id,
        coalesce(legs.team, 'unknown') as team,
        weeks.week_start_on,
        case when legs.complexity >= 4 then 1 when legs.complexity is not null then 0 end as is_hard,
        -- An AI had tried and given up before.
        case when legs.received_by = 'hand_off' then 1 else 0 end as is_inherited,
        case when conversations.contact_number > 1 then 1 else 0 end as is_returning,
        case when legs.csat is not null then case when legs.csat < 0.5 then 1 else 0 end end as is_dissatisfied,
        case when legs.lifecycle_stage is not null
            then case when legs.lifecycle_stage = 'retention' then 1 else 0 end end as is_leaving
    from {{ ref('fct_legs') }} as legs
    inner join {{ ref('int_whole_weeks') }} as weeks
        on {{ week_start('legs.opened_local_on') }} = weeks.week_start_on
    inner join {{ ref('fct_conversations') }} as conversations on legs.conversation_id = conversations.conversation_id
    where legs.population = 'human' and legs.is_handled and legs.actor_id is not null
        and legs.exclusion_reason is null
),

weeks as (
    select
        actor_id,
        max(team) as team,
        week_start_on,
        count(*) as contacts,
        {%- for term in terms %}
        {{ ratio('sum(is_' ~ term ~ ')', 'count(is_' ~ term ~ ')') }} as {{ term }}_share{{ ',' if not loop.last }}
        {%- endfor %}
    from contacts
    group by actor_id, week_start_on
    having count(*) >= 5
),

scales as (
    select
        {%- for term in terms %}
        {{ percentile(term ~ '_share', 0.9) }} as {{ term }}_p90{{ ',' if not loop.last }}
        {%- endfor %}
    from weeks
),

scaled as (
    select
        weeks.*,
        {%- for term in terms %}
        {{ effort_term('weeks.' ~ term ~ '_share', 'scales.' ~ term ~ '_p90') }}
            as {{ term }}_load{{ ',' if not loop.last }}
        {%- endfor %}
    from weeks
    cross join scales
)

select
    actor_id,
    team,
    week_start_on,
    contacts,
    {%- for term in terms %}
    {{ term }}_share,
    {%- endfor %}
    (
        {%- for term in terms %}
        coalesce({{ term }}_load, 0){{ ' +' if not loop.last }}
        {%- endfor %}
    ) / (
        {%- for term in terms %}
        case when {{ term }}_load is not null then 1 else 0 end{{ ' +' if not loop.last }}
        {%- endfor %}
    ) as load_index
from scaled
