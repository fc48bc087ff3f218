-- One row per session that Agentforce's own judge calls deflected (or, in other orgs' words, resolved).
{{ ai_vendor_claims('agentforce', "resolution_label in ('deflected', 'resolved')") }}
