{#- What staging may say about a text without keeping it. Patterns are read by RE2 and by Java alike, on lower-case text, and
    hold no apostrophe (a dot stands for it), because the two engines quote one differently. -#}

{#- E-mail address -> key that stitches one person across sources; null for an empty one. -#}
{% macro identity_hash(email) -%}
{{ sha256("nullif(lower(trim(" ~ email ~ ")), '')") }}
{%- endmacro %}

{#- The same text sent twice has the same hash, whatever its case and white space. -#}
{% macro text_hash(text) -%}
{{ sha256("lower(translate(" ~ text ~ ", ' ' || chr(9) || chr(10) || chr(13), ''))") }}
{%- endmacro %}

{#- True when a customer asks for a person, in English, German, French or Spanish. "I don't want to talk to a person" is not
    a request; "I don't want to talk to a bot, give me a person" is. -#}
{% macro asks_for_a_person(text) -%}
({{ matches('lower(' ~ text ~ ')', _person_request_pattern()) }}
    and not {{ matches('lower(' ~ text ~ ')', _person_refusal_pattern()) }})
{%- endmacro %}

{%- macro _person_request_pattern() -%}
{{ return([
    '\\b(talk|speak|chat|connect|transfer|put|switch|pass|escalate)\\b[^.?!]{0,20}\\b(to|with|through|over)\\b[^.?!]{0,20}'
    ~ '\\b(human|person|people|agent|someone|somebody|representative|advisor|adviser|operator|supervisor|manager|team member)\\b',
    '\\b(real|live|actual) (human|person|people|agent|representative)\\b',
    '\\b(want|need|like|prefer|have|get)\\b (a |an |some )?(human|person|human being)\\b',
    '\\bcan (a|an|some) (real |live |actual )?(human|person|agent|representative)\\b',
    '^ *(a )?(human|person|agent|representative|operator|live agent)( agent| please|, please)? *[.!?]*$',
    '\\bmit (einem|einer|eurem|ihrem|jemand)[^.?!]{0,30}(sprechen|reden|chatten|verbinden|verbunden)',
    '\\b(echten?|richtigen?|menschlichen?) (mensch|menschen|person|mitarbeiter|mitarbeiterin|ansprechpartner)\\b',
    '\\bparler ([aà]|avec) (un|une|quelqu)[^.?!]{0,30}',
    '\\bhablar con (un|una|alguien)[^.?!]{0,30}'
] | join('|')) }}
{%- endmacro %}

{%- macro _person_refusal_pattern() -%}
{{ return('\\b(do not|don.?t|dont|no need|without|rather not) (want |need |have |having )?(to )?(talk|speak|chat)(ing)? (to|with) '
    ~ '(a |an |any |some )?(real |live |actual )?(human|person|people|agent|someone|anyone|representative)\\b') }}
{%- endmacro %}

{#- True when a text says that it comes from a machine. -#}
{% macro discloses_ai(text) -%}
{{ matches('lower(' ~ text ~ ')', _disclosure_pattern()) }}
{%- endmacro %}

{%- macro _disclosure_pattern() -%}
{{ return([
    '\\b(i am|i.?m|this is|you are (talking|speaking|chatting) (to|with)|you.?re (talking|speaking|chatting) (to|with))\\b[^.?!]{0,40}'
    ~ '\\b(ai|a[.]i[.]|artificial intelligence|bot|chatbot|(virtual|automated|digital) (assistant|agent))\\b',
    '\\b(ai|virtual|automated) (assistant|agent) (here|of|at|for|from)\\b',
    '\\bich bin[^.?!]{0,40}\\b(ki|ki-[a-z]+|chatbot|bot|virtuelle[rn]?|digitale[rn]?)\\b',
    '\\bje suis[^.?!]{0,40}\\b(ia|chatbot|virtuel|virtuelle|intelligence artificielle)\\b',
    '\\bsoy[^.?!]{0,40}\\b(ia|chatbot|virtual|inteligencia artificial)\\b'
] | join('|')) }}
{%- endmacro %}

{#- The words of a text without its HTML tags; null where none are left. -#}
{% macro plain_text(html) -%}
nullif(trim({{ adapter.dispatch('without_tags', 'haven')(html) }}), '')
{%- endmacro %}
{% macro duckdb__without_tags(html) -%}
regexp_replace({{ html }}, '<[^>]*>', '', 'g')
{%- endmacro %}
{% macro spark__without_tags(html) -%}
regexp_replace({{ html }}, '<[^>]*>', '')
{%- endmacro %}

{#- A text whose HTML escapes are taken back. -#}
{% macro html_unescaped(text) -%}
replace(replace(replace(replace(replace({{ text }}, '&quot;', '"'), '&#39;', chr(39)), '&lt;', '<'), '&gt;', '>'), '&amp;', '&')
{%- endmacro %}
