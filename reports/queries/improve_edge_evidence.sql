select edge_id, from_node, to_node, sign, prior_mean, prior_sd, basis, evaluated_on, is_latest, status, weeks,
       n_eff, best_lag, correlation, p_adjusted, is_significant, is_arrow_doubted, estimate, estimate_low,
       estimate_high, posterior_mean, posterior_low, posterior_high, data_weight, is_demoted, sentence
from mart.improve_edge_evidence
where edge_id is not null and is_latest
order by edge_id
