select to_json({'id': printf('tm_%d', grp * 2 + cast(is_bpo as int)),
        'name': g.name || ' · ' || case when is_bpo then 'Contactworks' else '$COMPANY' end, 'description': '', 'manager_id': null,
        'agents_ids': list(cast(helpdesk_id as varchar) order by agent), 'is_deleted': false, 'deleted_at': null,
        'tymeshift_account_id': 4410}) as record, grp * 2 + cast(is_bpo as int) as id
from agents a join groups g using (grp) where hired_on * 86400 < world_end() group by grp, g.name, is_bpo order by id
