select to_json(struct_concat(common, {'rubric_score': total::varchar, 'max_rubric_score': '100', 'comment': ''})) as record, updated_at
from maestroqa_grades order by updated_at, contact_key, number
