-- One row per queue, channel and interval, with what Assembled expected and what it counted.
{% set measure = {'forecasted': 'number', 'actual': 'number'} %}
{% set fields = {
    'start_time': 'text', 'end_time': 'text', 'channel': 'text', 'queue': 'text',
    'staffing_required': measure, 'contacts_received': measure, 'contacts_abandoned': measure,
    'cases_answered': measure, 'handle_time': measure
} %}
with source as (
    {{ latest_records(source('raw_assembled', 'forecasts'), fields) }}
),

channels as (
    select * from {{ ref('channel_mapping') }}
    where source = 'assembled'
)

select
    'assembled:' || source.record_key as interval_id,
    'assembled:' || source.r.queue as queue,
    channels.channel,
    {{ flexible_timestamp('source.r.start_time') }} as interval_start,
    {{ seconds_between(
        flexible_timestamp('source.r.start_time'), flexible_timestamp('source.r.end_time')
    ) }} as interval_seconds,
    source.r.contacts_received.forecasted as forecast_contacts,
    source.r.handle_time.forecasted as forecast_handle_seconds,
    source.r.staffing_required.forecasted as required_agents,
    source.r.contacts_received.actual as contacts_offered,
    source.r.cases_answered.actual as contacts_answered,
    source.r.contacts_abandoned.actual as contacts_abandoned,
    source.known_at,
    source.first_known_at
from source
left join channels on lower(source.r.channel) = channels.native_channel
