// The server's addresses. Nothing but this server is ever called.
import type { ChatEvent, Message, Passage, Source } from "./events";

/** The server answered, but not with what was asked for. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly words: string | null,
    readonly wait: number | null,
  ) {
    super(`The server answered ${status}.`);
  }
}

export interface Given {
  token: string;
  expires: number;
}

export interface Page {
  events: ChatEvent[];
  last: number;
  more: boolean;
}

const PATIENCE = 20_000;

export class Api {
  constructor(readonly base: URL) {}

  /** A new conversation, or with its token the same one. */
  async session(token: string | null): Promise<Given> {
    return (await this.ask("session", token, { method: "POST", body: "{}" })).json();
  }

  async events(token: string, after: number): Promise<Page> {
    return (await this.ask(`events?after=${after}`, token)).json();
  }

  async stream(token: string, after: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const answer = await this.ask(`stream?after=${after}`, token, { signal });
    if (!answer.body) throw new TypeError("The stream has no body.");
    return answer.body;
  }

  async send(token: string, message: Message): Promise<void> {
    await this.ask("message", token, { method: "POST", body: JSON.stringify(message) });
  }

  async transcript(token: string): Promise<string> {
    return (await this.ask("transcript", token)).text();
  }

  async passage(source: Source): Promise<Passage> {
    return (await this.ask(this.passagePage(source), null)).json();
  }

  passagePage(source: Source): URL {
    const lines = (source.lines ?? []).map(([first, last]) => `${first}-${last}`).join(",");
    const wish = new URLSearchParams({ document: source.document, section: source.section, lines });
    return this.page(`passage?${wish}`);
  }

  procedurePage(section: string): URL {
    return this.page(`procedure?${new URLSearchParams({ section })}`);
  }

  /** A picture's address if it lies on this server, else null. */
  picture(src: string): URL | null {
    try {
      const url = new URL(src, this.base);
      return url.origin === this.base.origin && /^https?:$/.test(url.protocol) ? url : null;
    } catch {
      return null;
    }
  }

  private page(path: string): URL {
    return new URL(`webhooks/web/${path}`, this.base);
  }

  private async ask(path: string | URL, token: string | null, init: RequestInit = {}): Promise<Response> {
    const headers: Record<string, string> = { Accept: "application/json, text/plain, text/event-stream" };
    if (path instanceof URL) headers.Accept = "application/json";
    if (init.body) headers["Content-Type"] = "application/json";
    if (token) headers.Authorization = `Bearer ${token}`;
    const signal = init.signal ?? AbortSignal.timeout(PATIENCE);
    const url = path instanceof URL ? path : this.page(path);
    const answer = await fetch(url, { ...init, headers, signal, credentials: "omit", cache: "no-store" });
    if (!answer.ok) throw await refusal(answer);
    return answer;
  }
}

async function refusal(answer: Response): Promise<Refused> {
  const wait = Number.parseFloat(answer.headers.get("Retry-After") ?? "");
  let words: unknown = null;
  try {
    words = (await answer.json()).text;
  } catch {
    // A proxy's page, or nothing.
  }
  return new Refused(answer.status, typeof words === "string" ? words : null, wait >= 0 ? wait : null);
}
