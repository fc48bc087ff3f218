-- One row per planned stretch of one agent in Calabrio's default scenario.
{% set layer = {
    'Period': {'StartTime': 'text', 'EndTime': 'text'}, 'ActivityId': 'text', 'AbsenceId': 'text'
} %}
with days as (
    {{ latest_records(source('raw_calabrio', 'schedules'), {'PersonId': 'text', 'Shift': [layer]}) }}
),

people as (
    {{ latest_records(source('raw_calabrio', 'people'), {'Id': 'text', 'Email': 'text'}) }}
),

layers as (
    select
        record_key,
        r.personid as person_id,
        {{ explode('r.shift') }} as layer,
        known_at,
        first_known_at
    from days
)

select
    'calabrio:' || layers.record_key || ':' || layers.layer.period.starttime as shift_id,
    'calabrio:' || layers.person_id as agent_id,
    {{ agent_key('people.r.email', 'cast(null as string)') }} as agent_key,
    {{ utc_timestamp('layers.layer.period.starttime') }} as started_at,
    {{ utc_timestamp('layers.layer.period.endtime') }} as ended_at,
    coalesce(planned.activity, 'other') as activity,
    planned.channel,
    'calabrio' as source,
    layers.known_at as extracted_at,
    layers.first_known_at,
    -- A schedule does not say when it was changed.
    cast(null as timestamp) as source_updated_at
from layers
left join people on layers.person_id = people.r.id
left join {{ ref('stg_calabrio__planned') }} as planned
    on coalesce(layers.layer.absenceid, layers.layer.activityid) = planned.planned_id
