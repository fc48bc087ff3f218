-- The accounts to call first: those that people left, then those with contacts left open. A page bears fifty.
select account_id, people, people_in_contact, contacts, ai_contacts, human_contacts, journeys, channels,
       discovery_contacts, pre_sales_contacts, purchase_contacts, support_contacts, retention_contacts,
       unknown_stage_contacts, open_contacts, numerator, n, unknown_n, unknown_share, value, value_low, value_high,
       is_withheld, withheld_reason, cost_amount, revenue_amount, refund_amount, currency, people_left,
       last_contact_at
from mart.measure_accounts
where account_id is not null
order by people_left desc nulls last, open_contacts desc, contacts desc, account_id
limit 50
