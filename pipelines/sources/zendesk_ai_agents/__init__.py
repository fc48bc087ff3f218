"""Zendesk AI agents, Advanced (once Ultimate): each day's conversations in signed files, without a word of them.

Auth        `authorization`: the key bare, as a live account wanted it [observed]; once that is refused, as a bearer's
            [documented]. SOURCES__ZENDESK_AI_AGENTS__API_KEY, beside it ORGANIZATION_ID and BOT_ID (several bots: with
            commas between), sent as the headers `organizationId` and `botId`.
Where       SOURCES__ZENDESK_AI_AGENTS__BASE_URL: `https://<subdomain>.zendesk.com/ai-agents/api`, or
            `https://api.ultimate.ai` (in the US `https://api.us.ultimate.ai`), from START_DATE, of which the vendor
            keeps what lies after 2024-01-01; END_DATE reads no further (default: now).
Files       POST data-export/v3/get-signed-urls for one bot and one day, then each link of its answer, `urls`
            [documented] or `signed_urls` [observed], without the key: a JSON list [documented] or an object a line
            [observed], keys in lower [documented] or UPPER case [observed]. They are kept in lower case.

resource        a file holds                            place kept                      -> table
conversations   those that ended on one day, in UTC     newest day of each bot - 2 d.   conversations

Key         `bot_id` and `conversation_id`, together as `id`.
Late        A day's file is built at midnight and has been seen to grow: three days are read again. [observed] A day
            without a file (404) is one on which nothing ended; it is asked for again for as long.
Documented  bot_id, bot_name, conversation_id, platform_conversation_id, conversation_start_time,
            conversation_end_time, session_ended_timestamp, conversation_type, conversation_status, language, channel,
            labels, segments, conversation_data, test_mode, automated_resolution, automated_resolution_reasoning,
            resolution_tier, is_llm_conversation, triggered_*, knowledge_*, bot_messages_count,
            visitor_messages_count, not_understood_messages_count.
Inferred    That a platform_conversation_id of digits is the number of a ticket; that customer and AI take turns, the
            customer first, from the start of the conversation to its end; that a session variable `email` is the
            customer's address; that a tier whose name holds `escalat` was passed to a person, and one that holds
            `verified` is what is billed: its words are not published.
The claim   `automated_resolution`: until May 2026 nobody was passed on for 72 hours and a model found the answer
            relevant; since then of the tier `verified`. Never taken back. It is the vendor's word, kept as its claim.
Not known   What was said, when, and whether the AI said what it is; when it was passed on; ratings; versions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dlt
import pyarrow as pa

from pipelines.errors import HavenError
from pipelines.sources.account import Account
from pipelines.sources.http import Patience
from pipelines.sources.raw import Run, field_text
from pipelines.sources.zendesk_ai_agents.exports import BareKey, conversations_of

SOURCE = "zendesk_ai_agents"


@dlt.source(name=SOURCE, section=SOURCE, max_table_nesting=0)
def zendesk_ai_agents(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    organization_id: str = dlt.config.value,
    bot_id: str = dlt.config.value,
    api_key: dlt.TSecretStrValue = dlt.secrets.value,
    end_date: str | None = None,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """The bots of one organisation."""
    run = run or Run.begin()
    auth, bots = BareKey(api_key), [bot.strip() for bot in str(bot_id).split(",") if bot.strip()]
    if not bots:
        raise HavenError(f"{SOURCE} has no bot", f"Set SOURCES__{SOURCE.upper()}__BOT_ID to the id of a bot.")
    accounts = {
        bot: Account.opened(
            SOURCE,
            base_url,
            auth,
            "API_KEY",
            "ORGANIZATION_ID",
            "BOT_ID",
            start_date=start_date,
            end_date=end_date,
            patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
            headers={"botId": bot, "organizationId": str(organization_id)},
            run=run,
        )
        for bot in bots
    }
    any_of_them = accounts[bots[0]]

    def conversations() -> Iterator[pa.Table]:
        through = dlt.current.resource_state("conversations").setdefault("through", {})
        records = (record for bot, account in accounts.items() for record in conversations_of(bot, account, through))
        yield from any_of_them.whole("conversations", records, cursor=field_text("session_ended_timestamp"))

    yield from any_of_them.resources(conversations)
