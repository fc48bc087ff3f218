select period, tool, cost_amount, currency, seats_paid, seats_used, conversations, cost_per_conversation, numerator,
       n, unknown_n, unknown_share, value, value_low, value_high, is_withheld, withheld_reason, sentence
from mart.grow_stack
where tool is not null
order by period, tool
