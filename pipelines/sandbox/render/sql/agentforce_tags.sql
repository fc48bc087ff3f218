select to_json({'ssot__Id__c': 'tag-' || tag, 'ssot__Value__c': word, 'ssot__AiAgentTagDefinitionId__c': definition}) as record
from (values ('d1', '1', 'def-d'), ('d2', '2', 'def-d'), ('d3', '3', 'def-d'), ('d4', '4', 'def-d'), ('d5', '5', 'def-d'),
    ('aT', 'TRUE', 'def-a'), ('aF', 'FALSE', 'def-a'), ('aU', 'UNSURE', 'def-a')) tags(tag, word, definition)
