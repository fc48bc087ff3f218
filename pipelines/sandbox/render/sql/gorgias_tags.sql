select to_json({'id': tag_id, 'name': tag, 'description': null, 'decoration': {'color': '#0693E3'}, 'usage': count(*) filter (where is_added),
    'created_datetime': naive(1735689600), 'deleted_datetime': null, 'uri': printf('/api/tags/%d/', tag_id)}) as record, tag_id as id
from gorgias_tags group by tag_id, tag order by tag_id
