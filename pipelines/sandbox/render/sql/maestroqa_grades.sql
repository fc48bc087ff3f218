-- One row per grade, with what every file says of it. Times are written so that spreadsheets leave them alone.
select contact_key, number, items, total, external_id, reviewed_at, case when is_received and reviewer_type = 'human'
    then reviewed_at + $DAY else reviewed_at end as updated_at,
    {'gradable_id': external_id, 'helpdesk': lower(source_type), 'ticket_created_at': spreadsheet(opened_at),
        'agent_id': case when agent < 0 then '' else 'u' || agent end, 'agent_email': reviewee_email, 'agent_name': reviewee_name,
        'rubric_id': '7', 'rubric_name': 'Standard',
        'grader': case reviewer_type when 'ai' then 'AutoQA' else reviewer_email end,
        'grade_type': case when reviewer_type = 'ai' then 'auto_qa' when is_calibration then 'calibration_review' else 'grading' end,
        'date_graded': spreadsheet(reviewed_at), 'is_deleted': 'false', 'agent_viewed': (is_received and reviewer_type = 'human')::varchar} as common
from quality_marks
