"""What is said, by intent and occasion. Nobody here is real, and every word is ours."""

from __future__ import annotations

from pipelines.sandbox.world.catalogue import INTENTS

# Per intent: subject, two ways to ask, two details a customer adds, two answers.
_BY_INTENT: dict[str, tuple[str, tuple[str, str], tuple[str, str], tuple[str, str]]] = {
    "refund_request": (
        "Refund not received",
        ("I sent my order back two weeks ago and the refund has not arrived.", "When do I get my money back?"),
        ("I paid by card.", "The order number is in my first message."),
        (
            "Refunds reach your account within five working days after we receive the parcel.",
            "I have released the refund; your bank shows it within three days.",
        ),
    ),
    "invoice_copy": (
        "Copy of an invoice",
        ("Please send me the invoice of last month.", "I need an invoice with my company's address on it."),
        ("It is for my tax return.", "The one of the last order, please."),
        (
            "You find every invoice under Account, Invoices.",
            "The invoice is attached to the order in your account now.",
        ),
    ),
    "payment_failed": (
        "Payment does not go through",
        (
            "My card was declined although there is enough money on it.",
            "Your page says the payment failed, three times now.",
        ),
        ("It is a debit card.", "I tried another browser as well."),
        (
            "Please confirm the payment in your bank's app and try again.",
            "I have opened a new payment link for you; it works for 24 hours.",
        ),
    ),
    "delivery_status": (
        "Where is my parcel",
        ("My parcel should have come yesterday. Where is it?", "The tracking has not moved for three days."),
        ("I am at home all day.", "The neighbours have not got it either."),
        (
            "Your parcel is on its way and arrives tomorrow before six.",
            "The carrier has it in the depot; it goes out with the next tour.",
        ),
    ),
    "return_label": (
        "Return label",
        ("How can I send an item back?", "The return label in the parcel is missing."),
        ("It is one item of three.", "I have no printer."),
        (
            "Open the order, choose Return, and a label comes by e-mail.",
            "Here is a code: the parcel shop prints the label for you.",
        ),
    ),
    "damaged_item": (
        "Item arrived broken",
        ("The item arrived broken.", "There is a crack in the housing of what you sent me."),
        ("The box was fine from outside.", "I can send a picture."),
        (
            "Sorry about that. A replacement leaves our warehouse today.",
            "Keep the broken one; the new one comes within two days.",
        ),
    ),
    "password_reset": (
        "Cannot sign in",
        ("I forgot my password and the reset mail does not come.", "I cannot sign in any more."),
        ("I looked in the spam folder.", "It is the same address as always."),
        (
            "I have sent a new reset link; it is valid for one hour.",
            "Please use the link Forgot password and then the newest mail.",
        ),
    ),
    "address_change": (
        "New address",
        ("I have moved. How do I change my address?", "Please change the delivery address of my account."),
        ("The new one applies from next week.", "The billing address stays as it is."),
        (
            "Under Account, Addresses you can set the new one as standard.",
            "The address is changed for all future orders.",
        ),
    ),
    "suspicious_login": (
        "Strange sign-in",
        ("I got a mail about a sign-in that was not me.", "Somebody ordered with my account."),
        ("I have not shared my password.", "It says another city."),
        (
            "I have signed out every device and stopped new orders.",
            "The order is stopped and you will get a new password link.",
        ),
    ),
    "setup_help": (
        "First steps",
        ("I cannot get the device connected for the first time.", "The set-up stops at step three."),
        ("It is the newer model.", "The lamp blinks twice."),
        (
            "Hold the button for ten seconds until the lamp is white, then start again.",
            "Please update the app first; the set-up then runs through.",
        ),
    ),
    "device_fault": (
        "Device stopped working",
        ("The device stopped working this morning.", "It switches itself off every few minutes."),
        ("I changed the batteries.", "It is eight months old."),
        (
            "This looks like a fault under warranty; a replacement is on its way.",
            "Please reset it with the pin hole; if that fails we replace it.",
        ),
    ),
    "plan_cancellation": (
        "Cancel my plan",
        ("I want to cancel my plan.", "How do I end my subscription at the end of the month?"),
        ("I do not use it any more.", "It became too expensive."),
        (
            "Your plan ends with the current month; you get a confirmation.",
            "I have noted the cancellation and can offer a pause instead.",
        ),
    ),
}

_ANY: dict[str, tuple[str, ...]] = {
    "greeting_disclosed": ("Hello! I am an AI assistant of Northlight. How can I help you today?",),
    "greeting_plain": ("Hello! How can I help you today?",),
    "ask_human": (
        "I would rather talk to a human.",
        "Can I talk to a person, please?",
        "Please let me talk to an agent.",
    ),
    "decline_human": ("I may be able to solve this right here. Please give me one moment and check this first.",),
    "connect": ("I am passing you on to a colleague. They can read what you wrote.",),
    "handoff": ("",),
    "confirm": ("Thanks, that solved it.", "Great, it works now, thank you!"),
    "negative": ("That does not help me at all.", "This did not solve my problem."),
    "after_handoff": ("Thank you for taking over.", "Yes, that is right.", "I see."),
    "transcript": ("Conversation with the AI assistant. The transcript is kept by the AI vendor.",),
    "call_in": ("Call from the customer.",),
    "note": ("Passing this on to the specialists: it needs more rights than I have.",),
    "again": ("It is still not solved.", "Hello again, the same thing happens."),
    "call": ("Call answered. Explained and settled as agreed on the phone.",),
    "chat_detail": ("Yes, that is right.", "One moment.", "I have tried that now."),
}


def text_rows() -> list[tuple[str, int, int, str]]:
    """Every text as (occasion, intent number or -1 for any, variant, words)."""
    rows: list[tuple[str, int, int, str]] = []
    for number, intent in enumerate(INTENTS):
        subject, openings, details, answers = _BY_INTENT[intent.key]
        rows.append(("subject", number, 0, subject))
        for variant in range(2):
            rows.append(("open", number, variant, openings[variant]))
            rows.append(("more", number, variant, details[variant]))
            rows.append(("detail", number, variant, details[variant]))
            rows.append(("answer", number, variant, answers[variant]))
            rows.append(("reply", number, variant, "Hello, thank you for writing. " + answers[variant]))
            rows.append(("chat_reply", number, variant, answers[variant]))
    for occasion, words in _ANY.items():
        rows += [(occasion, -1, variant, text) for variant, text in enumerate(words)]
    rows.append(("spam_subject", -1, 0, "Unbeatable offer"))
    rows.append(("spam", -1, 0, "Buy followers, fast and cheap."))
    return rows
