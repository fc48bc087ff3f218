-- One row per explained change and stratum, by size until 80 % of the movement is listed.
select
    change_id,
    part_rank,
    part,
    rate_effect,
    mix_effect,
    share,
    presence
from {{ source('analysis', 'change_parts') }}
