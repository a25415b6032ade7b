// <curbside-chat>: what a shop pastes into its page. Attributes are heeded whenever they change.
import css from "./styles.css?inline";
import { Api } from "./talk/api";
import { Chat, type Viewer } from "./talk/chat";
import type { ChatEvent, Source } from "./talk/events";
import { Keep } from "./talk/keep";
import type { State } from "./talk/link";
import type { Pending } from "./talk/outbox";
import { Announcer } from "./view/announcer";
import type { Frame } from "./view/card";
import { accent } from "./view/colour";
import { el, icon } from "./view/dom";
import { Panel } from "./view/panel";
import { languageFor, type Say, sayIn } from "./words";

const SCRIPT = import.meta.url;
const FRAME = ["lang", "server"]; // a change of these draws the frame anew
const LOOKS = ["accent", "accent-dark", "theme"];
const STYLES = new CSSStyleSheet();
STYLES.replaceSync(css);

export class CurbsideChat extends HTMLElement implements Viewer {
  static readonly observedAttributes = [...FRAME, ...LOOKS, "title", "greeting", "open", "position"];

  private readonly root = this.attachShadow({ mode: "open" });
  private readonly colours = new CSSStyleSheet();
  private readonly announcer = new Announcer();
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");
  private readonly narrow = matchMedia("(max-width: 480px), (max-height: 480px)");
  private say: Say = sayIn("en");
  private keep!: Keep;
  private chat: Chat | null = null;
  private panel!: Panel;
  private launcher!: HTMLButtonElement;
  private badge!: HTMLElement;
  private end = new AbortController();

  connectedCallback(): void {
    this.root.adoptedStyleSheets = [STYLES, this.colours];
    this.end = new AbortController();
    const { signal } = this.end;
    this.dark.addEventListener("change", () => this.colour(), { signal });
    this.narrow.addEventListener("change", () => this.shape(), { signal });
    document.addEventListener("visibilitychange", () => this.read(), { signal });
    visualViewport?.addEventListener("resize", () => this.fit(), { signal });
    this.build();
  }

  disconnectedCallback(): void {
    this.end.abort();
    this.chat?.close();
    this.chat = null;
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (!this.chat || before === now) return;
    if (FRAME.includes(name)) this.build();
    else if (LOOKS.includes(name)) this.colour();
    else if (name === "open") this.shape();
    else this.label();
  }

  /** Opens the window and puts the cursor where one writes. */
  show(): void {
    this.toggleAttribute("open", true);
    this.panel.composer.field.focus({ preventScroll: true });
  }

  /** Closes the window; the conversation goes on. */
  hide(): void {
    this.toggleAttribute("open", false);
    this.launcher.focus();
  }

  events(events: ChatEvent[], fresh: boolean): void {
    this.panel.list.add(events);
    if (fresh) this.announcer.announce(events);
    this.panel.arrived(fresh ? events.filter((event) => event.from === "shop").length : 0);
    this.read();
  }

  pending(all: Pending[]): void {
    this.panel.list.wait(all);
  }

  typing(on: boolean): void {
    this.panel.list.typing(on);
  }

  state(state: State, words: string | null = null): void {
    this.panel.state(state, words === "" ? this.say("busy") : words);
  }

  reset(): void {
    this.panel.list.clear();
    this.announcer.clear();
    this.count();
  }

  private build(): void {
    this.chat?.close();
    const language = languageFor(this.getAttribute("lang"));
    const api = new Api(this.server());
    this.say = sayIn(language);
    this.keep = new Keep(api.base.href);
    this.chat = new Chat(api, this.keep, this);
    this.panel = new Panel(this.frame(api, language), api, this.say, language, this.deeds());
    this.badge = el("span", { class: "badge", hidden: true, "aria-hidden": "true" });
    this.launcher = el("button", { type: "button", class: "launcher", lang: language });
    this.launcher.append(icon("chat"), icon("close"), this.badge);
    this.launcher.addEventListener("click", () => (this.hasAttribute("open") ? this.hide() : this.show()));
    // The empty title keeps the host's from popping up over everything in here.
    const stage = el("div", { class: "stage", title: "", lang: "en" }, this.panel.element, this.launcher);
    this.root.replaceChildren(stage, this.announcer.element);
    this.label();
    this.colour();
    this.shape();
    this.chat.start();
  }

