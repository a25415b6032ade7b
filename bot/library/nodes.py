"""YAML text as nodes that know their lines: fast where libyaml is at hand, and never deeper than a document needs."""

from __future__ import annotations

import re
from contextlib import suppress

import yaml

NESTING = re.compile(r"^[ \t?:-]*", re.MULTILINE)  # each level of a block begins farther to the right
DEEPEST = 100
UNUSED = re.compile(r"[&*!]")  # without one of them there is no anchor, alias or tag


def compose(text: str) -> yaml.Node | None:
    """The root node, None for no text; raises YAMLError, RecursionError, ValueError.

    libyaml is ten times faster, but it says less well what is wrong, and deep nesting crashes it.
    """
    deep = max(text.count("[") + text.count("{"), *map(len, NESTING.findall(text))) > DEEPEST
    if yaml.__with_libyaml__ and not deep:
        with suppress(yaml.YAMLError, ValueError):
            return yaml.compose(text, Loader=yaml.CSafeLoader)
    return yaml.compose(text, Loader=yaml.SafeLoader)


def first_unused(text: str) -> int | None:
    """The line, from 0, of the first anchor, alias or tag; raises YAMLError."""
    if UNUSED.search(text):
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken)):
                return int(token.start_mark.line)
    return None
