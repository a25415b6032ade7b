// Where a person writes: grows with the text, Enter sends, Shift+Enter breaks the line.
import type { Say } from "../words";
import { el, icon } from "./dom";

const LONGEST = 2000;
const TALLEST = 136;

export class Composer {
  readonly element: HTMLFormElement;
  readonly field: HTMLTextAreaElement;
  private readonly button: HTMLButtonElement;

  constructor(
    say: Say,
    language: string,
    private readonly sent: (text: string) => void,
  ) {
    this.field = el("textarea", {
      rows: 1,
      maxlength: LONGEST,
      placeholder: say("placeholder"),
      "aria-label": say("placeholder"),
      lang: language,
      enterkeyhint: "send",
      oninput: () => this.fit(),
      onkeydown: (event: KeyboardEvent) => this.key(event),
    });
    this.button = el("button", { type: "submit", class: "send", "aria-label": say("send") }, icon("send"));
    this.element = el("form", { class: "composer", onsubmit: (event: Event) => this.submit(event) });
    this.element.append(this.field, this.button);
    this.fit();
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    this.fit();
    this.field.focus();
    this.sent(text);
  }

  private fit(): void {
    this.button.classList.toggle("empty", !this.field.value.trim());
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(TALLEST, Math.max(44, this.field.scrollHeight))}px`;
  }
}
