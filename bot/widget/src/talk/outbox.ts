// What a person has said and the server has not taken yet; it outlives a reload.
import type { Message } from "./events";
import type { Keep } from "./keep";
import { newId } from "./session";

export interface Pending {
  id: string;
  at: number;
  text: string; // what the bubble reads; of a button its title
  button?: string;
  failed?: string; // why it was not taken, once nobody tries any more
}

const KEY = "outbox";

export class Outbox {
  constructor(private readonly keep: Keep) {}

  get storageName(): string {
    return this.keep.name(KEY);
  }

  get all(): Pending[] {
    const found = this.keep.read<Pending[]>(KEY);
    return Array.isArray(found) ? found : [];
  }

  /** The oldest that is still to be sent. */
  get first(): Pending | null {
    return this.all.find((one) => one.failed === undefined) ?? null;
  }

  add(text: string, button?: string): Pending {
    const pending: Pending = { id: newId(), at: Date.now() / 1000, text, button };
    this.put([...this.all, pending]);
    return pending;
  }

  remove(ids: Set<string>): void {
    const left = this.all.filter((one) => !ids.has(one.id));
    if (left.length < this.all.length) this.put(left);
  }

  fail(id: string, why: string): void {
    this.put(this.all.map((one) => (one.id === id ? { ...one, failed: why } : one)));
  }

  retry(id: string): void {
    this.put(
      this.all.map(({ failed, ...one }) =>
        one.id === id || failed === undefined ? one : { ...one, failed },
      ),
    );
  }

  clear(): void {
    this.keep.drop(KEY);
  }

  private put(all: Pending[]): void {
    if (all.length) this.keep.write(KEY, all);
    else this.clear();
  }
}

export function messageOf(pending: Pending): Message {
  return pending.button ? { id: pending.id, button: pending.button } : { id: pending.id, text: pending.text };
}
