-- One row per Agentforce session, with the version that answered, its topic and what the vendor's judge made of it.
{% set session_fields = {
    'ssot__StartTimestamp__c': 'text', 'ssot__EndTimestamp__c': 'text', 'ssot__AiAgentSessionEndType__c': 'text',
    'ssot__AiAgentChannelType__c': 'text', 'ssot__IndividualId__c': 'text', 'ssot__VariableText__c': 'text'
} %}
{% set participant_fields = {
    'ssot__AiAgentSessionId__c': 'text', 'ssot__AiAgentSessionParticipantRole__c': 'text',
    'ssot__AiAgentApiName__c': 'text', 'ssot__AiAgentVersionApiName__c': 'text'
} %}
{% set turn_fields = {
    'ssot__AiAgentSessionId__c': 'text', 'ssot__TopicApiName__c': 'text', 'ssot__StartTimestamp__c': 'text'
} %}
with sessions as (
    {{ latest_records(source('raw_agentforce', 'sessions'), session_fields) }}
),

participants as (
    {{ latest_records(source('raw_agentforce', 'participants'), participant_fields) }}
),

turns as (
    {{ latest_records(source('raw_agentforce', 'interactions'), turn_fields) }}
),

agents as (
    select
        r.ssot__aiagentsessionid__c as session_id,
        max(nullif(r.ssot__aiagentapiname__c, 'NOT_SET')) as api_name,
        max(nullif(r.ssot__aiagentversionapiname__c, 'NOT_SET')) as version
    from participants
    where r.ssot__aiagentsessionparticipantrole__c = 'AGENT'
    group by r.ssot__aiagentsessionid__c
),

topics as (
    -- What the customer came for first.
    select
        r.ssot__aiagentsessionid__c as session_id,
        min_by(r.ssot__topicapiname__c, r.ssot__starttimestamp__c) as topic
    from turns
    where r.ssot__topicapiname__c <> 'NOT_SET'
    group by r.ssot__aiagentsessionid__c
),

renamed as (
    select
        sessions.record_key,
        sessions.r.ssot__starttimestamp__c as started,
        sessions.r.ssot__endtimestamp__c as ended,
        lower(nullif(sessions.r.ssot__aiagentsessionendtype__c, 'NOT_SET')) as native_end,
        nullif(sessions.r.ssot__aiagentchanneltype__c, 'NOT_SET') as platform,
        nullif(sessions.r.ssot__individualid__c, 'NOT_SET') as individual_id,
        {{ parse_json(
            json_or_null(html_unescaped("nullif(sessions.r.ssot__variabletext__c, 'NOT_SET')")),
            {'ticket_id': 'text', 'email': 'text'}
        ) }} as variables,
        sessions.known_at,
        sessions.first_known_at
    from sessions
),

judged as (
    select
        renamed.*,
        ends.session_end,
        verdicts.judged_at,
        verdicts.known_at as verdict_known_at,
        -- The vendor's own precedence.
        case
            when ends.session_end = 'escalated' then 'escalated'
            when verdicts.abandonment = 'TRUE' or verdicts.deflection < 3 then 'abandoned'
            when verdicts.deflection >= 4 then 'deflected'
            when verdicts.deflection is not null then 'ambiguous'
            when ends.session_end in ('deflected', 'resolved', 'abandoned') then ends.session_end
        end as resolution_label
    from renamed
    left join {{ ref('session_end_mapping') }} as ends
        on renamed.native_end = ends.native_end and ends.source = 'agentforce'
    left join {{ ref('stg_agentforce__verdicts') }} as verdicts
        on renamed.record_key = verdicts.agentforce_conversation_id
)

select
    judged.record_key as agentforce_conversation_id,
    judged.individual_id,
    nullif(judged.variables.ticket_id, '') as ticket_id,
    -- One actor per version, as people are one actor each: a version is what gets better or worse.
    'agentforce:' || coalesce(agents.api_name, 'unknown') || ':' || coalesce(agents.version, 'unknown') as ai_agent_id,
    {{ identity_hash('judged.variables.email') }} as email_hash,
    judged.platform,
    cast(null as string) as language,
    topics.topic as native_intent,
    judged.resolution_label,
    cast(null as double) as ai_handle_seconds,
    coalesce(judged.session_end = 'escalated', false) as is_escalated,
    coalesce(lower(judged.platform) = 'builder', false) as is_test,
    {{ utc_timestamp('judged.started') }} as created_at,
    coalesce(judged.judged_at, {{ utc_timestamp("nullif(judged.ended, 'NOT_SET')") }}) as updated_at,
    greatest(judged.known_at, coalesce(judged.verdict_known_at, judged.known_at)) as known_at,
    judged.first_known_at
from judged
left join agents on judged.record_key = agents.session_id
left join topics on judged.record_key = topics.session_id
