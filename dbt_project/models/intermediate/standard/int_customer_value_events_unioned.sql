-- One row per event that changes what a customer is worth.
{{ union_standard_entity('customer_value_events', ['drop']) }}
