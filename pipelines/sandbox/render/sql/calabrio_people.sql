select to_json({'Id': uuid_of($PERSON, agent), 'FirstName': 'Agent', 'LastName': printf('%03d', agent),
        'DisplayName': printf('Agent %03d', agent), 'EmploymentNumber': printf('HR-%04d', agent),
        'Email': printf('Agent%03d@northlight.example', agent),
        'TimeZoneId': case when is_bpo then 'GMT Standard Time' else 'W. Europe Standard Time' end,
        'BusinessUnitId': '$UNIT', 'SiteId': uuid_of($SITE, cast(is_bpo as int)),
        'TeamId': uuid_of($TEAM, grp * 2 + cast(is_bpo as int)), 'WorkflowControlSetId': null, 'FirstDayOfWeek': 1,
        'Roles': cast([] as varchar[]),
        'TerminationDate': case when left_on * 86400 < world_end()
            then strftime(make_timestamp(left_on * 86400 * 1000000), '%Y-%m-%d') end}) as record,
    grp * 2 + cast(is_bpo as int) as team, hired_on, left_on
from agents where hired_on * 86400 < world_end() order by agent
