-- One row per leg with a call: seconds of talk, hold and wrap-up; null when a mark or its time is missing.
select
    conversation_id,
    leg_number,
    case when count(*) = count(seconds) then cast(sum(case when part = 'talk' then seconds else 0 end) as bigint) end
        as talk_seconds,
    case when count(*) = count(seconds) then cast(sum(case when part = 'hold' then seconds else 0 end) as bigint) end
        as hold_seconds,
    case when count(*) = count(seconds) then cast(sum(case when part = 'wrap' then seconds else 0 end) as bigint) end
        as wrap_seconds
from {{ ref('int_call_stretches') }}
group by conversation_id, leg_number
