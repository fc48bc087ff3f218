-- The first four questions are about the outcome, the others about the manner.
with answered as (select *, unnest(items) as i from maestroqa_grades), summed as (
    select any_value(common) as common, updated_at, contact_key, number, i.item // 4 as section,
        sum(i.weight * i.level / 4) as given, sum(i.weight) as possible
    from answered group by contact_key, number, updated_at, i.item // 4
)
select to_json(struct_concat(common, {'section_id': (2 + section)::varchar, 'section_name': ['Outcome', 'Manner'][section + 1],
    'section_score': given::varchar, 'max_section_score': possible::varchar})) as record, updated_at
from summed order by updated_at, contact_key, number, section
