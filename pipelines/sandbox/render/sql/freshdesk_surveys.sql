select to_json({'id': 1, 'title': 'After the answer', 'active': true, 'questions': [
        {'id': 'default_question', 'label': 'How was it?', 'accepted_ratings': [103, 101, 100, -101, -103], 'default': true},
        {'id': 'question_2', 'label': 'Was it quick?', 'accepted_ratings': [103, -103], 'default': false}],
    'created_at': '2024-01-08T09:00:00Z', 'updated_at': '2024-01-08T09:00:00Z'}) as record, 1 as id
