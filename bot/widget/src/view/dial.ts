// Telephone numbers that can be touched: for whoever stands beside a car, calling must be one tap.
import { el, icon } from "./dom";

const NUMBER = /(?<![\w.,/-])\+?\(?\d[\d ()/-]{1,18}\d(?![\w/-]|[.,]\d)/g;
const EMERGENCY = /(?<![\w.,/-])\d{3}(?![\w/-]|[.,]\d)/;

/** The text with its telephone numbers as links. */
export function dialled(text: string): (Node | string)[] {
  const found: (Node | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(NUMBER)) {
    const digits = match[0].replace(/[^\d+]/g, "");
    if (digits.length < 6 || digits.length > 15) continue;
    found.push(text.slice(end, match.index), el("a", { href: `tel:${digits}`, class: "tel" }, match[0]));
    end = match.index + match[0].length;
  }
  found.push(text.slice(end));
  return found;
}

/** A large link that calls the emergency number which the text names, if it names one. */
export function emergencyCall(text: string, label: (number: string) => string): HTMLElement | null {
  const number = EMERGENCY.exec(text)?.[0];
  return number ? el("a", { href: `tel:${number}`, class: "call" }, icon("phone"), label(number)) : null;
}
