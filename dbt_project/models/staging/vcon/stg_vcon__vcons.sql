-- One row per vCon, with the one that took its place, where there is one.
{% set fields = {
    'uuid': 'text', 'created_at': 'text', 'updated_at': 'text', 'replaces': 'text', 'is_redacted': 'boolean',
    'customer': 'integer'
} %}
with source as (
    {{ latest_records(source('raw_vcon', 'vcons'), fields) }}
),

renamed as (
    select
        r.uuid as vcon_uuid,
        r.customer as customer_place,
        nullif(r.replaces, r.uuid) as replaces,
        coalesce(r.is_redacted, false) as is_redacted,
        {{ utc_timestamp('r.created_at') }} as created_at,
        {{ utc_timestamp('r.updated_at') }} as updated_at,
        known_at,
        first_known_at
    from source
),

ranked as (
    -- Of several that were made from one, the redacted one stands, then the newest.
    select
        replaces,
        vcon_uuid,
        row_number() over (
            partition by replaces
            order by case when is_redacted then 0 else 1 end asc, created_at desc nulls last, vcon_uuid asc
        ) as heir_rank
    from renamed
    where replaces is not null
),

heirs as (
    select replaces, vcon_uuid as heir from ranked
    where heir_rank = 1
)

select
    renamed.vcon_uuid,
    renamed.customer_place,
    coalesce(heirs.heir, nullif(siblings.heir, renamed.vcon_uuid)) as replaced_by,
    renamed.created_at,
    renamed.updated_at,
    renamed.known_at,
    renamed.first_known_at
from renamed
left join heirs on renamed.vcon_uuid = heirs.replaces
left join heirs as siblings on renamed.replaces = siblings.replaces
