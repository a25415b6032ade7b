"""Telegram's updates as the assistant sees them: who says what in which conversation, and whether it is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from telegram import Bot, CallbackQuery, ChatMember, ChatMemberUpdated, Message, MessageEntity, Update, User

from bot.channels.attachments import Attachment
from bot.channels.guard import COMMANDS
from bot.channels.output import CardButton
from bot.channels.telegram.account import CHANNEL

# All others are not even sent.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(@(?P<bot>[A-Za-z0-9_]+))?(?P<more>\s.*)?", re.DOTALL)
_GONE = (ChatMember.BANNED, ChatMember.LEFT)
# What a message holds besides its contents.
_PLAIN = frozenset(
    "message_id message_thread_id from sender_chat date chat is_topic_message is_automatic_forward reply_to_message"
    " edit_date media_group_id text entities caption caption_entities".split()
)
# What carries no words, by the message's attribute; of several the first counts: a GIF is a document, too.
_KINDS = {
    "photo": "photo",
    "animation": "video",
    "video": "video",
    "video_note": "video",
    "voice": "voice",
    "audio": "file",
    "document": "file",
    "sticker": "sticker",
    "venue": "location",
    "location": "location",
    "contact": "contact",
    **dict.fromkeys(("poll", "dice", "game", "story", "invoice", "paid_media", "checklist"), "other"),
}


@dataclass(frozen=True)
class Me:
    """The bot itself; its name is empty as long as Telegram could not be asked."""

    id: int
    name: str = ""


@dataclass(frozen=True)
class Place:
    """Where an answer goes: chat, topic of a group, and in groups the message that it answers."""

    chat: int
    topic: int | None = None
    answers: int | None = None


@dataclass(frozen=True)
class Arrived:
    """Something that a person did in a conversation."""

    conversation: str
    place: Place


@dataclass(frozen=True)
class Wrote(Arrived):
    """A message, or a change of one."""

    message: int
    text: str = ""
    command: str | None = None
    attachments: tuple[Attachment, ...] = ()
    edited: bool = False
    album: str | None = None


@dataclass(frozen=True)
class Pressed(Arrived):
    """A button, with the message that it stands under."""

    query: str
    button: str
    message: int
    keyboard: tuple[CardButton, ...] = ()
    own: bool = True


@dataclass(frozen=True)
class Membership:
    """The bot was blocked or removed, or let in again."""

    chat: int
    member: bool


def parse(update: dict[str, Any], client: Bot) -> tuple[Update, bool]:
    """The library's form of an update, and whether it could read all of it.

    Of a message with contents that are newer than the library, or older, the words are left.
    """
    try:
        return Update.de_json(update, client), True
    except (TypeError, KeyError, ValueError, AttributeError):
        kinds = ("message", "edited_message")
        if not any(isinstance(update.get(kind), dict) for kind in kinds):
            raise
        plain = {
            kind: {key: value for key, value in update[kind].items() if key in _PLAIN}
            for kind in kinds
            if kind in update
        }
        return Update.de_json({"update_id": update["update_id"], **plain}, client), False


def read(update: Update, me: Me, whole: bool = True) -> Wrote | Pressed | Membership | None:
    """What an update is about; None for what does not concern the assistant. `whole` is what `parse` told."""
    if update.callback_query:
        return _pressed(update.callback_query)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    message = update.message or update.edited_message
    if message is None:
        return None
    unread = () if whole else (Attachment("other"),)
    return _wrote(message, me, attachments_of(message) or unread, edited=update.message is None)


def conversation_of(chat: int, is_private: bool, person: int) -> str:
    """The name of a conversation: a private chat's, or one person's in a group."""
    return f"{CHANNEL}:{chat}" if is_private else f"{CHANNEL}:{chat}:{person}"


def _wrote(message: Message, me: Me, attachments: tuple[Attachment, ...], edited: bool) -> Wrote | None:
    person = _person(message)
    if person is None or message.is_automatic_forward:
        return None
    private = message.chat.type == message.chat.PRIVATE
    text, addressed = _words(message, me)
    says_something = message.text is not None or message.caption is not None or attachments
    if not (says_something and (private or addressed)):
        return None
    command, text = _command(text, me)
    if addressed and not text and not command and not attachments:
        command = "start"  # the bot's bare name: somebody calls it
    place = Place(
        message.chat.id,
        message.message_thread_id if message.is_topic_message else None,
        None if private else message.message_id,
    )
    conversation = conversation_of(message.chat.id, private, person)
    return Wrote(
        conversation, place, message.message_id, text, command, attachments, edited, album_of(message)
    )


def album_of(message: Message) -> str | None:
    """The album that a message belongs to, None where it stands alone."""
    return f"album:{message.chat.id}:{message.media_group_id}" if message.media_group_id else None


def _person(message: Message) -> int | None:
    """Who wrote: an anonymous administrator is known by the group only; other bots are nobody."""
    user = message.from_user
    if message.sender_chat is not None:
        return message.sender_chat.id
    return user.id if user is not None and not user.is_bot else None


def _words(message: Message, me: Me) -> tuple[str, bool]:
    """The text without the bot's own name, and whether it was called or answered."""
    text = message.text or message.caption or ""
    entities = message.parse_entities() if message.text else message.parse_caption_entities()
    addressed = _is_from(message.reply_to_message, me) or _commanded(text, me)
    for entity, words in sorted(entities.items(), key=lambda found: -found[0].offset):
        if _names(entity, words, me):
            addressed = True
            text = _without(text, entity)
    return text.strip(), addressed


