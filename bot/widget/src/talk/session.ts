// The one thing that names a conversation: its token, shared by all tabs of this origin.
import { type Api, type Given, Refused } from "./api";
import type { Keep } from "./keep";

interface Kept extends Given {
  chat: string; // changes with the conversation, not when the token is renewed
}

const KEY = "session";

export class Session {
  private beginning: Promise<string> | null = null;

  constructor(
    private readonly api: Api,
    private readonly keep: Keep,
  ) {}

  get token(): string | null {
    return this.kept?.token ?? null;
  }

  /** Which conversation it is, null before the first message. */
  get chat(): string | null {
    return this.kept?.chat ?? null;
  }

  get storageName(): string {
    return this.keep.name(KEY);
  }

  /** The token, of a new conversation where there is none. */
  begin(): Promise<string> {
    if (this.token) return Promise.resolve(this.token);
    this.beginning ??= this.open().finally(() => {
      this.beginning = null;
    });
    return this.beginning;
  }

  /** Gets a fresh token once the old one is half over; a token that is no longer valid is dropped. */
  async renew(): Promise<void> {
    const kept = this.kept;
    if (!kept) return;
    try {
      const given = await this.api.session(kept.token);
      if (given.token !== kept.token && this.token === kept.token) this.put(given, kept.chat);
    } catch (error) {
      if (error instanceof Refused && error.status === 401) this.lose(kept.token);
    }
  }

  /** Forgets a token that the server does not know; another tab's newer one stays. */
  lose(token: string): void {
    if (this.token === token) this.keep.drop(KEY);
  }

  private get kept(): Kept | null {
    return this.keep.read<Kept>(KEY);
  }

  private async open(): Promise<string> {
    const given = await this.api.session(null);
    const other = this.token; // another tab may have been quicker
    if (other) return other;
    this.put(given, newId());
    return given.token;
  }

  private put(given: Given, chat: string): void {
    this.keep.write(KEY, { token: given.token, expires: given.expires, chat });
  }
}

/** An id that nobody else has; also on pages without https, where randomUUID is missing. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
