select population, question, answer, actors, n, value, value_low, value_high, is_withheld, withheld_reason,
       difference, difference_low, difference_high, sentence
from mart.enable_training
where question is not null
order by question desc, answer, population desc
