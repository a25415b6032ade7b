// A conversation as the view sees it: events in order, what waits to be sent, and how the connection is.
import { type Api, Refused } from "./api";
import type { ChatEvent } from "./events";
import type { Keep } from "./keep";
import { type Hearer, Link, type State } from "./link";
import { messageOf, Outbox, type Pending } from "./outbox";
import { Pause } from "./pause";
import { Session } from "./session";

export interface Viewer {
  events(events: ChatEvent[], fresh: boolean): void;
  pending(all: Pending[]): void;
  typing(on: boolean): void;
  state(state: State, words?: string | null): void;
  reset(): void;
}

export class Chat implements Hearer {
  private readonly session: Session;
  private readonly outbox: Outbox;
  private readonly stop = new AbortController();
  private readonly pause = new Pause(this.stop.signal);
  private readonly known = new Set<number>();
  private link: Link | null = null;
  private linked: string | null = null;
  private flushing = false;
  private complete = false;

  constructor(
    readonly api: Api,
    private readonly keep: Keep,
    private readonly viewer: Viewer,
  ) {
    this.session = new Session(api, keep);
    this.outbox = new Outbox(keep);
    addEventListener("storage", (event) => this.elsewhere(event), { signal: this.stop.signal });
  }

  /** Takes up a conversation that this browser already has, and sends what was left. */
  start(): void {
    this.viewer.pending(this.outbox.all);
    this.connect();
    void this.session.renew().then(() => this.connect());
    void this.flush();
  }

  close(): void {
    this.stop.abort();
    this.link?.close();
  }

  say(text: string, button?: string): Pending {
    const pending = this.outbox.add(text, button);
    this.viewer.pending(this.outbox.all);
    void this.flush();
    return pending;
  }

  retry(id: string): void {
    this.outbox.retry(id);
    this.viewer.pending(this.outbox.all);
    void this.flush();
  }

  forget(id: string): void {
    this.outbox.remove(new Set([id]));
    this.viewer.pending(this.outbox.all);
  }

  async transcript(): Promise<string | null> {
    const token = this.session.token;
    return token ? this.api.transcript(token) : null;
  }

  get seen(): number {
    return this.keep.read<number>(`seen ${this.session.chat}`) ?? 0;
  }

  set seen(seq: number) {
    if (this.session.chat && seq > this.seen) this.keep.write(`seen ${this.session.chat}`, seq);
  }

  heard(events: ChatEvent[]): void {
    const news = events.filter((event) => !this.known.has(event.seq));
    for (const event of news) this.known.add(event.seq);
    if (!news.length) return;
    this.viewer.events(news, this.complete);
    this.outbox.remove(new Set(news.flatMap((event) => event.message ?? [])));
    this.viewer.pending(this.outbox.all);
  }

  ready(): void {
    this.complete = true;
  }

  typing(on: boolean): void {
    this.viewer.typing(on);
  }

  state(state: State): void {
    this.viewer.state(state);
  }

  lost(): void {
    this.connect();
  }

  /** Hears the conversation that the token names now; another than before starts the view afresh. */
  private connect(): void {
    const chat = this.session.chat;
    if (chat === this.linked || this.stop.signal.aborted) return;
    this.link?.close();
    this.known.clear();
    if (this.linked !== null) this.viewer.reset();
    this.linked = chat;
    this.complete = false;
    this.link = chat ? new Link(this.api, this.session, this, chat) : null;
    this.viewer.pending(this.outbox.all);
  }

  private elsewhere(event: StorageEvent): void {
    if (event.key === this.session.storageName) this.connect();
    if (event.key === this.outbox.storageName) this.viewer.pending(this.outbox.all);
  }

  /** Sends one after the other; the server knows each by its id, so trying again is safe. */
  private async flush(): Promise<void> {
    if (this.flushing) return;
    this.flushing = true;
    for (let next = this.outbox.first; next && !this.stop.signal.aborted; next = this.outbox.first) {
      let token: string | null = null;
      try {
        token = await this.session.begin();
        this.connect();
        await this.api.send(token, messageOf(next));
        this.pause.reset();
        this.outbox.remove(new Set([next.id]));
        this.viewer.state("online");
      } catch (error) {
        await this.refused(next, token, error);
      }
    }
    this.flushing = false;
  }

  private async refused(pending: Pending, token: string | null, error: unknown): Promise<void> {
    const status = error instanceof Refused ? error.status : 0;
    const words = error instanceof Refused ? error.words : null;
    if (status === 401 && token) {
      this.session.lose(token);
      if (pending.button) this.outbox.remove(new Set([pending.id])); // of a conversation that is no more
    } else if (status === 429) {
      this.viewer.state("online", words ?? "");
      await this.pause.before((error as Refused).wait ?? 5);
    } else if (status >= 400 && status < 500 && status !== 408) {
      this.outbox.fail(pending.id, words ?? "");
      if (status === 403) this.viewer.state("blocked");
    } else {
      this.viewer.state("offline");
      await this.pause.before();
    }
    this.viewer.pending(this.outbox.all);
  }
}
