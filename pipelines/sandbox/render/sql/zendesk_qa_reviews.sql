with told as (
    select *, case when is_received then reviewed_at + $DAY else reviewed_at end as updated_at
    from quality_marks where reviewer_type = 'human'
), written as (
    select external_id, source_type, opened_at, updated_at, number, to_json({'id': (900000 + number)::varchar,
        'reviewer': {'email': reviewer_email, 'name': reviewer_email, 'avatar': '', 'groups': []},
        'reviewee': {'email': reviewee_email, 'name': reviewee_name, 'avatar': '', 'groups': []}, 'score': total,
        'ratings': list_transform(items, lambda i: {'categoryId': (41 + i.item)::varchar, 'categoryName': category(i.dimension),
            'score': i.level * 25.0, 'weight': i.weight * 10.0, 'critical': i.dimension = 'policy', 'cause': '', 'causes': [],
            'groupName': 'Standard', 'groupId': '2'}),
        'comment': 'The customer wrote: where is my refund?', 'thread': [], 'tags': [], 'created': reviewed_at::varchar, 'createdISO': iso(reviewed_at),
        'updated': updated_at::varchar, 'updatedISO': iso(updated_at), 'received': is_received, 'reviewTime': '240',
        'pauseTime': '0', 'timeTrackingPeriods': [{'type': 'review', 'duration': '240'}],
        'scorecard': {'id': '7', 'name': 'Standard'}}) as review
    from told
)
select to_json({'externalId': external_id, 'url': 'https://northlight.example/qa/conversation/' || external_id,
    'externalUrl': case source_type when 'ZENDESK' then '$HOST/agent/tickets/' else 'https://northlight.example/chats/' end
        || external_id,
    'createdAt': any_value(opened_at)::varchar, 'createdAtISO': iso(any_value(opened_at)), 'lastUpdated': max(updated_at)::varchar,
    'lastUpdatedISO': iso(max(updated_at)), 'workspaceId': '11759', 'workspaceName': 'Support', 'sourceType': source_type,
    'externalFields': [], 'comments': [], 'reviews': list(review order by number)}) as record, max(updated_at) as updated_at
from written group by external_id, source_type order by max(updated_at), external_id
