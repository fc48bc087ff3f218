select to_json({'id': 23450 + intent, 'external_id': null, 'name': words, 'intent': null, 'language': 'en', 'usage': 0,
    'actions': [{'name': 'addTags', 'title': 'Tags', 'type': 'user', 'arguments': {'tags': key}}], 'created_datetime': naive(1735689600),
    'updated_datetime': naive(1735689600), 'archived_datetime': null, 'uri': printf('/api/macros/%d/', 23450 + intent)}) as record, 23450 + intent as id
from intents join texts using (intent) where occasion = 'subject' order by id
