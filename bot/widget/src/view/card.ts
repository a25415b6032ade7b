// A shop's event as a card: its parts, its picture, its buttons.
import type { Api } from "../talk/api";
import type { ChatEvent, Source } from "../talk/events";
import type { Say } from "../words";
import { block } from "./blocks";
import { el, type Icon, icon } from "./dom";

/** What a card needs of its surroundings. */
export interface Frame {
  api: Api;
  say: Say;
  language: string;
  press(title: string, button?: string): void;
  passage(source: Source): void;
  isTicked(key: string): boolean;
  tick(key: string, on: boolean): void;
}

const CARDS = new Set(["step", "plan", "answer", "warning", "emergency", "handoff", "resolved"]);

export function card(event: ChatEvent, frame: Frame): HTMLElement {
  const parts = event.parts.length ? event.parts : [{ role: "say", text: event.text }];
  const made = el("div", { class: `bubble ${isCard(event) ? "card" : ""} kind-${kindOf(event)}` });
  made.append(...headline(event, frame), ...parts.flatMap((part) => block(part, event, frame)));
  const before = made.querySelector(".source, .question, p.cite");
  const picture = drawPicture(event, frame);
  if (picture) made.insertBefore(picture, before);
  made.append(...tools(event, frame));
  return made;
}

/** The quick buttons of an event, without those that are rows of its list. */
export function choices(event: ChatEvent, frame: Frame): HTMLElement | null {
  const rows = event.parts.filter((part) => part.role === "list").flatMap((part) => part.text.split("\n"));
  const titles = new Set(rows.map((row) => row.replace(/^\s*\d+\.\s+/, "")));
  const left = event.buttons.filter((button) => !titles.has(button.title));
  if (!left.length) return null;
  const buttons = left.map((button, index) => {
    const main = event.kind === "step" && index === 0;
    const press = () => frame.press(button.title, button.id);
    return el(
      "button",
      { type: "button", class: main ? "choice main" : "choice", onclick: press },
      button.title,
    );
  });
  return el("div", { class: "choices", role: "group", "aria-label": frame.say("choices") }, ...buttons);
}

function kindOf(event: ChatEvent): string {
  return /^[a-z-]+$/.test(event.kind ?? "") ? String(event.kind) : "none";
}

function isCard(event: ChatEvent): boolean {
  return CARDS.has(event.kind ?? "") && !event.notice;
}

function headline(event: ChatEvent, frame: Frame): HTMLElement[] {
  if (event.kind === "resolved") return [banner("check", frame.say("solved"), frame)];
  if (event.kind !== "handoff") return [];
  const ticket = event.custom?.ticket;
  const words = frame.say("handoff");
  return [banner("person", ticket ? `${words} · ${frame.say("ticket", { ticket })}` : words, frame)];
}

function banner(symbol: Icon, words: string, frame: Frame): HTMLElement {
  return el("p", { class: "banner", lang: frame.language }, icon(symbol), words);
}

function drawPicture(event: ChatEvent, frame: Frame): HTMLElement | null {
  const url = event.image ? frame.api.picture(event.image.src) : null;
  if (!event.image || !url) return null;
  const image = el("img", { src: url.href, alt: event.image.alt, loading: "lazy", decoding: "async" });
  const label = `${event.image.alt} (${frame.say("newTab")})`;
  const attributes = {
    class: "picture",
    href: url.href,
    target: "_blank",
    rel: "noopener",
    "aria-label": label,
  };
  image.addEventListener("error", () => image.classList.add("broken"));
  return el("a", attributes, image);
}

/** A small help beside a procedure: the whole of it on one page, to print. */
function tools(event: ChatEvent, frame: Frame): HTMLElement[] {
  const section = event.custom?.section;
  if (!section || !(event.kind === "step" || event.kind === "answer")) return [];
  const page = { href: frame.api.procedurePage(section).href, target: "_blank", rel: "noopener" };
  const hint = el("span", { class: "sr" }, ` (${frame.say("newTab")})`);
  return [
    el(
      "div",
      { class: "tools", lang: frame.language },
      el("a", { class: "tool", ...page }, icon("print"), frame.say("print"), hint),
    ),
  ];
}
