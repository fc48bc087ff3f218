select person, helpdesk_id, is_anonymous_in_chat, has_two_devices, account from people order by person
