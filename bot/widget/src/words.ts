// The frame's words, as data files; the conversation itself is the shop's.
import de from "./words/de.json";
import en from "./words/en.json";

export type Word = keyof typeof en;
export type Say = (word: Word, fields?: Record<string, string | number>) => string;

const LANGUAGES: Record<string, Record<Word, string>> = { en, de };

/** The language of the frame that serves a wish like "de-AT": "en" where there is none. */
export function languageFor(wish: string | null): string {
  const language = (wish ?? "").toLowerCase().split("-")[0] ?? "";
  return Object.hasOwn(LANGUAGES, language) ? language : "en";
}

/** Says a word of the frame in a language, with its `{fields}` filled in. */
export function sayIn(language: string): Say {
  const words = LANGUAGES[language] ?? en;
  return (word, fields = {}) => words[word].replace(/\{(\w+)\}/g, (_, name) => String(fields[name] ?? ""));
}
