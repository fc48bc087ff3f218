select source, population, measure, about, numerator, n, value, score, sentence
from mart.know_data_access
where source is not null
order by source, measure, about
