with answered as (select *, unnest(items) as i from maestroqa_grades)
select to_json(struct_concat(common, {'question_id': (41 + i.item)::varchar,
    'question': upper(i.dimension[1]) || replace(i.dimension[2:], '_', ' '), 'answer': ['Fails', 'Poor', 'Fair', 'Good', 'Excellent'][i.level + 1],
    'question_score': (i.weight * i.level / 4)::varchar, 'max_question_score': i.weight::varchar,
    'is_auto_fail': i.is_auto_fail::varchar, 'comment': 'The customer wrote: "where is my refund?"'})) as record, updated_at
from answered order by updated_at, contact_key, number, i.item
