select to_json({'autoqaReviewId': 'aq-' || contact_key, 'accountId': '55', 'workspaceId': '11759', 'workspaceName': 'Support',
    'connectionId': '8', 'externalTicketId': external_id, 'conversationCreatedAt': iso(opened_at), 'createdAt': iso(reviewed_at),
    'updatedAt': iso(reviewed_at), 'isBot': agent < 0, 'revieweeExternalId': '', 'revieweeInternalId': '',
    'revieweeName': reviewee_name, 'revieweeEmail': reviewee_email, 'conversationChannel': 'messaging', 'language': 'en',
    'appConversationLink': 'https://northlight.example/qa/c/' || external_id, 'externalConversationLink': '', 'paymentId': '0'}
    ) as record, reviewed_at as updated_at
from quality_marks where reviewer_type = 'ai' order by reviewed_at, contact_key
