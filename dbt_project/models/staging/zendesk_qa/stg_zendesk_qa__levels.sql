-- One row per category and place on its scale, in percent of the scale, with the word the scorecard has for it.
{% set category = {'ratingCategoryId': 'text', 'ratings': [{'rating': 'text', 'description': 'text'}]} %}
{% set fields = {'categories': [category], 'groups': [{'categories': [category]}]} %}
with source as (
    {{ latest_records(source('raw_zendesk_qa', 'scorecards'), fields) }}
),

grouped as (
    select {{ explode('r.groups') }} as category_group from source
),

categories as (
    select {{ explode('r.categories') }} as category from source
    union all
    select {{ explode('category_group.categories') }} as category from grouped
),

ratings as (
    select
        category.ratingcategoryid as category_id,
        {{ explode('category.ratings') }} as rating
    from categories
),

placed as (
    select
        category_id,
        lower(rating.description) as level,
        {{ try_cast('rating.rating', 'double') }} as rating
    from ratings
),

scaled as (
    select
        placed.*,
        min(rating) over (partition by category_id) as lowest,
        max(rating) over (partition by category_id) as highest
    from placed
)

select
    category_id,
    cast(round(100 * (rating - lowest) / (highest - lowest)) as integer) as percent,
    max(level) as level
from scaled
where highest > lowest
group by category_id, cast(round(100 * (rating - lowest) / (highest - lowest)) as integer)
