select change_id, part_rank, part, rate_effect, mix_effect, share, presence
from mart.improve_change_parts
where change_id is not null and part_rank <= 5
order by change_id, part_rank
