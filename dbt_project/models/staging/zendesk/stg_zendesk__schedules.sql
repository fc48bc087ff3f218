-- One row per weekly slot or holiday of a Zendesk schedule.
{% set fields = {'id': 'text', 'name': 'text', 'time_zone': 'text', 'updated_at': 'text'} %}
with source as (
    {{ latest_records(source('raw_zendesk', 'schedules'), fields) }}
),

slots as (
    select
        schedule_id,
        cast(weekday as string) || ':' || starts_at as slot,
        cast(null as string) as name,
        weekday,
        starts_at,
        ends_at,
        cast(null as date) as holiday_on
    from {{ ref('stg_zendesk__weekly_slots') }}
    union all
    select
        schedule_id,
        'holiday:' || holiday_id || ':' || cast(holiday_on as string) as slot,
        name,
        cast(null as bigint) as weekday,
        cast(null as string) as starts_at,
        cast(null as string) as ends_at,
        holiday_on
    from {{ ref('stg_zendesk__holidays') }}
)

select
    'zendesk:' || slots.schedule_id || ':' || slots.slot as schedule_slot_id,
    'zendesk:' || slots.schedule_id as schedule_id,
    coalesce(slots.name, source.r.name) as name,
    -- A zone that nobody on the staff is in is unknown, and so are the hours of its schedule.
    case when source.r.time_zone like '%/%' then source.r.time_zone else zones.time_zone end as time_zone,
    slots.weekday,
    slots.starts_at,
    slots.ends_at,
    slots.holiday_on,
    slots.holiday_on is null as is_working,
    'zendesk' as source,
    source.known_at as extracted_at,
    source.first_known_at,
    {{ utc_timestamp('source.r.updated_at') }} as source_updated_at
from slots
inner join source on slots.schedule_id = source.r.id
left join {{ ref('stg_zendesk__schedule_zones') }} as zones on source.r.time_zone = zones.native_time_zone
