-- One row per reviewed leg and scorecard dimension: what people gave it, and what became of the contact.
with reviewed as (
    select
        leg_id,
        dimension,
        count(*) as reviews,
        sum(cast(score as decimal(9, 4))) as score_sum,
        min(reviewed_at) as first_reviewed_at,
        max(reviewed_at) as last_reviewed_at
    from {{ ref('fct_quality_scores') }}
    where score is not null and leg_id is not null and dimension is not null and reviewer_type = 'human'
        and not coalesce(is_calibration, false)
    group by leg_id, dimension
)

select
    reviewed.leg_id,
    reviewed.dimension,
    legs.population,
    legs.family,
    legs.channel,
    legs.arrival,
    legs.cluster_id,
    {{ ratio('reviewed.score_sum', 'reviewed.reviews') }} as score,
    reviewed.first_reviewed_at,
    reviewed.last_reviewed_at,
    case when legs.judged = 1 then legs.verified end as verified,
    case when legs.judged = 1 then legs.recontacted end as recontacted,
    case when legs.rated > 0 then case when legs.satisfied > 0 then 1 else 0 end end as satisfied
from reviewed
inner join {{ ref('int_comparison_legs') }} as legs on reviewed.leg_id = legs.leg_id
