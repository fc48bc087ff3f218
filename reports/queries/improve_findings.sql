select rank, kind, population, place, sentence, verdict, measure, effect, effect_low, effect_high, n,
       contacts_a_week, owner, next_step, evidence
from mart.improve_findings
where rank is not null
order by rank
