// Elements made of plain text: nothing that a person or a document wrote is ever read as HTML.

type Value = string | number | boolean | null | undefined | ((event: never) => void);
type Child = Node | string | null | undefined | false;

/** An element with attributes, listeners (`onclick: …`) and children; texts become text nodes. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value as EventListener);
    else if (typeof value === "boolean") made.toggleAttribute(name, value);
    else if (value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

const ICONS = {
  chat: "M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H11l-4.6 4.1c-.5.5-1.4.1-1.4-.6V16h-.5A2.5 2.5 0 0 1 4 13.5z",
  close: "M6 6l12 12M18 6L6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  send: "M12 19V5M5.5 11.5L12 5l6.5 6.5",
  warning: "M12 4L2.8 19.5h18.4zM12 10v4.5M12 17.2v.1",
  book: "M5 4.5A1.5 1.5 0 0 1 6.5 3H19v15H6.5A1.5 1.5 0 0 0 5 19.5zm0 15A1.5 1.5 0 0 0 6.5 21H19v-3",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.5v.1",
  check: "M5 12.5l4.5 4.5L19 7.5",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  next: "M9 5.5l6.5 6.5L9 18.5",
  more: "M5 12v.1M12 12v.1M19 12v.1",
  print: "M7 8V3.5h10V8M7 17H4.5v-7.5h15V17H17M7 13.5h10v7H7z",
  help: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.600 2.200c-.7.4-1.100.9-1.100 1.800M12 16.700v.1",
  phone:
    "M6 3.5l3 .5 1.5 4-2 1.5a12 12 0 0 0 6 6l1.5-2 4 1.5.5 3c0 1.5-1 2.5-2.5 2.5C10 20.5 3.5 14 3.5 6c0-1.5 1-2.5 2.5-2.5z",
  save: "M12 4v11M7 10.5l5 5 5-5M4.5 20h15",
} as const;

export type Icon = keyof typeof ICONS;

/** A line drawing that assistive technology passes over. */
export function icon(name: Icon): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" }))
    svg.setAttribute(key, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Text with the line breaks that it has, a paragraph a line. */
export function paragraphs(text: string, className: string): HTMLElement[] {
  const lines = text.split("\n").filter((line) => line.trim());
  return lines.map((line) => el("p", { class: className, dir: "auto" }, line));
}
