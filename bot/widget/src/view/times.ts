// Times and days in the language of the frame.
import type { Say } from "../words";
import { el } from "./dom";

const DAY = 86_400_000;

export function timeOf(at: number, language: string): HTMLElement {
  const date = new Date(at * 1000);
  const words = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" }).format(date);
  return el("time", { datetime: date.toISOString(), lang: language }, words);
}

/** The day as a key that two times share when they are of one day here. */
export function dayKey(at: number): string {
  return new Date(at * 1000).toDateString();
}

export function dayWords(at: number, language: string, say: Say): string {
  const key = dayKey(at);
  if (key === dayKey(Date.now() / 1000)) return say("today");
  if (key === dayKey((Date.now() - DAY) / 1000)) return say("yesterday");
  const format = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
  return format.format(new Date(at * 1000));
}
