select queue, forecast_on, days_ahead, first_contacts, low, high, is_beyond_test
from mart.enable_demand_forecasts
where queue is not null
order by queue, forecast_on
