with rated as (select *, unnest(items) as i from quality_marks where reviewer_type = 'ai')
select to_json({'autoqaRatingId': 'ar-' || contact_key || '-' || i.item, 'autoqaReviewId': 'aq-' || contact_key, 'accountId': '55',
    'workspaceId': '11759', 'workspaceName': 'Support', 'connectionId': '8', 'externalTicketId': external_id,
    'conversationCreatedAt': iso(opened_at), 'revieweeName': reviewee_name, 'revieweeEmail': reviewee_email,
    'ratingCategoryId': (41 + i.item)::varchar, 'ratingCategoryName': category(i.dimension), 'autoqaCategoryType': upper(i.dimension),
    'categoryDisplayName': category(i.dimension), 'scorecardId': '7', 'scorecardName': 'Standard', 'score': i.level * 25.0,
    'ratingScaleScore': i.level + 1.0, 'ratingMax': 5.0, 'ratingRangeMax': 5.0, 'weight': i.weight * 10.0,
    'isCritical': i.dimension = 'policy', 'reviewCritical': false, 'groupCritical': false, 'evaluated': true, 'rootCauseCodes': [],
    'rootCauses': [], 'createdAt': iso(reviewed_at), 'updatedAt': iso(reviewed_at), 'paymentId': '0'}) as record,
    reviewed_at as updated_at
from rated order by reviewed_at, contact_key, i.item
