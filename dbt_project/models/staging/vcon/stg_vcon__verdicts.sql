-- One row per vendor that gives a verdict on a vCon that no other replaces: its last one.
with items as (
    {{ vcon_items(source('raw_vcon', 'vcons'), 'analysis', {
        'vendor': 'text', 'verdict': {'label': 'text', 'kind': 'text'}
    }) }}
),

ranked as (
    select
        record_key as vcon_uuid,
        lower(trim(item.vendor)) as vendor,
        lower(trim(item.verdict.label)) as label,
        lower(trim(item.verdict.kind)) as kind,
        known_at,
        first_known_at,
        row_number() over (partition by record_key, lower(trim(item.vendor)) order by place desc) as age_rank
    from items
    where item.verdict.label is not null and nullif(trim(item.vendor), '') is not null
)

select
    vcon_uuid,
    vendor,
    label,
    kind,
    known_at,
    first_known_at
from ranked
where age_rank = 1
