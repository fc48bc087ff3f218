-- One row per Agentforce session that the vendor's judge looked at. Of two verdicts of one kind the newest holds.
{% set association_fields = {
    'ssot__AiAgentTagId__c': 'text', 'ssot__AiAgentSessionId__c': 'text', 'ssot__CreatedDate__c': 'text'
} %}
{% set tag_fields = {'ssot__Value__c': 'text', 'ssot__AiAgentTagDefinitionId__c': 'text'} %}
with associations as (
    {{ latest_records(source('raw_agentforce', 'tag_associations'), association_fields) }}
),

tags as (
    {{ latest_records(source('raw_agentforce', 'tags'), tag_fields) }}
),

definitions as (
    {{ latest_records(source('raw_agentforce', 'tag_definitions'), {'ssot__DeveloperName__c': 'text'}) }}
),

marks as (
    select
        associations.record_key as mark_id,
        associations.r.ssot__aiagentsessionid__c as session_id,
        lower(definitions.r.ssot__developername__c) as kind,
        upper(tags.r.ssot__value__c) as mark,
        {{ utc_timestamp('associations.r.ssot__createddate__c') }} as judged_at,
        associations.known_at
    from associations
    inner join tags on associations.r.ssot__aiagenttagid__c = tags.record_key
    inner join definitions on tags.r.ssot__aiagenttagdefinitionid__c = definitions.record_key
    where associations.r.ssot__aiagentsessionid__c <> 'NOT_SET'
),

ranked as (
    select
        *,
        row_number() over (partition by session_id, kind order by judged_at desc nulls last, mark_id desc) as newest
    from marks
    where kind in ('deflection', 'abandonment')
)

select
    session_id as agentforce_conversation_id,
    max(case when kind = 'deflection' then {{ try_cast('mark', 'double') }} end) as deflection,
    max(case when kind = 'abandonment' then mark end) as abandonment,
    max(judged_at) as judged_at,
    max(known_at) as known_at
from ranked
where newest = 1
group by session_id
