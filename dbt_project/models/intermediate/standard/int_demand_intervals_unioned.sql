-- One row per queue, channel and interval as counted by the source.
{{ union_standard_entity('demand_intervals', ['assembled', 'drop']) }}
