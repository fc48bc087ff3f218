-- One row per queue, channel and interval as published.
{{ union_standard_entity('forecasts', ['assembled', 'drop']) }}
