// The small menu of the header, a disclosure of plain buttons.
import { el, type Icon, icon } from "./dom";

export interface Entry {
  symbol: Icon;
  words: string;
  chosen(): void;
}

export class Menu {
  readonly element: HTMLElement;
  private readonly button: HTMLButtonElement;
  private readonly entries: HTMLElement;

  constructor(label: string, entries: Entry[]) {
    const toggle = () => this.toggle(!this.isOpen);
    this.button = el(
      "button",
      { type: "button", class: "bare", "aria-label": label, "aria-expanded": "false" },
      icon("more"),
    );
    this.button.addEventListener("click", toggle);
    this.entries = el("div", { class: "menu", hidden: true }, ...entries.map((entry) => this.draw(entry)));
    const left = (event: FocusEvent) => {
      if (event.relatedTarget && !this.element.contains(event.relatedTarget as Node)) this.toggle(false);
    };
    this.element = el("div", { class: "menubox", onfocusout: left }, this.button, this.entries);
  }

  get isOpen(): boolean {
    return this.entries.getAttribute("hidden") === null;
  }

  close(): void {
    this.toggle(false);
    this.button.focus();
  }

  private toggle(on: boolean): void {
    this.entries.hidden = !on;
    this.button.setAttribute("aria-expanded", String(on));
    if (on) this.entries.querySelector("button")?.focus();
  }

  private draw(entry: Entry): HTMLElement {
    const chosen = () => {
      this.close();
      entry.chosen();
    };
    return el("button", { type: "button", onclick: chosen }, icon(entry.symbol), entry.words);
  }
}
