select queue, forecaster, is_chosen, origins, days_ahead, n, wape, mase, bias, sentence
from mart.enable_forecast_accuracy
where queue is not null
order by queue, is_chosen desc, wape
