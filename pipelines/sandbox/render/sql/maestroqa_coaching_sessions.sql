-- A session is written down two days before, and changed once it was held or dropped.
with held as (
    select s.*, 'u' || s.agent as agent_number, s.planned_at - 2 * $DAY as created_at, 'u90' || (s.agent // $AGENTS_PER_COACH) as coach,
        coalesce(s.delivered_at + s.seconds < world_end(), false) as is_held, coalesce(s.cancelled_at < world_end(), false) as is_dropped
    from sessions s where s.planned_at - 2 * $DAY < world_end()
)
select to_json({'_id': 'cs_' || agent || '_' || number, 'coachingFormName': 'Weekly 1:1', 'coachingTemplateId': 'ct_1',
    'coachingTemplateName': 'Weekly', 'meetingFormat': 'video', 'formCreatorId': coach, 'formCreatorName': 'Lead', 'coachId': coach,
    'coachName': 'Lead', 'agentId': agent_number, 'agentName': printf('Agent %03d', agent), 'createdAt': iso(created_at),
    'updatedAt': iso(case when is_held then delivered_at + seconds when is_dropped then cancelled_at else created_at end),
    'meetingDate': iso(planned_at), 'sharedWithAgent': true, 'agentConfirmed': false, 'coachConfirmed': is_held,
    'coachNotes': 'The customer wrote: where is my refund?', 'agentNotes': '', 'isDeleted': is_dropped,
    'activityLog': [{'userId': agent_number, 'userEmail': printf('Agent%03d@northlight.example', agent), 'actionType': 'viewed',
        'descriptions': [], 'timestamp': iso(created_at), 'ipAddress': '192.0.2.7'}],
    'coachingPoints': [{'_id': 'cp_' || agent || '_' || number, 'coachingFormIds': ['cs_' || agent || '_' || number],
        'type': 'opportunity', 'classification': 'qa', 'ticketId': null, 'notes': 'Refund policy.'}]}) as record, created_at
from held order by created_at, agent
