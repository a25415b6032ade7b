// Hears a conversation: first what was missed, then what happens. One tab of a browser asks, the others listen to it.
import { type Api, Refused } from "./api";
import type { ChatEvent } from "./events";
import { Pause } from "./pause";
import type { Session } from "./session";
import { framesOf } from "./sse";

export type State = "online" | "offline" | "blocked";

export interface Hearer {
  heard(events: ChatEvent[]): void;
  ready(): void; // the history is complete
  typing(on: boolean): void;
  state(state: State): void;
  lost(): void; // the conversation is no more
}

type Shared = { after: number; event: ChatEvent } | { typing: boolean } | { state: State } | { alive: true };

const SILENCE = 40_000;

export class Link {
  private readonly stop = new AbortController();
  private readonly pause = new Pause(this.stop.signal);
  private readonly channel: BroadcastChannel | null;
  private last = 0;
  private token = "";
  private heardAt = Date.now();
  private catching: Promise<void> | null = null;

  constructor(
    private readonly api: Api,
    private readonly session: Session,
    private readonly hearer: Hearer,
    chat: string,
  ) {
    const name = `curbside ${api.base} ${chat}`;
    this.channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(name) : null;
    this.channel?.addEventListener("message", ({ data }) => this.overheard(data as Shared));
    void this.run(name);
  }

  close(): void {
    this.stop.abort();
    this.channel?.close();
  }

  /** Six streams are all that a browser opens to a server, so one tab streams; without locks each does. */
  private async run(name: string): Promise<void> {
    if (!this.channel || !navigator.locks) return this.lead();
    void this.follow();
    await navigator.locks.request(name, { signal: this.stop.signal }, () => this.lead()).catch(() => {});
  }

  private get over(): boolean {
    return this.stop.signal.aborted;
  }

  private async lead(): Promise<void> {
    this.heardAt = Number.POSITIVE_INFINITY; // it asks itself, and need not watch another tab
    while (!this.over) {
      try {
        await this.catchUp();
        this.tell({ state: "online" });
        await this.listen();
      } catch (error) {
        if (!this.over) await this.recover(error);
      }
    }
  }

  /** Reads the history once, and again whenever the tab that streams has fallen silent. */
  private async follow(): Promise<void> {
    for (let first = true; !this.over; first = false) {
      if (first || Date.now() - this.heardAt > SILENCE) await this.catchUp().catch(() => {});
      await this.pause.before(SILENCE / 1000);
    }
  }

  private async listen(): Promise<void> {
    const connection = new AbortController();
    const drop = () => connection.abort();
    this.stop.signal.addEventListener("abort", drop);
    let timer = setTimeout(drop, SILENCE);
    try {
      for await (const frame of framesOf(await this.api.stream(this.token, this.last, connection.signal))) {
        clearTimeout(timer);
        timer = setTimeout(drop, SILENCE);
        this.pause.reset();
        if (!frame) this.channel?.postMessage({ alive: true });
        else if (frame.event === "typing") this.tell({ typing: Boolean(JSON.parse(frame.data).on) });
        else if (frame.event === "message") this.tell({ after: this.last, event: JSON.parse(frame.data) });
      }
      await this.pause.before(); // the server ends a stream when it stops, and once an hour
    } finally {
      clearTimeout(timer);
      this.stop.signal.removeEventListener("abort", drop);
      connection.abort();
    }
  }

  private catchUp(): Promise<void> {
    this.catching ??= this.readHistory().finally(() => {
      this.catching = null;
    });
    return this.catching;
  }

  private async readHistory(): Promise<void> {
    this.token = this.session.token ?? "";
    for (let more = true; more && !this.over; ) {
      const page = await this.api.events(this.token, this.last);
      this.last = Math.max(this.last, page.last);
      this.hearer.heard(page.events);
      more = page.more && page.events.length > 0;
    }
    this.hearer.ready();
  }

  private async recover(error: unknown): Promise<void> {
    this.tell({ typing: false });
    if (error instanceof Refused && error.status === 401) {
      if (this.session.token === this.token) this.session.lose(this.token);
      if (this.session.token === null) return this.hearer.lost();
      return this.pause.before();
    }
    if (error instanceof Refused && error.status === 429) return this.pause.before(error.wait ?? 5);
    this.tell({ state: error instanceof Refused && error.status === 403 ? "blocked" : "offline" });
    await this.pause.before();
  }

  /** Takes something in here and passes it on to the other tabs. */
  private tell(shared: Shared): void {
    if (!this.over) this.channel?.postMessage(shared);
    this.take(shared);
  }

  private overheard(shared: Shared): void {
    if (Number.isFinite(this.heardAt)) this.heardAt = Date.now();
    if ("event" in shared && shared.after > this.last) void this.catchUp().catch(() => {});
    else this.take(shared);
  }

  private take(shared: Shared): void {
    if (this.over) return;
    if ("event" in shared) {
      this.last = Math.max(this.last, shared.event.seq);
      this.hearer.heard([shared.event]);
    } else if ("typing" in shared) this.hearer.typing(shared.typing);
    else if ("state" in shared) this.hearer.state(shared.state);
  }
}
