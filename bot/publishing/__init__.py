"""From draft to live document and back: atomic, one at a time, logged, and undoable.

A change of the library goes through these steps, all under the library's lock:

1. what was begun and not ended by a killed process is ended first (`pending.json`)
2. drafts are read and checked; whoever has problems is left out
3. every content that the change takes away or brings is kept in `versions/<sha256>`
4. the change is written down in `pending.json` by one rename: from here on it happens, however often it is killed
5. files are put and removed, each by one rename: live documents first, then their origins, drafts last
6. the change goes to `log.jsonl`, once
7. the search index is brought to what is live
8. `pending.json` is removed

Killed before 4 nothing has happened; killed after 4 the next start ends it. Nothing that ever was live or a published
draft is lost: it stays in `versions/`, and the log says which.
"""

from bot.publishing.change import unfinished
from bot.publishing.drafts import Draft, draft_names, read_draft
from bot.publishing.errors import PublishingError
from bot.publishing.log import Entry, read_log
from bot.publishing.publisher import Index, Outcome, Publisher

__all__ = [
    "Draft",
    "Entry",
    "Index",
    "Outcome",
    "Publisher",
    "PublishingError",
    "draft_names",
    "read_draft",
    "read_log",
    "unfinished",
]
