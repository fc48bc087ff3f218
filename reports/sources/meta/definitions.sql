-- Only what the pages show: every column of the marts, and one line per table of the rest.
select published.*
from (select 1) as always
left join (
    select schema_name, table_name, column_name, description
    from read_parquet('data/meta/definitions.parquet')
    where schema_name = 'marts'
) as published on true
