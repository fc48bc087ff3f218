select to_json({'ssot__Id__c': id, 'ssot__DeveloperName__c': name, 'ssot__Name__c': name, 'ssot__DataType__c': kind,
    'ssot__Status__c': 'Available'}) as record
from (values ('def-d', 'Deflection', 'NUMBER'), ('def-a', 'Abandonment', 'TEXT')) definitions(id, name, kind)
