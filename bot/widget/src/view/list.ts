// The list of messages: days, bubbles, times, what waits to be sent, and where one looks.
import type { ChatEvent } from "../talk/events";
import type { Pending } from "../talk/outbox";
import { card, choices, type Frame } from "./card";
import { el } from "./dom";
import { dayKey, dayWords, timeOf } from "./times";

export interface Resend {
  retry(id: string): void;
  forget(id: string): void;
}

const NEAR = 48; // pixels from the end that still count as looking at the end

export class List {
  readonly element: HTMLElement;
  readonly scroller: HTMLElement;
  private readonly items = el("ol", { class: "items" });
  private readonly typingDots = el("div", { class: "bubble dots", hidden: true, "aria-hidden": "true" });
  private readonly drawn: { seq: number; item: HTMLElement; event: ChatEvent }[] = [];
  private readonly waiting = new Map<string, HTMLElement>();
  private greeting: HTMLElement | null = null;
  private atEnd = true;

  constructor(
    private readonly frame: Frame,
    private readonly resend: Resend,
    private readonly moved: (atEnd: boolean) => void,
  ) {
    this.typingDots.append(el("span"), el("span"), el("span"));
    this.scroller = el("div", {
      class: "scroll",
      tabindex: 0,
      role: "region",
      onscroll: () => this.scrolled(),
    });
    this.scroller.append(this.items, this.typingDots);
    this.element = this.scroller;
    new ResizeObserver(() => this.atEnd && this.toEnd("instant")).observe(this.scroller);
  }

  greet(text: string): void {
    const bubble = el("div", { class: "bubble" }, el("p", { class: "say", dir: "auto" }, text));
    const item = el("li", { class: "shop greeting" }, bubble);
    if (this.greeting) this.greeting.replaceWith(item);
    else this.items.prepend(item);
    this.greeting = item;
  }

  /** Draws events in their order; the last shop's one alone shows its quick buttons. */
  add(events: ChatEvent[]): void {
    const wasAtEnd = this.atEnd;
    for (const event of events) this.place(event);
    this.settle();
    const first = this.drawn.find(({ seq, event }) => event.from === "shop" && seq >= (events[0]?.seq ?? 0));
    if (wasAtEnd) this.show(events.length < 10 ? first?.item : undefined);
  }

  /** What waits to be sent stands at the end; what the server has taken stays until its event comes. */
  wait(all: Pending[]): void {
    for (const pending of all) {
      const item = this.waiting.get(pending.id) ?? this.startWaiting(pending);
      const status = this.status(pending);
      item.querySelector(".status")?.replaceWith(status);
    }
    const ids = new Set(all.map((pending) => pending.id));
    for (const [id, item] of this.waiting) if (!ids.has(id)) item.querySelector(".status")?.replaceChildren();
  }

  drop(id: string): void {
    this.waiting.get(id)?.remove();
    this.waiting.delete(id);
    this.scroller.focus();
  }

  typing(on: boolean): void {
    this.typingDots.hidden = !on;
    if (on && this.atEnd) this.toEnd();
  }

  clear(): void {
    for (const { item } of this.drawn.splice(0)) item.remove();
    for (const day of this.items.querySelectorAll(".day")) day.remove();
    this.typing(false);
  }

  get last(): number {
    return this.drawn.at(-1)?.seq ?? 0;
  }

  shopAfter(seq: number): number {
    return this.drawn.filter((one) => one.seq > seq && one.event.from === "shop").length;
  }

  get looksAtEnd(): boolean {
    return this.atEnd;
  }

  focusOn(id: string): void {
    this.waiting.get(id)?.focus({ preventScroll: true });
  }

  toEnd(behavior: ScrollBehavior = "auto"): void {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
    this.scrolled();
  }

  private scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    const atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (atEnd !== this.atEnd) this.moved(atEnd);
    this.atEnd = atEnd;
  }

  /** Scrolls to the end, but never past the beginning of what is new. */
  private show(first: HTMLElement | undefined): void {
    const end = this.scroller.scrollHeight - this.scroller.clientHeight;
    const top = first ? first.offsetTop - 8 : end;
    this.scroller.scrollTo({ top: Math.min(end, top) });
    this.scrolled();
  }

  private place(event: ChatEvent): void {
    const waiting = event.message ? this.waiting.get(event.message) : undefined;
    const item = waiting ?? el("li", { class: event.from, tabindex: -1 });
    if (event.message) this.waiting.delete(event.message);
    const name = el(
      "span",
      { class: "sr", lang: this.frame.language },
      `${this.frame.say(event.from === "shop" ? "shop" : "you")}: `,
    );
    const foot = el("div", { class: "foot" }, timeOf(event.at, this.frame.language));
    const bubble = event.from === "shop" ? card(event, this.frame) : own(event.text);
    item.replaceChildren(name, bubble, foot);
    let index = this.drawn.length;
    while (index > 0 && (this.drawn[index - 1]?.seq ?? 0) > event.seq) index--;
    const before = this.drawn[index - 1]?.item ?? this.greeting;
    const next = this.drawn[index]?.item ?? (before ? before.nextSibling : this.items.firstChild);
    if (next !== item) this.items.insertBefore(item, next);
    this.drawn.splice(index, 0, { seq: event.seq, item, event });
    this.markDay(index);
  }

  private markDay(index: number): void {
    const one = this.drawn[index];
    const before = this.drawn[index - 1];
    if (!one || (before && dayKey(before.event.at) === dayKey(one.event.at))) return;
    const words = dayWords(one.event.at, this.frame.language, this.frame.say);
    one.item.before(el("li", { class: "day", lang: this.frame.language }, el("span", {}, words)));
  }

  /** Quick buttons belong to the newest words of the shop; earlier ones are put away. */
  private settle(): void {
    for (const { item } of this.drawn) item.querySelector(":scope > .choices")?.remove();
    const newest = this.drawn.findLastIndex(({ event }) => event.from === "shop" && !event.notice);
    const answered = this.drawn.slice(newest + 1).some(({ event }) => event.from === "person");
    const one = this.drawn[newest];
    for (const { item } of this.drawn) item.classList.remove("newest");
    if (!one || answered) return;
    one.item.classList.add("newest");
    const buttons = choices(one.event, this.frame);
    if (buttons) one.item.querySelector(".foot")?.before(buttons);
  }

  private startWaiting(pending: Pending): HTMLElement {
    const name = el("span", { class: "sr", lang: this.frame.language }, `${this.frame.say("you")}: `);
    const item = el(
      "li",
      { class: "person", tabindex: -1 },
      name,
      own(pending.text),
      el("div", { class: "status" }),
    );
    this.waiting.set(pending.id, item);
    this.items.append(item);
    this.toEnd();
    return item;
  }

  private status(pending: Pending): HTMLElement {
    const { say, language } = this.frame;
    if (pending.failed === undefined) {
      const words = say(navigator.onLine ? "sending" : "waiting");
      return el("div", { class: "foot status", lang: language }, words);
    }
    const retry = () => this.resend.retry(pending.id);
    const forget = () => this.resend.forget(pending.id);
    return el(
      "div",
      { class: "foot status failed", lang: language },
      el("span", {}, pending.failed || say("failed")),
      el("button", { type: "button", class: "link", onclick: retry }, say("retry")),
      el("button", { type: "button", class: "link", onclick: forget }, say("remove")),
    );
  }
}

function own(text: string): HTMLElement {
  return el("div", { class: "bubble" }, el("p", { class: "say", dir: "auto" }, text));
}
