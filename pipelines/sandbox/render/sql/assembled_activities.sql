select '"' || id || '-' || start_time || '-' || end_time || '":' || to_json({'id': id,
        'id_with_timestamps': id || '-' || start_time || '-' || end_time,
        'agent_id': uuid_of($AGENT, agent), 'type_id': uuid_of($TYPE, type_n), 'start_time': start_time, 'end_time': end_time,
        'description': '', 'created_at': start_time - 1209600, 'updated_at': start_time - 1209600}) as record,
    start_time, end_time, agent
from staff_planned order by start_time, agent, end_time
