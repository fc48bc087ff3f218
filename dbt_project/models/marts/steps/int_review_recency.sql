-- One row per review by a person: how long ago whoever did the work had last been trained, and whether colleagues or
-- coaches had sat with them in the four weeks before. An AI is trained when its version or its knowledge is renewed.
with reviews as (
    select
        review_id,
        population,
        actor_id,
        max(reviewed_at) as reviewed_at,
        sum(cast(score as decimal(9, 4)) * cast(coalesce(weight, 1) as decimal(9, 4))) as score_sum,
        sum(cast(coalesce(weight, 1) as decimal(9, 4))) as weight_sum
    from {{ ref('fct_quality_scores') }}
    where score is not null and reviewer_type = 'human' and not coalesce(is_calibration, false)
        and population in ('human', 'ai') and actor_id is not null and review_id is not null
    group by review_id, population, actor_id
),

trained as (
    select agent_id, completed_at as trained_at from {{ ref('int_training_events_unioned') }}
    where completed_at is not null
    union all
    select agent_id, version_released_at as trained_at from {{ ref('dim_agents') }}
    where actor_type = 'ai' and version_released_at is not null
    union all
    select agent_id, knowledge_snapshot_at as trained_at from {{ ref('dim_agents') }}
    where actor_type = 'ai' and knowledge_snapshot_at is not null
),

last_trained as (
    select reviews.review_id, max(trained.trained_at) as trained_at
    from reviews
    inner join trained on reviews.actor_id = trained.agent_id and reviews.reviewed_at >= trained.trained_at
    group by reviews.review_id
),

sat_with as (
    select
        reviews.review_id,
        max(case when colleagues.agent_id is not null then 1 else 0 end) as by_colleague
    from reviews
    inner join {{ ref('int_coaching_sessions_unioned') }} as sessions
        on reviews.actor_id = sessions.agent_id and reviews.reviewed_at >= sessions.delivered_at
        and {{ add_days('reviews.reviewed_at', -28) }} < sessions.delivered_at
    left join {{ ref('dim_agents') }} as colleagues
        on sessions.coach_id = colleagues.agent_id and colleagues.actor_type = 'human'
    group by reviews.review_id
)

select
    reviews.review_id,
    reviews.population,
    -- One machine has no spread over persons: its weeks stand for them.
    case
        when reviews.population = 'ai' then cast({{ week_start('reviews.reviewed_at') }} as string)
        else reviews.actor_id
    end as actor_id,
    case
        when last_trained.trained_at is null then 'not known'
        when last_trained.trained_at > {{ add_days('reviews.reviewed_at', -30) }} then 'within 30 days'
        when last_trained.trained_at > {{ add_days('reviews.reviewed_at', -90) }} then '31 to 90 days ago'
        else 'longer ago'
    end as trained,
    case
        when reviews.population = 'ai' then null
        when sat_with.by_colleague = 1 then 'with a colleague'
        when sat_with.by_colleague = 0 then 'with a coach'
        else 'with nobody'
    end as sat,
    cast(round(1000000 * reviews.score_sum / reviews.weight_sum) as bigint) as score_micros
from reviews
left join last_trained on reviews.review_id = last_trained.review_id
left join sat_with on reviews.review_id = sat_with.review_id
where reviews.weight_sum > 0
