// Waiting that ends early when there is reason to hope.

const LONGEST = 20_000;

/** Waits before a next try: longer each time, cut short when the browser is online or looked at again. */
export class Pause {
  private tries = 0;

  constructor(private readonly stop: AbortSignal) {}

  /** After a success the next failure is a first one again. */
  reset(): void {
    this.tries = 0;
  }

  async before(seconds: number | null = null): Promise<void> {
    const wait = seconds === null ? Math.min(LONGEST, 500 * 2 ** this.tries++) : seconds * 1000;
    await hope(wait * (0.8 + 0.4 * Math.random()), this.stop, seconds === null);
  }
}

function hope(wait: number, stop: AbortSignal, early: boolean): Promise<void> {
  return new Promise((resolve) => {
    const end = new AbortController();
    const done = () => {
      clearTimeout(timer);
      end.abort();
      resolve();
    };
    const timer = setTimeout(done, wait);
    stop.addEventListener("abort", done, { signal: end.signal });
    if (early) {
      addEventListener("online", done, { signal: end.signal });
      document.addEventListener("visibilitychange", () => !document.hidden && done(), { signal: end.signal });
    }
    if (stop.aborted) done();
  });
}
