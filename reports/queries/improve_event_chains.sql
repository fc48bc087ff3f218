select chain_id, kind, event_label, happened_on, target, window_start_on, window_end_on, n, observed, expected,
       p_adjusted, is_signal, sentence
from mart.improve_event_chains
where chain_id is not null
order by happened_on, chain_id
