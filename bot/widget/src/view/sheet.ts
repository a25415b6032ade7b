// The passage of a document over the conversation, with the served lines marked.
import type { Api } from "../talk/api";
import type { Passage, Source } from "../talk/events";
import type { Say } from "../words";
import { el, icon } from "./dom";

export class Sheet {
  readonly element: HTMLElement;
  private readonly body = el("div", { class: "scroll passage", tabindex: 0, role: "region" });
  private before: HTMLElement | null = null;

  constructor(
    private readonly api: Api,
    private readonly say: Say,
    private readonly language: string,
    private readonly covered: (on: boolean) => void,
  ) {
    const label = say("passage");
    this.body.setAttribute("aria-label", label);
    this.element = el("div", {
      class: "sheet",
      role: "dialog",
      "aria-modal": "true",
      "aria-label": label,
      hidden: true,
    });
    const shut = {
      type: "button",
      class: "bare",
      "aria-label": say("closePassage"),
      onclick: () => this.close(),
    };
    const head = el(
      "header",
      { class: "bar plain", lang: language },
      el("h2", {}, label),
      el("button", shut, icon("close")),
    );
    this.element.append(head, this.body);
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  async open(source: Source, from: HTMLElement | null): Promise<void> {
    this.before = from;
    this.element.hidden = false;
    this.covered(true);
    this.body.replaceChildren(el("p", { class: "quiet", lang: this.language }, "…"));
    this.element.querySelector("button")?.focus();
    try {
      this.show(await this.api.passage(source), source);
    } catch {
      this.body.replaceChildren(el("p", { class: "quiet", lang: this.language }, this.say("passageFailed")));
    }
  }

  close(): void {
    this.element.hidden = true;
    this.covered(false);
    this.before?.focus();
  }

  private show(passage: Passage, source: Source): void {
    const lines = passage.lines.map((line, index) => {
      const begins = line.step !== passage.lines[index - 1]?.step; // the number stands at a step's first line
      const text = line.served ? el("mark", {}, line.text) : line.text;
      const step = line.step
        ? el("span", { class: begins ? "number" : "indent" }, begins && String(line.step))
        : false;
      const role = /^[a-z]+$/.test(line.role) ? line.role : "text";
      return el("p", { class: `passage-${role}`, dir: "auto" }, step, el("span", {}, text));
    });
    const hint = el("span", { class: "sr" }, ` (${this.say("newTab")})`);
    const page = {
      href: this.api.passagePage(source).href,
      target: "_blank",
      rel: "noopener",
      class: "tool",
    };
    this.body.replaceChildren(
      el("p", { class: "quiet", dir: "auto" }, passage.title),
      el("h3", { class: "head", dir: "auto" }, passage.heading),
      ...lines,
      el("a", { ...page, lang: this.language }, icon("book"), this.say("passagePage"), hint),
    );
    this.body.scrollTop = 0;
    this.body.querySelector("mark")?.scrollIntoView({ block: "center" });
  }
}
