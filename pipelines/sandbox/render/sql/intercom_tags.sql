select to_json({'type': 'tag', 'id': '12', 'name': 'abandoned_in_queue'}) as record, 12 as id
