// What the browser keeps for this page's origin; where storage is blocked it lives as long as the page.

export class Keep {
  private readonly memory = new Map<string, string>();

  /** Keeps under names of their own for one server. */
  constructor(private readonly server: string) {}

  /** The name in the browser's storage, for whoever listens to changes by other tabs. */
  name(key: string): string {
    return `curbside ${key} ${this.server}`;
  }

  read<T>(key: string): T | null {
    const name = this.name(key);
    let found = this.memory.get(name) ?? null;
    try {
      found = localStorage.getItem(name) ?? found;
      return found === null ? null : (JSON.parse(found) as T);
    } catch {
      return found === null ? null : parsed<T>(found);
    }
  }

  write(key: string, value: unknown): void {
    const name = this.name(key);
    const text = JSON.stringify(value);
    try {
      localStorage.setItem(name, text);
      this.memory.delete(name);
    } catch {
      this.memory.set(name, text);
    }
  }

  drop(key: string): void {
    this.memory.delete(this.name(key));
    try {
      localStorage.removeItem(this.name(key));
    } catch {
      // Nothing was kept there.
    }
  }
}

function parsed<T>(text: string): T | null {
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}
