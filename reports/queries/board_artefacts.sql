select artefact_id, artefact, function_id, question, owner, cadence, part_order, part, mart, n, is_filled, state,
       sentence
from mart.board_artefacts
where artefact_id is not null
order by artefact_id, part_order
