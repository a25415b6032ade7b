// The window of the chat: header, banner, messages, writing; and the sheet that lies over them.
import type { Api } from "../talk/api";
import type { Source } from "../talk/events";
import type { State } from "../talk/link";
import type { Say } from "../words";
import type { Frame } from "./card";
import { Composer } from "./composer";
import { el, icon } from "./dom";
import { List, type Resend } from "./list";
import { Menu } from "./menu";
import { Sheet } from "./sheet";

export interface Deeds extends Resend {
  close(): void;
  send(text: string): void;
  save(): void;
  read(): void; // other messages are on the screen
}

export class Panel {
  readonly element: HTMLElement;
  readonly list: List;
  readonly composer: Composer;
  private readonly menu: Menu;
  private readonly sheet: Sheet;
  private readonly heading = el("h2", { id: "title", dir: "auto" });
  private readonly banner = el("p", { class: "offline", role: "status" });
  private readonly pill: HTMLButtonElement;
  private readonly main: HTMLElement;

  constructor(
    frame: Frame,
    api: Api,
    private readonly say: Say,
    private readonly language: string,
    private readonly deeds: Deeds,
  ) {
    this.list = new List(frame, deeds, () => this.moved());
    this.list.scroller.setAttribute("aria-label", say("conversation"));
    this.composer = new Composer(say, language, deeds.send);
    this.menu = new Menu(say("menu"), [{ symbol: "save", words: say("save"), chosen: deeds.save }]);
    this.sheet = new Sheet(api, say, language, (on) => this.main.toggleAttribute("inert", on));
    this.pill = el("button", { type: "button", class: "pill", hidden: true, onclick: () => this.toLatest() });
    const shut = el("button", {
      type: "button",
      class: "bare shut",
      "aria-label": say("close"),
      onclick: deeds.close,
    });
    shut.append(icon("close"));
    const head = el("header", { class: "bar", lang: language }, this.heading, this.menu.element, shut);
    const middle = el("div", { class: "middle" }, this.list.element, this.pill);
    this.main = el("div", { class: "main" }, head, this.banner, middle, this.composer.element);
    this.element = el("section", { class: "panel", role: "dialog", "aria-labelledby": "title" });
    this.element.append(this.main, this.sheet.element);
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  title(words: string): void {
    this.heading.textContent = words;
  }

  state(state: State, words: string | null): void {
    const said = state === "online" ? words : this.say(state === "blocked" ? "blocked" : "offline");
    if (this.banner.textContent !== (said ?? "")) this.banner.textContent = said;
    this.banner.lang = words ? "en" : this.language;
  }

  passage(source: Source, from: HTMLElement | null): void {
    void this.sheet.open(source, from);
  }

  private toLatest(): void {
    this.list.toEnd("instant");
    this.composer.field.focus();
  }

  /** A way to the end where one looks elsewhere, with how many new messages stand below. */
  private moved(): void {
    const below = this.list.shopAfter(this.list.seen);
    this.pill.hidden = this.list.looksAtEnd;
    const words = below ? this.say("latestNew", { count: below }) : this.say("latest");
    const label = el("span", { lang: this.language, class: below ? "" : "sr" }, words);
    this.pill.replaceChildren(icon("down"), label);
    this.deeds.read();
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Tab" && this.element.getAttribute("aria-modal") === "true") this.hold(event);
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (this.sheet.isOpen) this.sheet.close();
    else if (this.menu.isOpen) this.menu.close();
    else this.deeds.close();
  }

  /** Where the window fills the screen, Tab stays inside of it. */
  private hold(event: KeyboardEvent): void {
    const area = this.sheet.isOpen ? this.sheet.element : this.main;
    const all = [
      ...area.querySelectorAll<HTMLElement>("a, button, input, textarea, summary, [tabindex='0']"),
    ];
    const stops = all.filter((one) => one.checkVisibility());
    const here = (this.element.getRootNode() as ShadowRoot).activeElement;
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (here !== from) return;
    event.preventDefault();
    to?.focus();
  }
}