  /** Where the script came from is where the assistant answers, unless `server` says otherwise. */
  private server(): URL {
    const wish = this.getAttribute("server");
    return wish ? new URL(wish.endsWith("/") ? wish : `${wish}/`, document.baseURI) : new URL("..", SCRIPT);
  }

  private frame(api: Api, language: string): Frame {
    return {
      api,
      say: this.say,
      language,
      press: (title, button) => this.send(title, button),
      passage: (source: Source) => this.panel.passage(source, this.root.activeElement as HTMLElement | null),
      isTicked: (key) => this.ticked().includes(key),
      tick: (key, on) =>
        this.keep.write("ticks", [...this.ticked().filter((one) => one !== key), ...(on ? [key] : [])]),
    };
  }

  private deeds() {
    return {
      close: () => this.hide(),
      send: (text: string) => this.send(text),
      save: () => void this.save(),
      read: () => this.read(),
      retry: (id: string) => this.chat?.retry(id),
      forget: (id: string) => {
        this.panel.list.drop(id);
        this.chat?.forget(id);
      },
    };
  }

  private ticked(): string[] {
    return this.keep.read<string[]>("ticks") ?? [];
  }

  /** After a pressed button the person's own words have the focus: the next Tab leads into the answer. */
  private send(text: string, button?: string): void {
    const typed = this.root.activeElement === this.panel.composer.field;
    const pending = this.chat?.say(text, button);
    this.panel.list.toEnd();
    if (pending && !typed) this.panel.list.focusOn(pending.id);
  }

  private async save(): Promise<void> {
    try {
      const text = (await this.chat?.transcript()) ?? "";
      const href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
      el("a", { href, download: "conversation.txt" }).click();
      setTimeout(() => URL.revokeObjectURL(href), 10_000);
    } catch {
      this.state("online", this.say("saveFailed"));
    }
  }

  private label(): void {
    this.panel.title(this.getAttribute("title") || this.say("title"));
    this.panel.list.greet(this.getAttribute("greeting") || this.say("greeting"));
    this.shape();
  }

  private shape(): void {
    const inline = this.getAttribute("position") === "inline";
    const open = inline || this.hasAttribute("open");
    const modal = open && !inline && this.narrow.matches;
    this.panel.element.hidden = !open;
    this.panel.element.setAttribute("aria-modal", String(modal));
    this.panel.element.setAttribute("role", inline ? "region" : "dialog");
    if (inline) this.panel.element.removeAttribute("aria-modal");
    this.launcher.hidden = inline || modal;
    this.launcher.setAttribute("aria-expanded", String(open));
    this.fit();
    if (open) this.panel.list.toEnd("instant");
    this.read();
  }

  /** Keeps the window above a phone's keyboard. */
  private fit(): void {
    const height = this.narrow.matches && visualViewport ? `${visualViewport.height}px` : "100dvh";
    this.panel.element.style.setProperty("--screen", height);
  }

  private colour(): void {
    const wish = this.getAttribute("theme");
    const theme = wish === "dark" || wish === "light" ? wish : this.dark.matches ? "dark" : "light";
    const dark = this.getAttribute("accent-dark") ?? this.getAttribute("accent");
    const { fill, on, ink } = accent(theme === "dark" ? dark : this.getAttribute("accent"), theme);
    this.colours.replaceSync(`:host { --accent: ${fill}; --on-accent: ${on}; --accent-ink: ${ink}; }`);
    this.root.querySelector(".stage")?.setAttribute("data-theme", theme);
  }

  /** What is on the screen counts as seen; the rest is what the badge counts. */
  private read(): void {
    const list = this.panel?.list;
    if (this.chat && list && !this.panel.element.hidden && !document.hidden && list.looksAtEnd)
      this.chat.seen = list.last;
    this.count();
  }

  private count(): void {
    const unread = this.chat && this.panel ? this.panel.list.shopAfter(this.chat.seen) : 0;
    const shown = unread > 0 && this.panel.element.hidden;
    this.badge.hidden = !shown;
    this.badge.textContent = unread > 99 ? "99+" : String(unread);
    const closed = shown ? this.say("openUnread", { count: unread }) : this.say("open");
    this.launcher.setAttribute("aria-label", this.panel.element.hidden ? closed : this.say("close"));
  }
}
