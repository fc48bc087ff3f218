-- One row per time zone as Zendesk names it, with the IANA name that the account's staff have beside it.
{% set fields = {'time_zone': 'text', 'iana_time_zone': 'text'} %}
with staff as (
    {{ latest_records(source('raw_zendesk', 'users'), fields, containing='"role":"agent"') }}
)

select
    r.time_zone as native_time_zone,
    max(r.iana_time_zone) as time_zone
from staff
where r.iana_time_zone is not null
group by r.time_zone
