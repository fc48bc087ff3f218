-- One session per week in which reviewers mark the same contacts.
with shared as (
    select *, reviewed_at // (7 * $DAY) as week from quality_marks where reviewer_type = 'human' and is_calibration
), conversations as (
    select week, external_id, min(reviewed_at) as reviewed_at, max(reviewed_at) as last_at, list({'id': (900000 + number)::varchar,
        'reviewer': {'email': reviewer_email, 'name': reviewer_email, 'avatar': '', 'groups': []},
        'reviewee': {'email': reviewee_email, 'name': reviewee_name, 'avatar': '', 'groups': []}, 'score': total, 'ratings': [],
        'createdISO': iso(reviewed_at), 'updatedISO': iso(reviewed_at), 'received': true,
        'scorecard': {'id': '7', 'name': 'Standard'}} order by number) as reviews
    from shared group by week, external_id
)
select to_json({'id': 'cal-' || week, 'title': 'Weekly calibration', 'createdBy': '300', 'createdAt': iso(min(reviewed_at)),
    'dueAt': iso(min(reviewed_at) + $DAY), 'updatedAt': iso(max(last_at)), 'conversations': list({'externalId': external_id,
        'createdBy': '300', 'createdAt': iso(reviewed_at), 'reviews': reviews} order by external_id)}) as record,
    max(last_at) as updated_at
from conversations group by week order by max(last_at)
