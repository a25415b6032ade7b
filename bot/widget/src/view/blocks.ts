// How each part of a card is drawn, by its role.
import type { ChatEvent, Part } from "../talk/events";
import type { Frame } from "./card";
import { dialled, emergencyCall } from "./dial";
import { el, type Icon, icon, paragraphs } from "./dom";

export function block(part: Part, event: ChatEvent, frame: Frame): HTMLElement[] {
  const draw = DRAWN[part.role] ?? plain;
  return draw(part, event, frame);
}

type Draw = (part: Part, event: ChatEvent, frame: Frame) => HTMLElement[];

const plain: Draw = (part) => paragraphs(part.text, "say");

const head: Draw = (part, event, frame) => {
  const { step, steps } = event.custom ?? {};
  if (event.kind !== "step" || !step || !steps) return [el("h3", { class: "head", dir: "auto" }, part.text)];
  const colon = part.text.indexOf(": ");
  const [count, title] =
    colon < 0 ? [null, part.text] : [part.text.slice(0, colon), part.text.slice(colon + 2)];
  const label = frame.say("stepOf", { step, steps });
  const bar = el("div", {
    class: "progress",
    role: "progressbar",
    "aria-label": label,
    "aria-valuemin": 0,
    "aria-valuemax": steps,
    "aria-valuenow": step,
    "aria-valuetext": label,
  });
  for (let n = 1; n <= Math.min(steps, 40); n++) bar.append(el("span", { class: n <= step ? "done" : "" }));
  return [
    el("div", { class: "stephead" }, bar, count && el("p", { class: "count" }, count)),
    el("h3", { class: "head", dir: "auto" }, title),
  ];
};

const needs: Draw = (part, event, frame) => {
  const lines = part.text.split("\n").filter((line) => line.trim());
  const items = lines.map((line, index) => {
    const box = el("input", {
      type: "checkbox",
      onchange: () => frame.tick(`${event.seq}:${index}`, box.checked),
    });
    box.checked = frame.isTicked(`${event.seq}:${index}`);
    return el("li", {}, el("label", { class: "tick" }, box, el("span", { dir: "auto" }, line)));
  });
  const title = el("p", { class: "label", lang: frame.language }, frame.say("need"));
  return [el("div", { class: "needs" }, title, el("ul", {}, ...items))];
};

/** A note that stands out, with an icon and a name for those who cannot see it. */
function note(
  kind: string,
  symbol: Icon,
  label: string,
  lines: HTMLElement[],
  language: string,
): HTMLElement {
  const name = el("span", { class: "sr", lang: language }, `${label}: `);
  const attributes = { class: `note ${kind}`, role: "note", "aria-label": label };
  return el("div", attributes, icon(symbol), el("div", {}, name, ...lines));
}

const warning: Draw = (part, event, frame) => {
  const urgent = event.kind === "emergency";
  const label = frame.say(urgent ? "emergency" : "warning");
  const made = note(
    urgent ? "urgent" : "warn",
    "warning",
    label,
    paragraphs(part.text, "line"),
    frame.language,
  );
  const call = urgent ? emergencyCall(part.text, (number) => frame.say("call", { number })) : null;
  return call ? [made, call] : [made];
};

const shopNote: Draw = (part, _, frame) => [
  note("tip", "info", frame.say("shopNote"), paragraphs(part.text, "line"), frame.language),
];

const gap: Draw = (part, _, frame) => [
  note("tip", "info", frame.say("gap"), paragraphs(part.text, "line"), frame.language),
];

const list: Draw = (part, event, frame) => {
  const rows = part.text.split("\n").filter((line) => line.trim());
  const items = rows.map((line, index) => {
    const title = line.replace(/^\s*\d+\.\s+/, "");
    const button = event.buttons.find((one) => one.title === title);
    const words = [
      el("span", { class: "number", "aria-hidden": "true" }, String(index + 1)),
      el("span", { dir: "auto", class: "grow" }, title),
    ];
    if (!button) return el("li", {}, el("div", { class: "row" }, ...words));
    const press = () => frame.press(button.title, button.id);
    return el(
      "li",
      {},
      el("button", { class: "row", type: "button", onclick: press }, ...words, icon("next")),
    );
  });
  return [el("ol", { class: "rows", "aria-label": frame.say("ways") }, ...items)];
};

const skipped: Draw = (part, _, frame) => {
  const lines = part.text.split("\n").filter((line) => line.trim());
  const items = lines.map((line) => el("li", { dir: "auto" }, line));
  const summary = el(
    "summary",
    { lang: frame.language },
    frame.say("leftOut", { count: lines.length }),
    icon("next"),
  );
  return [el("details", { class: "skipped" }, summary, el("ul", {}, ...items))];
};

const cite: Draw = (part, event, frame) => {
  const source = event.custom?.source;
  if (!source) return paragraphs(part.text, "cite");
  const open = (click: MouseEvent) => {
    if (click.ctrlKey || click.metaKey || click.shiftKey) return; // a page of its own, as the person wishes
    click.preventDefault();
    frame.passage(source);
  };
  const attributes = { class: "source", target: "_blank", rel: "noopener", onclick: open };
  const href = frame.api.passagePage(source).href;
  return [el("a", { ...attributes, href }, icon("book"), el("span", { dir: "auto" }, part.text))];
};

const question: Draw = (part) => paragraphs(part.text, "question");

const contact: Draw = (part) => {
  const lines = part.text.split("\n").filter((line) => line.trim());
  return [
    el("ul", { class: "contact" }, ...lines.map((line) => el("li", { dir: "auto" }, ...dialled(line)))),
  ];
};

const words: Draw = (part) => paragraphs(part.text, "line");

const DRAWN: Record<string, Draw> = {
  head,
  needs,
  warning,
  words,
  note: shopNote,
  gap,
  list,
  skipped,
  cite,
  question,
  contact,
};
