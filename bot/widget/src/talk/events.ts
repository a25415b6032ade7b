// What the server sends: see docs/web-protocol.md.

export interface Part {
  role: string;
  text: string;
}

export interface Button {
  title: string;
  id: string;
}

export interface Source {
  document: string;
  title: string;
  section: string;
  lines: [number, number][];
}

export interface Custom {
  kind: string;
  section?: string;
  step?: number;
  steps?: number;
  ticket?: string | number | null;
  source?: Source;
}

export interface ChatEvent {
  seq: number;
  at: number;
  from: "person" | "shop";
  text: string;
  parts: Part[];
  buttons: Button[];
  kind: string | null;
  custom: Custom | null;
  image: { src: string; alt: string } | null;
  notice: boolean;
  message?: string;
}

export interface PassageLine {
  number: number;
  text: string;
  role: string;
  step: number | null;
  served: boolean;
}

export interface Passage {
  title: string;
  heading: string;
  lines: PassageLine[];
}

/** What a person sends; `id` is made here, so that nothing is sent twice. */
export interface Message {
  id: string;
  text?: string;
  button?: string;
}
