select local_on, population, is_complete, closing
from mart.measure_backlog
where population is not null
order by local_on, population