def _commanded(text: str, me: Me) -> bool:
    match = _COMMAND.fullmatch(text.strip())
    return match is not None and _is_me(match["bot"] or "", me)


def _names(entity: MessageEntity, words: str, me: Me) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return _is_user(entity.user, me)
    return entity.type == MessageEntity.MENTION and _is_me(words[1:], me)


def _without(text: str, entity: MessageEntity) -> str:
    """Entities are counted in UTF-16 units."""
    units = text.encode("utf-16-le", "surrogatepass")
    before, after = units[: 2 * entity.offset], units[2 * (entity.offset + entity.length) :]
    return (before + after).decode("utf-16-le", "surrogatepass")


def _command(text: str, me: Me) -> tuple[str | None, str]:
    """A command and no words, or no command and the words. One with words behind it is what it says: words."""
    match = _COMMAND.fullmatch(text)
    name = match["name"].lower() if match else ""
    if match is None or name not in COMMANDS or (match["bot"] and not _is_me(match["bot"], me)):
        return None, text
    if match["more"] and match["more"].strip() and name != "start":  # /start may bring a link's parameter
        return None, text
    return name, ""


def _is_me(name: str, me: Me) -> bool:
    return me.name != "" and name.lower() == me.name.lower()


def _is_user(user: User | None, me: Me) -> bool:
    return user is not None and user.id == me.id


def _is_from(message: Message | None, me: Me) -> bool:
    return message is not None and _is_user(message.from_user, me)


def attachments_of(message: Message) -> tuple[Attachment, ...]:
    """What a message brings besides words."""
    for name, kind in _KINDS.items():
        if getattr(message, name, None):
            return (Attachment(kind, _detail(message, name)),)
    return ()


def _detail(message: Message, name: str) -> str:
    """What can be told of an attachment in words."""
    if message.location:
        return f"{message.location.latitude}, {message.location.longitude}"
    if message.contact:
        return f"{message.contact.first_name} {message.contact.phone_number}"
    found = getattr(message, name)
    return str(getattr(found, "file_name", None) or getattr(found, "emoji", None) or "")


def _pressed(query: CallbackQuery) -> Pressed | None:
    message = query.message
    if message is None or not (query.id and query.data):  # of an inline query or a game: nothing of ours
        return None
    private = message.chat.type == message.chat.PRIVATE
    conversation = conversation_of(message.chat.id, private, query.from_user.id)
    pressed = Pressed(conversation, Place(message.chat.id), query.id, query.data, message.message_id)
    if not isinstance(message, Message):  # too old for Telegram to tell more of it
        return pressed
    asked = message.reply_to_message and message.reply_to_message.from_user
    return replace(
        pressed,
        place=Place(message.chat.id, message.message_thread_id if message.is_topic_message else None),
        keyboard=tuple(_buttons(message)),
        own=private or asked is None or asked.id == query.from_user.id,
    )


def _buttons(message: Message) -> Iterable[CardButton]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return (CardButton(b.text, str(b.callback_data)) for row in rows for b in row if b.callback_data)


def _membership(changed: ChatMemberUpdated) -> Membership:
    return Membership(changed.chat.id, changed.new_chat_member.status not in _GONE)
