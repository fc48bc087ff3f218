select table_name, column_name, description
from meta.definitions
where table_name is not null
order by table_name, column_name
