-- One row per vendor and vCon that the vendor calls resolved; a verdict in words of its own stays one in those words.
with ends as (
    select native_end, session_end from {{ ref('session_end_mapping') }}
    where source = 'vcon'
)

select
    'vcon:claim:' || verdicts.vcon_uuid || ':' || verdicts.vendor as claim_id,
    'vcon:' || verdicts.vcon_uuid as conversation_id,
    verdicts.vendor,
    case when ends.session_end is null then 'unknown:' || verdicts.label else 'resolved' end as outcome,
    {{ known_or_unknown('verdicts.kind', ['assumed', 'confirmed', 'verified']) }} as claim_state,
    -- When it was given nobody says: the change that brought it is the nearest time known.
    coalesce(vcons.updated_at, vcons.created_at) as claimed_at,
    cast(null as timestamp) as withdrawn_at,
    cast(null as decimal(18, 6)) as billed_amount,
    cast(null as string) as currency,
    cast(null as string) as invoice_id,
    'vcon' as source,
    verdicts.known_at as extracted_at,
    verdicts.first_known_at,
    coalesce(vcons.updated_at, vcons.created_at) as source_updated_at
from {{ ref('stg_vcon__verdicts') }} as verdicts
inner join {{ ref('stg_vcon__vcons') }} as vcons on verdicts.vcon_uuid = vcons.vcon_uuid
left join ends on verdicts.label = ends.native_end
where ends.session_end is null or ends.session_end in ('resolved', 'deflected')
