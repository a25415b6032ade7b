// Reads each finished message to assistive technology, once, from outside of the list.
import type { ChatEvent } from "../talk/events";
import { el } from "./dom";

const KEPT = 20;

export class Announcer {
  readonly element = el("div", { class: "sr", role: "status", "aria-live": "polite", lang: "en" });

  /** Adds words to the region; older ones leave it silently. */
  announce(events: ChatEvent[]): void {
    for (const event of events)
      if (event.from === "shop" && event.text)
        this.element.append(el("p", { "data-seq": event.seq }, event.text));
    while (this.element.childElementCount > KEPT) this.element.firstElementChild?.remove();
  }

  clear(): void {
    this.element.replaceChildren();
  }
}
