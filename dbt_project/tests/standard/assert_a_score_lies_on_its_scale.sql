-- A failure means that a rating is read with the wrong scale: its position between the ends would be nonsense.
select
    rating_id,
    score,
    scale_min,
    scale_max
from {{ ref('int_ratings_unioned') }}
where score < scale_min or score > scale_max or scale_min >= scale_max
