"""Whose the records of each resource are, and how they say so."""

from __future__ import annotations

# How a record of each resource says whose it is: paths to a person, and paths to a conversation.
OWNERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "raw_zendesk.users": (("id",), ()),
    "raw_zendesk.tickets": (("requester_id",), ("id",)),
    "raw_zendesk.ticket_events": ((), ("ticket_id",)),
    "raw_zendesk.deleted_tickets": ((), ("id",)),
    "raw_zendesk.ticket_metric_events": ((), ("ticket_id",)),
    "raw_zendesk.satisfaction_ratings": (("requester_id",), ("ticket_id",)),
    "raw_zendesk.survey_responses": (("responder_id", "requester_id"), ("ticket_id",)),
    "raw_ada.conversations": (("chatter_id", "metavariables.email", "variables.email"), ("_id", "id")),
    "raw_ada.messages": ((), ("conversation_id",)),
    "raw_decagon.conversations": (("user_id", "metadata.email"), ("conversation_id",)),
    "raw_forethought.conversations": ((), ("conversation_id",)),
    "raw_zendesk_ai_agents.conversations": (("id",), ("id",)),
    "raw_agentforce.sessions": (("ssot__IndividualId__c",), ("ssot__Id__c",)),
    "raw_agentforce.messages": ((), ("ssot__AiAgentSessionId__c",)),
    "raw_intercom.contacts": (("id",), ()),
    "raw_intercom.conversations": (("contacts.contacts[0].id", "source.author.id"), ("id",)),
    "raw_intercom.conversation_parts": ((), ("conversation_id",)),
    "raw_gorgias.customers": (("id",), ()),
    "raw_gorgias.tickets": (("customer.id", "requester.id"), ("id",)),
    "raw_gorgias.messages": ((), ("ticket_id",)),
    "raw_gorgias.ticket_custom_fields": ((), ("ticket_id",)),
    "raw_gorgias.satisfaction_surveys": (("customer_id",), ("ticket_id",)),
    "raw_freshdesk.contacts": (("id",), ()),
    "raw_freshdesk.tickets": (("requester_id",), ("id",)),
    "raw_freshdesk.conversations": ((), ("ticket_id",)),
    "raw_freshdesk.satisfaction_ratings": (("user_id",), ("ticket_id",)),
    "raw_maestroqa.individual_answers": ((), ("ticket_id",)),
    "raw_maestroqa.section_scores": ((), ("ticket_id",)),
    "raw_maestroqa.total_scores": ((), ("ticket_id",)),
    "raw_vcon.vcons": (("uuid", "parties[*].uuid"), ("uuid",)),
    "raw_drop.customers": (("customer_id", "identity_hash"), ()),
    "raw_drop.conversations": (("customer_id",), ("conversation_id",)),
    "raw_drop.customer_value_events": (("customer_id",), ("conversation_id",)),
}
# Where only its ticket says whose a conversation is: the path to the ticket's number.
TICKETS = {
    "raw_forethought.conversations": "helpdesk_ticket_id",
    "raw_zendesk_ai_agents.conversations": "platform_conversation_id",
    "raw_maestroqa.individual_answers": "ticket_id",
    "raw_maestroqa.section_scores": "ticket_id",
    "raw_maestroqa.total_scores": "ticket_id",
}
# Whose number that is, where the record's `helpdesk` does not say it, as in the macro `helpdesk_of_tickets`: the first
# of these that is set up, else Zendesk.
HELPDESKS = ("freshdesk", "gorgias", "intercom")
OF_ZENDESK = frozenset({"raw_zendesk_ai_agents.conversations"})
# Where an address stands within a text that is JSON itself: the path to that text.
NAMED_WITHIN = {
    "raw_agentforce.sessions": "ssot__VariableText__c",
    "raw_zendesk_ai_agents.conversations": "conversation_data",
}
# Where an address stands among those of others, and no path leads to it.
AMONG_OTHERS = frozenset({"raw_vcon.vcons"})
DEFAULT_OWNERS = ((), ("conversation_id",))
