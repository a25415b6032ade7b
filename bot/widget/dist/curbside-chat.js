const U = ':host{position:fixed;z-index:2147483000;inset:auto max(24px,env(safe-area-inset-right)) max(24px,env(safe-area-inset-bottom)) auto}:host([position="bottom-left"]){inset:auto auto max(24px,env(safe-area-inset-bottom)) max(24px,env(safe-area-inset-left))}:host([position="inline"]){position:relative;inset:auto;z-index:auto;display:block;height:640px}:host([hidden]),[hidden]{display:none!important}*,*:before,*:after{box-sizing:border-box}.stage{--surface: #ffffff;--page: #f6f7f9;--bubble: #eef0f4;--line: #dfe3ea;--border: #7d8694;--text: #1a1d23;--quiet: #565e6b;--warn-bg: #fff4d6;--warn-line: #d99a00;--warn-text: #573b00;--urgent-bg: #b3161d;--urgent-text: #ffffff;--good-bg: #e2f5e8;--good-text: #0f5a2b;--tip-bg: #e8f0fb;--tip-text: #1c3d69;--mark: #fff0b3;--shadow: 0 8px 40px rgb(15 23 42 / 18%), 0 2px 8px rgb(15 23 42 / 10%);color-scheme:light;color:var(--text);font:400 16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Noto Sans,Liberation Sans,sans-serif;text-align:start}.stage[data-theme=dark]{--surface: #1b1e24;--page: #14161b;--bubble: #2b2f38;--line: #363b46;--border: #8a93a3;--text: #eef0f4;--quiet: #aab2bf;--warn-bg: #3d2f0b;--warn-line: #e0a92a;--warn-text: #ffe3a1;--good-bg: #163524;--good-text: #a4e8be;--tip-bg: #1d2f49;--tip-text: #c3dbff;--mark: #5c4a0c;--shadow: 0 8px 40px rgb(0 0 0 / 60%);color-scheme:dark}:host([position="inline"]) .stage{height:100%}p,h2,h3,ul,ol{margin:0;padding:0;font:inherit;overflow-wrap:anywhere;unicode-bidi:isolate}ul,ol{list-style:none}button,textarea,input{font:inherit;color:inherit}button,summary,label,a{touch-action:manipulation}button,summary{cursor:pointer}:focus-visible{outline:3px solid var(--accent-ink);outline-offset:2px}.bar :focus-visible{outline-color:var(--on-accent);outline-offset:-4px}.bar.plain :focus-visible{outline-color:var(--accent-ink)}.icon{flex:none;width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.quiet{color:var(--quiet);font-size:14px}.launcher{position:relative;display:grid;place-items:center;width:64px;height:64px;margin-inline-start:auto;border:0;border-radius:50%;background:var(--accent);color:var(--on-accent);box-shadow:var(--shadow);transition:transform .16s ease}.launcher:hover{transform:scale(1.05)}.launcher .icon{width:28px;height:28px}.launcher[aria-expanded=true] .icon:first-child,.launcher[aria-expanded=false] .icon:nth-child(2){display:none}:host([position="bottom-left"]) .launcher{margin-inline:0 auto}.badge{position:absolute;top:-4px;right:-4px;min-width:24px;height:24px;padding:0 8px;border-radius:12px;background:#b3161d;color:#fff;font-size:13px;font-weight:700;line-height:24px;text-align:center}.panel{position:relative;width:408px;height:min(720px,calc(100dvh - 136px));margin-bottom:16px;border:1px solid var(--line);border-radius:20px;overflow:hidden;background:var(--surface);box-shadow:var(--shadow);animation:rise .18s ease-out}@keyframes rise{0%{opacity:0;transform:translateY(12px)}}:host([position="inline"]) .panel{width:100%;height:100%;margin:0;box-shadow:none;animation:none}.main,.sheet{display:flex;flex-direction:column;height:100%}.bar{display:flex;align-items:center;gap:4px;flex:none;min-height:64px;padding:8px 8px 8px 24px;background:var(--accent);color:var(--on-accent)}.bar h2{flex:1;font-size:17px;font-weight:650;line-height:1.3}.bar.plain{background:var(--surface);color:var(--text);border-bottom:1px solid var(--line)}.bare{display:grid;place-items:center;width:44px;height:44px;border:0;border-radius:12px;background:none}.bare:hover{background:#7f7f7f38}:host([position="inline"]) .shut{display:none}.menubox{position:relative}.bare .icon path[d^="M5 12v"]{stroke-width:3.5}.menu{position:absolute;z-index:3;top:48px;right:0;width:max-content;max-width:300px;padding:8px;border:1px solid var(--line);border-radius:12px;background:var(--surface);color:var(--text);box-shadow:var(--shadow)}.menu button{display:flex;align-items:center;gap:12px;width:100%;min-height:44px;padding:8px 16px 8px 12px;border:0;border-radius:8px;background:none;text-align:start}.menu button:hover{background:var(--bubble)}.menu :focus-visible{outline-color:var(--accent-ink)}.offline:not(:empty){flex:none;padding:8px 24px;background:var(--warn-bg);color:var(--warn-text);font-size:14px;text-align:center}.middle{position:relative;flex:1;min-height:0}.scroll{position:relative;height:100%;padding:24px 16px 16px;overflow-y:auto;overscroll-behavior:contain;background:var(--page)}.scroll:focus-visible{outline-offset:-3px}.pill{position:absolute;bottom:12px;right:12px;display:flex;align-items:center;gap:8px;min-width:44px;min-height:44px;padding:0 11px;border:1px solid var(--line);border-radius:22px;background:var(--surface);box-shadow:0 4px 16px #0f172a33;font-size:15px;font-weight:600}.pill .icon{width:20px;height:20px;color:var(--accent-ink)}.items>li{display:flex;flex-direction:column;align-items:flex-start;margin-bottom:16px;scroll-margin:16px}.items>li:focus{outline:none}.items>li.person:focus-visible .bubble{outline:3px solid var(--accent-ink);outline-offset:2px}.items>li.person{align-items:flex-end}.items>li.day{align-items:center;margin-block:8px 24px;color:var(--quiet);font-size:13px;font-weight:600}.bubble{max-width:88%;padding:12px 16px;border-radius:20px 20px 20px 6px;background:var(--bubble)}.person .bubble{border-radius:20px 20px 6px;background:var(--accent);color:var(--on-accent)}.bubble>*+*{margin-top:12px}.bubble .line+.line,.bubble .say+.say{margin-top:8px}.card{width:100%;max-width:100%;padding:16px;border:1px solid var(--line);border-radius:16px;background:var(--surface)}.foot{padding:4px 8px 0;color:var(--quiet);font-size:13px}.foot:empty{display:none}.failed{display:flex;flex-wrap:wrap;align-items:center;justify-content:flex-end;gap:0 12px}.failed>span{color:var(--text);font-weight:600}.link{min-width:44px;min-height:44px;padding:0 4px;border:0;background:none;color:var(--accent-ink);font-weight:600;text-decoration:underline}.dots{display:inline-flex;gap:6px;padding:18px 20px}.dots span{width:8px;height:8px;margin:0;border-radius:50%;background:var(--quiet);animation:breathe 1.2s infinite ease-in-out}.dots span:nth-child(2){animation-delay:.15s}.dots span:nth-child(3){animation-delay:.3s}@keyframes breathe{0%,60%,to{opacity:.35}30%{opacity:1}}.stephead{display:flex;align-items:center;gap:12px}.progress{display:flex;flex:1;gap:4px}.progress span{flex:1;height:6px;border-radius:3px;background:var(--line)}.progress .done{background:var(--accent-ink)}.count{flex:none;color:var(--quiet);font-size:14px;font-weight:600}.bubble>.stephead+.head{margin-top:8px}.head{font-size:18px;font-weight:650;line-height:1.35}.kind-plan .head{font-size:17px}.label{font-size:14px;font-weight:650}.needs{padding:12px 12px 8px;border-radius:12px;background:var(--page)}.tick{display:flex;gap:12px;min-height:44px;padding:10px 0;cursor:pointer}.tick input{flex:none;width:24px;height:24px;margin:0;accent-color:var(--accent-ink)}.tick input:checked+span{color:var(--quiet)}.note{display:flex;gap:12px;padding:12px;border-radius:12px}.note .line+.line{margin-top:8px}.warn{background:var(--warn-bg);color:var(--warn-text);box-shadow:inset 4px 0 0 var(--warn-line);padding-inline-start:16px;font-weight:550}.urgent{padding:16px;background:var(--urgent-bg);color:var(--urgent-text);font-size:17px;font-weight:600}.tip{background:var(--tip-bg);color:var(--tip-text)}.call,.choice,.row{min-height:44px;border:1px solid var(--border);border-radius:12px;background:var(--surface)}.call{display:flex;align-items:center;justify-content:center;gap:12px;min-height:56px;border-color:transparent;background:var(--urgent-bg);color:var(--urgent-text);font-size:18px;font-weight:700;text-decoration:none}.rows li+li{margin-top:8px}.row{display:flex;align-items:center;gap:12px;width:100%;min-height:56px;padding:8px 12px;border-color:var(--line);text-align:start}.grow{flex:1}button.row:hover{border-color:var(--accent-ink)}.row>.icon{width:20px;height:20px;color:var(--quiet)}.number{display:inline-grid;flex:none;place-items:center;width:28px;height:28px;border-radius:50%;background:var(--bubble);font-size:14px;font-weight:650}.indent{flex:none;width:28px}.skipped summary{display:flex;align-items:center;gap:4px;min-height:44px;color:var(--quiet);font-size:15px;font-weight:600;list-style:none}.skipped summary::-webkit-details-marker{display:none}.skipped summary .icon{width:18px;height:18px}.skipped[open] summary .icon{transform:rotate(90deg)}.skipped li{margin-bottom:8px;color:var(--quiet);font-size:15px}.bubble>.skipped{margin-top:4px}.bubble>.skipped+*{margin-top:4px}.card .question{font-weight:600}.cite{color:var(--quiet);font-size:14px}.source,.tool{display:inline-flex;align-items:center;gap:8px;min-height:44px;padding:0;border:0;background:none;color:var(--accent-ink);font-size:14px;font-weight:600;line-height:1.35;text-align:start;text-decoration:none}.source:hover,.tool:hover{text-decoration:underline}.source .icon,.tool .icon{width:20px;height:20px}.tools{display:flex;flex-wrap:wrap;gap:0 24px;border-top:1px solid var(--line);padding-top:4px}.bubble>.source{display:flex;padding:8px 0;margin-top:4px;font-weight:500}.bubble>.source+.tools{margin-top:0}.bubble>.tools:last-child{margin-bottom:-8px}.contact li{padding:4px 0}.contact li:first-child{font-weight:650}.tel{display:inline-block;padding:10px 0;margin:-10px 0;color:var(--accent-ink);font-weight:650}.banner{display:flex;align-items:center;gap:12px;padding:12px;border-radius:12px;background:var(--good-bg);color:var(--good-text);font-weight:650}.kind-handoff>.banner{background:var(--tip-bg);color:var(--tip-text)}.picture{display:block;overflow:hidden;border:1px solid var(--line);border-radius:12px;background:#fff;color:#1a1d23}.picture img{display:block;width:100%;max-height:280px;object-fit:contain}.picture .broken{min-height:64px;padding:12px}.choices{display:flex;flex-wrap:wrap;gap:8px;width:100%;margin-top:12px}.choice{padding:8px 16px;border-radius:22px;font-weight:600;text-align:start;overflow-wrap:anywhere}.choice:hover{border-color:var(--accent-ink);color:var(--accent-ink)}.choice.main{border-color:transparent;background:var(--accent);color:var(--on-accent)}.composer{display:flex;flex:none;align-items:flex-end;gap:8px;padding:12px 12px max(12px,env(safe-area-inset-bottom)) 16px;border-top:1px solid var(--line);background:var(--surface)}.composer textarea{flex:1;min-width:0;height:44px;padding:9px 16px;border:1px solid var(--border);border-radius:22px;background:var(--surface);resize:none}.composer textarea::placeholder{color:var(--quiet);opacity:1}.composer textarea:focus-visible{outline-width:2px;outline-offset:0}.send{display:grid;flex:none;place-items:center;width:44px;height:44px;border:0;border-radius:50%;background:var(--accent);color:var(--on-accent)}.send.empty{background:var(--bubble);color:var(--quiet)}.sheet{position:absolute;inset:0;background:var(--surface)}.passage{flex:1;min-height:0;padding:16px 24px 24px;background:var(--surface)}.passage>*+*{margin-top:8px}.passage p{display:flex;gap:8px}.passage mark{border-radius:4px;background:var(--mark);color:inherit;box-shadow:0 0 0 3px var(--mark)}.passage-warning{font-weight:600}@media(max-width:480px),(max-height:480px){:host(:not([position="inline"])) .panel{position:fixed;inset:0 0 auto;width:100%;height:var(--screen, 100dvh);margin:0;border:0;border-radius:0}:host(:not([position="inline"])) .bar{padding-top:max(8px,env(safe-area-inset-top))}}@media(prefers-reduced-motion:reduce){*,*:before,*:after{animation:none!important;transition:none!important;scroll-behavior:auto!important}}@media(forced-colors:active){.progress span,.choice.main{border:1px solid CanvasText}.progress .done{background:Highlight}}@media print{:host{display:none}}';
class p extends Error {
  constructor(t, e, s) {
    super(`The server answered ${t}.`), this.status = t, this.words = e, this.wait = s;
  }
}
const W = 2e4;
class H {
  constructor(t) {
    this.base = t;
  }
  /** A new conversation, or with its token the same one. */
  async session(t) {
    return (await this.ask("session", t, { method: "POST", body: "{}" })).json();
  }
  async events(t, e) {
    return (await this.ask(`events?after=${e}`, t)).json();
  }
  async stream(t, e, s) {
    const i = await this.ask(`stream?after=${e}`, t, { signal: s });
    if (!i.body) throw new TypeError("The stream has no body.");
    return i.body;
  }
  async send(t, e) {
    await this.ask("message", t, { method: "POST", body: JSON.stringify(e) });
  }
  async transcript(t) {
    return (await this.ask("transcript", t)).text();
  }
  async passage(t) {
    return (await this.ask(this.passagePage(t), null)).json();
  }
  passagePage(t) {
    const e = (t.lines ?? []).map(([i, a]) => `${i}-${a}`).join(","), s = new URLSearchParams({ document: t.document, section: t.section, lines: e });
    return this.page(`passage?${s}`);
  }
  procedurePage(t) {
    return this.page(`procedure?${new URLSearchParams({ section: t })}`);
  }
  /** A picture's address if it lies on this server, else null. */
  picture(t) {
    try {
      const e = new URL(t, this.base);
      return e.origin === this.base.origin && /^https?:$/.test(e.protocol) ? e : null;
    } catch {
      return null;
    }
  }
  page(t) {
    return new URL(`webhooks/web/${t}`, this.base);
  }
  async ask(t, e, s = {}) {
    const i = { Accept: "application/json, text/plain, text/event-stream" };
    t instanceof URL && (i.Accept = "application/json"), s.body && (i["Content-Type"] = "application/json"), e && (i.Authorization = `Bearer ${e}`);
    const a = s.signal ?? AbortSignal.timeout(W), r = t instanceof URL ? t : this.page(t), l = await fetch(r, { ...s, headers: i, signal: a, credentials: "omit", cache: "no-store" });
    if (!l.ok) throw await I(l);
    return l;
  }
}
async function I(n) {
  const t = Number.parseFloat(n.headers.get("Retry-After") ?? "");
  let e = null;
  try {
    e = (await n.json()).text;
  } catch {
  }
  return new p(n.status, typeof e == "string" ? e : null, t >= 0 ? t : null);
}
const j = 2e4;
class q {
  constructor(t) {
    this.stop = t;
  }
  tries = 0;
  /** After a success the next failure is a first one again. */
  reset() {
    this.tries = 0;
  }
  async before(t = null) {
    const e = t === null ? Math.min(j, 500 * 2 ** this.tries++) : t * 1e3;
    await F(e * (0.8 + 0.4 * Math.random()), this.stop, t === null);
  }
}
function F(n, t, e) {
  return new Promise((s) => {
    const i = new AbortController(), a = () => {
      clearTimeout(r), i.abort(), s();
    }, r = setTimeout(a, n);
    t.addEventListener("abort", a, { signal: i.signal }), e && (addEventListener("online", a, { signal: i.signal }), document.addEventListener("visibilitychange", () => !document.hidden && a(), { signal: i.signal })), t.aborted && a();
  });
}
async function* V(n) {
  const t = n.getReader(), e = new TextDecoder();
  let s = "";
  try {
    for (; ; ) {
      const { done: i, value: a } = await t.read();
      if (i) return;
      s += e.decode(a, { stream: !0 });
      const r = s.split(/\r?\n\r?\n/);
      s = r.pop() ?? "", yield null;
      for (const l of r) {
        const c = B(l);
        c && (yield c);
      }
    }
  } finally {
    t.cancel().catch(() => {
    });
  }
}
function B(n) {
  let t = "message";
  const e = [];
  for (const s of n.split(/\r?\n/))
    s.startsWith("event:") ? t = s.slice(6).trim() : s.startsWith("data:") && e.push(s.slice(5).replace(/^ /, ""));
  return e.length ? { event: t, data: e.join(`
`) } : null;
}
const b = 4e4;
class K {
  constructor(t, e, s, i) {
    this.api = t, this.session = e, this.hearer = s;
    const a = `curbside ${t.base} ${i}`;
    this.channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(a) : null, this.channel?.addEventListener("message", ({ data: r }) => this.overheard(r)), this.run(a);
  }
  stop = new AbortController();
  pause = new q(this.stop.signal);
  channel;
  last = 0;
  token = "";
  heardAt = Date.now();
  catching = null;
  close() {
    this.stop.abort(), this.channel?.close();
  }
  /** Six streams are all that a browser opens to a server, so one tab streams; without locks each does. */
  async run(t) {
    if (!this.channel || !navigator.locks) return this.lead();
    this.follow(), await navigator.locks.request(t, { signal: this.stop.signal }, () => this.lead()).catch(() => {
    });
  }
  get over() {
    return this.stop.signal.aborted;
  }
  async lead() {
    for (this.heardAt = Number.POSITIVE_INFINITY; !this.over; )
      try {
        await this.catchUp(), this.tell({ state: "online" }), await this.listen();
      } catch (t) {
        this.over || await this.recover(t);
      }
  }
  /** Reads the history once, and again whenever the tab that streams has fallen silent. */
  async follow() {
    for (let t = !0; !this.over; t = !1)
      (t || Date.now() - this.heardAt > b) && await this.catchUp().catch(() => {
      }), await this.pause.before(b / 1e3);
  }
  async listen() {
    const t = new AbortController(), e = () => t.abort();
    this.stop.signal.addEventListener("abort", e);
    let s = setTimeout(e, b);
    try {
      for await (const i of V(await this.api.stream(this.token, this.last, t.signal)))
        clearTimeout(s), s = setTimeout(e, b), this.pause.reset(), i ? i.event === "typing" ? this.tell({ typing: !!JSON.parse(i.data).on }) : i.event === "message" && this.tell({ after: this.last, event: JSON.parse(i.data) }) : this.channel?.postMessage({ alive: !0 });
      await this.pause.before();
    } finally {
      clearTimeout(s), this.stop.signal.removeEventListener("abort", e), t.abort();
    }
  }
  catchUp() {
    return this.catching ??= this.readHistory().finally(() => {
      this.catching = null;
    }), this.catching;
  }
  async readHistory() {
    this.token = this.session.token ?? "";
    for (let t = !0; t && !this.over; ) {
      const e = await this.api.events(this.token, this.last);
      this.last = Math.max(this.last, e.last), this.hearer.heard(e.events), t = e.more && e.events.length > 0;
    }
    this.hearer.ready();
  }
  async recover(t) {
    if (this.tell({ typing: !1 }), t instanceof p && t.status === 401)
      return this.session.token === this.token && this.session.lose(this.token), this.session.token === null ? this.hearer.lost() : this.pause.before();
    if (t instanceof p && t.status === 429) return this.pause.before(t.wait ?? 5);
    this.tell({ state: t instanceof p && t.status === 403 ? "blocked" : "offline" }), await this.pause.before();
  }
  /** Takes something in here and passes it on to the other tabs. */
  tell(t) {
    this.over || this.channel?.postMessage(t), this.take(t);
  }
  overheard(t) {
    Number.isFinite(this.heardAt) && (this.heardAt = Date.now()), "event" in t && t.after > this.last ? this.catchUp().catch(() => {
    }) : this.take(t);
  }
  take(t) {
    this.over || ("event" in t ? (this.last = Math.max(this.last, t.event.seq), this.hearer.heard([t.event])) : "typing" in t ? this.hearer.typing(t.typing) : "state" in t && this.hearer.state(t.state));
  }
}
const m = "session";
class G {
  constructor(t, e) {
    this.api = t, this.keep = e;
  }
  beginning = null;
  get token() {
    return this.kept?.token ?? null;
  }
  /** Which conversation it is, null before the first message. */
  get chat() {
    return this.kept?.chat ?? null;
  }
  get storageName() {
    return this.keep.name(m);
  }
  /** The token, of a new conversation where there is none. */
  begin() {
    return this.token ? Promise.resolve(this.token) : (this.beginning ??= this.open().finally(() => {
      this.beginning = null;
    }), this.beginning);
  }
  /** Gets a fresh token once the old one is half over; a token that is no longer valid is dropped. */
  async renew() {
    const t = this.kept;
    if (t)
      try {
        const e = await this.api.session(t.token);
        e.token !== t.token && this.token === t.token && this.put(e, t.chat);
      } catch (e) {
        e instanceof p && e.status === 401 && this.lose(t.token);
      }
  }
  /** Forgets a token that the server does not know; another tab's newer one stays. */
  lose(t) {
    this.token === t && this.keep.drop(m);
  }
  get kept() {
    return this.keep.read(m);
  }
  async open() {
    const t = await this.api.session(null), e = this.token;
    return e || (this.put(t, z()), t.token);
  }
  put(t, e) {
    this.keep.write(m, { token: t.token, expires: t.expires, chat: e });
  }
}
function z() {
  const n = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(n, (t) => t.toString(16).padStart(2, "0")).join("");
}
const x = "outbox";
class _ {
  constructor(t) {
    this.keep = t;
  }
  get storageName() {
    return this.keep.name(x);
  }
  get all() {
    const t = this.keep.read(x);
    return Array.isArray(t) ? t : [];
  }
  /** The oldest that is still to be sent. */
  get first() {
    return this.all.find((t) => t.failed === void 0) ?? null;
  }
  add(t, e) {
    const s = { id: z(), at: Date.now() / 1e3, text: t, button: e };
    return this.put([...this.all, s]), s;
  }
  remove(t) {
    const e = this.all.filter((s) => !t.has(s.id));
    e.length < this.all.length && this.put(e);
  }
  fail(t, e) {
    this.put(this.all.map((s) => s.id === t ? { ...s, failed: e } : s));
  }
  retry(t) {
    this.put(
      this.all.map(
        ({ failed: e, ...s }) => s.id === t || e === void 0 ? s : { ...s, failed: e }
      )
    );
  }
  clear() {
    this.keep.drop(x);
  }
  put(t) {
    t.length ? this.keep.write(x, t) : this.clear();
  }
}
function Y(n) {
  return n.button ? { id: n.id, button: n.button } : { id: n.id, text: n.text };
}
class J {
  constructor(t, e, s) {
    this.api = t, this.keep = e, this.viewer = s, this.session = new G(t, e), this.outbox = new _(e), addEventListener("storage", (i) => this.elsewhere(i), { signal: this.stop.signal });
  }
  session;
  outbox;
  stop = new AbortController();
  pause = new q(this.stop.signal);
  known = /* @__PURE__ */ new Set();
  link = null;
  linked = null;
  flushing = !1;
  complete = !1;
  /** Takes up a conversation that this browser already has, and sends what was left. */
  start() {
    this.viewer.pending(this.outbox.all), this.connect(), this.session.renew().then(() => this.connect()), this.flush();
  }
  close() {
    this.stop.abort(), this.link?.close();
  }
  say(t, e) {
    const s = this.outbox.add(t, e);
    return this.viewer.pending(this.outbox.all), this.flush(), s;
  }
  retry(t) {
    this.outbox.retry(t), this.viewer.pending(this.outbox.all), this.flush();
  }
  forget(t) {
    this.outbox.remove(/* @__PURE__ */ new Set([t])), this.viewer.pending(this.outbox.all);
  }
  async transcript() {
    const t = this.session.token;
    return t ? this.api.transcript(t) : null;
  }
  get seen() {
    return this.keep.read(`seen ${this.session.chat}`) ?? 0;
  }
  set seen(t) {
    this.session.chat && t > this.seen && this.keep.write(`seen ${this.session.chat}`, t);
  }
  heard(t) {
    const e = t.filter((s) => !this.known.has(s.seq));
    for (const s of e) this.known.add(s.seq);
    e.length && (this.viewer.events(e, this.complete), this.outbox.remove(new Set(e.flatMap((s) => s.message ?? []))), this.viewer.pending(this.outbox.all));
  }
  ready() {
    this.complete = !0;
  }
  typing(t) {
    this.viewer.typing(t);
  }
  state(t) {
    this.viewer.state(t);
  }
  lost() {
    this.connect();
  }
  /** Hears the conversation that the token names now; another than before starts the view afresh. */
  connect() {
    const t = this.session.chat;
    t === this.linked || this.stop.signal.aborted || (this.link?.close(), this.known.clear(), this.linked !== null && this.viewer.reset(), this.linked = t, this.complete = !1, this.link = t ? new K(this.api, this.session, this, t) : null, this.viewer.pending(this.outbox.all));
  }
  elsewhere(t) {
    t.key === this.session.storageName && this.connect(), t.key === this.outbox.storageName && this.viewer.pending(this.outbox.all);
  }
  /** Sends one after the other; the server knows each by its id, so trying again is safe. */
  async flush() {
    if (!this.flushing) {
      this.flushing = !0;
      for (let t = this.outbox.first; t && !this.stop.signal.aborted; t = this.outbox.first) {
        let e = null;
        try {
          e = await this.session.begin(), this.connect(), await this.api.send(e, Y(t)), this.pause.reset(), this.outbox.remove(/* @__PURE__ */ new Set([t.id])), this.viewer.state("online");
        } catch (s) {
          await this.refused(t, e, s);
        }
      }
      this.flushing = !1;
    }
  }
  async refused(t, e, s) {
    const i = s instanceof p ? s.status : 0, a = s instanceof p ? s.words : null;
    i === 401 && e ? (this.session.lose(e), t.button && this.outbox.remove(/* @__PURE__ */ new Set([t.id]))) : i === 429 ? (this.viewer.state("online", a ?? ""), await this.pause.before(s.wait ?? 5)) : i >= 400 && i < 500 && i !== 408 ? (this.outbox.fail(t.id, a ?? ""), i === 403 && this.viewer.state("blocked")) : (this.viewer.state("offline"), await this.pause.before()), this.viewer.pending(this.outbox.all);
  }
}
class Z {
  /** Keeps under names of their own for one server. */
  constructor(t) {
    this.server = t;
  }
  memory = /* @__PURE__ */ new Map();
  /** The name in the browser's storage, for whoever listens to changes by other tabs. */
  name(t) {
    return `curbside ${t} ${this.server}`;
  }
  read(t) {
    const e = this.name(t);
    let s = this.memory.get(e) ?? null;
    try {
      return s = localStorage.getItem(e) ?? s, s === null ? null : JSON.parse(s);
    } catch {
      return s === null ? null : Q(s);
    }
  }
  write(t, e) {
    const s = this.name(t), i = JSON.stringify(e);
    try {
      localStorage.setItem(s, i), this.memory.delete(s);
    } catch {
      this.memory.set(s, i);
    }
  }
  drop(t) {
    this.memory.delete(this.name(t));
    try {
      localStorage.removeItem(this.name(t));
    } catch {
    }
  }
}
function Q(n) {
  try {
    return JSON.parse(n);
  } catch {
    return null;
  }
}
function o(n, t = {}, ...e) {
  const s = document.createElement(n);
  for (const [i, a] of Object.entries(t))
    typeof a == "function" ? s.addEventListener(i.slice(2), a) : typeof a == "boolean" ? s.toggleAttribute(i, a) : a != null && s.setAttribute(i, String(a));
  return s.append(...e.filter((i) => !!i)), s;
}
const X = {
  chat: "M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H11l-4.6 4.1c-.5.5-1.4.1-1.4-.6V16h-.5A2.5 2.5 0 0 1 4 13.5z",
  close: "M6 6l12 12M18 6L6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  send: "M12 19V5M5.5 11.5L12 5l6.5 6.5",
  warning: "M12 4L2.8 19.5h18.4zM12 10v4.5M12 17.2v.1",
  book: "M5 4.5A1.5 1.5 0 0 1 6.5 3H19v15H6.5A1.5 1.5 0 0 0 5 19.5zm0 15A1.5 1.5 0 0 0 6.5 21H19v-3",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.5v.1",
  check: "M5 12.5l4.5 4.5L19 7.5",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  next: "M9 5.5l6.5 6.5L9 18.5",
  more: "M5 12v.1M12 12v.1M19 12v.1",
  print: "M7 8V3.5h10V8M7 17H4.5v-7.5h15V17H17M7 13.5h10v7H7z",
  help: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.600 2.200c-.7.4-1.100.9-1.100 1.800M12 16.700v.1",
  phone: "M6 3.5l3 .5 1.5 4-2 1.5a12 12 0 0 0 6 6l1.5-2 4 1.5.5 3c0 1.5-1 2.5-2.5 2.5C10 20.5 3.5 14 3.5 6c0-1.5 1-2.5 2.5-2.5z",
  save: "M12 4v11M7 10.5l5 5 5-5M4.5 20h15"
};
function h(n) {
  const t = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [s, i] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" }))
    t.setAttribute(s, i);
  const e = document.createElementNS("http://www.w3.org/2000/svg", "path");
  return e.setAttribute("d", X[n]), t.append(e), t;
}
function u(n, t) {
  return n.split(`
`).filter((s) => s.trim()).map((s) => o("p", { class: t, dir: "auto" }, s));
}
const tt = 20;
class et {
  element = o("div", { class: "sr", role: "status", "aria-live": "polite", lang: "en" });
  /** Adds words to the region; older ones leave it silently. */
  announce(t) {
    for (const e of t)
      e.from === "shop" && e.text && this.element.append(o("p", { "data-seq": e.seq }, e.text));
    for (; this.element.childElementCount > tt; ) this.element.firstElementChild?.remove();
  }
  clear() {
    this.element.replaceChildren();
  }
}
const st = { light: [238, 240, 244], dark: [43, 47, 56] }, w = [255, 255, 255], y = [0, 0, 0], nt = "#1f5fbf";
function it(n, t) {
  const e = A(n) ?? A(nt) ?? y, s = k(w, e) >= 4.5 ? w : k(y, e) >= 4.5 ? y : w, i = t === "light" ? y : w;
  let a = e;
  for (let r = 0; k(a, st[t]) < 4.6 && r <= 1; r += 0.05)
    a = at(e, i, r);
  return { fill: S(e), on: S(s), ink: S(a) };
}
function A(n) {
  if (!n || !CSS.supports("color", n)) return null;
  const t = document.createElement("canvas").getContext("2d", { willReadFrequently: !0 });
  if (!t) return null;
  t.fillStyle = n, t.fillRect(0, 0, 1, 1);
  const [e = 0, s = 0, i = 0, a = 0] = t.getImageData(0, 0, 1, 1).data;
  return a === 255 ? [e, s, i] : null;
}
function E(n) {
  const [t, e, s] = n.map((i) => {
    const a = i / 255;
    return a <= 0.04045 ? a / 12.92 : ((a + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * t + 0.7152 * e + 0.0722 * s;
}
function k(n, t) {
  const [e, s] = [E(n), E(t)].sort((i, a) => i - a);
  return (s + 0.05) / (e + 0.05);
}
function at(n, t, e) {
  return n.map((s, i) => Math.round(s * (1 - e) + (t[i] ?? 0) * e));
}
function S(n) {
  return `rgb(${n.join(" ")})`;
}
const ot = 2e3, rt = 136;
class lt {
  constructor(t, e, s) {
    this.sent = s, this.field = o("textarea", {
      rows: 1,
      maxlength: ot,
      placeholder: t("placeholder"),
      "aria-label": t("placeholder"),
      lang: e,
      enterkeyhint: "send",
      oninput: () => this.fit(),
      onkeydown: (i) => this.key(i)
    }), this.button = o("button", { type: "submit", class: "send", "aria-label": t("send") }, h("send")), this.element = o("form", { class: "composer", onsubmit: (i) => this.submit(i) }), this.element.append(this.field, this.button), this.fit();
  }
  element;
  field;
  button;
  key(t) {
    t.key === "Enter" && !t.shiftKey && !t.isComposing && this.submit(t);
  }
  submit(t) {
    t.preventDefault();
    const e = this.field.value.trim();
    e && (this.field.value = "", this.fit(), this.field.focus(), this.sent(e));
  }
  fit() {
    this.button.classList.toggle("empty", !this.field.value.trim()), this.field.style.height = "auto", this.field.style.height = `${Math.min(rt, Math.max(44, this.field.scrollHeight))}px`;
  }
}
const ct = /(?<![\w.,/-])\+?\(?\d[\d ()/-]{1,18}\d(?![\w/-]|[.,]\d)/g, ht = /(?<![\w.,/-])\d{3}(?![\w/-]|[.,]\d)/;
function dt(n) {
  const t = [];
  let e = 0;
  for (const s of n.matchAll(ct)) {
    const i = s[0].replace(/[^\d+]/g, "");
    i.length < 6 || i.length > 15 || (t.push(n.slice(e, s.index), o("a", { href: `tel:${i}`, class: "tel" }, s[0])), e = s.index + s[0].length);
  }
  return t.push(n.slice(e)), t;
}
function pt(n, t) {
  const e = ht.exec(n)?.[0];
  return e ? o("a", { href: `tel:${e}`, class: "call" }, h("phone"), t(e)) : null;
}
function ut(n, t, e) {
  return (Et[n.role] ?? gt)(n, t, e);
}
const gt = (n) => u(n.text, "say"), ft = (n, t, e) => {
  const { step: s, steps: i } = t.custom ?? {};
  if (t.kind !== "step" || !s || !i) return [o("h3", { class: "head", dir: "auto" }, n.text)];
  const a = n.text.indexOf(": "), [r, l] = a < 0 ? [null, n.text] : [n.text.slice(0, a), n.text.slice(a + 2)], c = e.say("stepOf", { step: s, steps: i }), d = o("div", {
    class: "progress",
    role: "progressbar",
    "aria-label": c,
    "aria-valuemin": 0,
    "aria-valuemax": i,
    "aria-valuenow": s,
    "aria-valuetext": c
  });
  for (let g = 1; g <= Math.min(i, 40); g++) d.append(o("span", { class: g <= s ? "done" : "" }));
  return [
    o("div", { class: "stephead" }, d, r && o("p", { class: "count" }, r)),
    o("h3", { class: "head", dir: "auto" }, l)
  ];
}, bt = (n, t, e) => {
  const i = n.text.split(`
`).filter((r) => r.trim()).map((r, l) => {
    const c = o("input", {
      type: "checkbox",
      onchange: () => e.tick(`${t.seq}:${l}`, c.checked)
    });
    return c.checked = e.isTicked(`${t.seq}:${l}`), o("li", {}, o("label", { class: "tick" }, c, o("span", { dir: "auto" }, r)));
  }), a = o("p", { class: "label", lang: e.language }, e.say("need"));
  return [o("div", { class: "needs" }, a, o("ul", {}, ...i))];
};
function $(n, t, e, s) {
  const i = { class: `note ${n}`, role: "note", "aria-label": e };
  return o("div", i, h(t), o("div", {}, ...s));
}
const mt = (n, t, e) => {
  const s = t.kind === "emergency", i = e.say(s ? "emergency" : "warning"), a = $(s ? "urgent" : "warn", "warning", i, u(n.text, "line")), r = s ? pt(n.text, (l) => e.say("call", { number: l })) : null;
  return r ? [a, r] : [a];
}, xt = (n, t, e) => [
  $("tip", "info", e.say("shopNote"), u(n.text, "line"))
], wt = (n, t, e) => [$("tip", "info", e.say("gap"), u(n.text, "line"))], yt = (n, t, e) => {
  const i = n.text.split(`
`).filter((a) => a.trim()).map((a, r) => {
    const l = a.replace(/^\s*\d+\.\s+/, ""), c = t.buttons.find((v) => v.title === l), d = [
      o("span", { class: "number", "aria-hidden": "true" }, String(r + 1)),
      o("span", { dir: "auto", class: "grow" }, l)
    ];
    return c ? o(
      "li",
      {},
      o("button", { class: "row", type: "button", onclick: () => e.press(c.title, c.id) }, ...d, h("next"))
    ) : o("li", {}, o("div", { class: "row" }, ...d));
  });
  return [o("ol", { class: "rows", "aria-label": e.say("ways") }, ...i)];
}, vt = (n, t, e) => {
  const s = n.text.split(`
`).filter((r) => r.trim()), i = s.map((r) => o("li", { dir: "auto" }, r)), a = o(
    "summary",
    { lang: e.language },
    e.say("leftOut", { count: s.length }),
    h("next")
  );
  return [o("details", { class: "skipped" }, a, o("ul", {}, ...i))];
}, kt = (n, t, e) => {
  const s = t.custom?.source;
  if (!s) return u(n.text, "cite");
  const a = { class: "source", target: "_blank", rel: "noopener", onclick: (l) => {
    l.ctrlKey || l.metaKey || l.shiftKey || (l.preventDefault(), e.passage(s));
  } }, r = e.api.passagePage(s).href;
  return [o("a", { ...a, href: r }, h("book"), o("span", { dir: "auto" }, n.text))];
}, St = (n) => u(n.text, "question"), $t = (n) => {
  const t = n.text.split(`
`).filter((e) => e.trim());
  return [
    o("ul", { class: "contact" }, ...t.map((e) => o("li", { dir: "auto" }, ...dt(e))))
  ];
}, At = (n) => u(n.text, "line"), Et = {
  head: ft,
  needs: bt,
  warning: mt,
  words: At,
  note: xt,
  gap: wt,
  list: yt,
  skipped: vt,
  cite: kt,
  question: St,
  contact: $t
}, Ct = /* @__PURE__ */ new Set(["step", "plan", "answer", "warning", "emergency", "handoff", "resolved"]);
function Tt(n, t) {
  const e = n.parts.length ? n.parts : [{ role: "say", text: n.text }], s = o("div", { class: `bubble ${Nt(n) ? "card" : ""} kind-${Lt(n)}` });
  s.append(...Ot(n, t), ...e.flatMap((r) => ut(r, n, t)));
  const i = s.querySelector(".source, .question, p.cite"), a = qt(n, t);
  return a && s.insertBefore(a, i), s.append(...zt(n, t)), s;
}
function Mt(n, t) {
  const e = n.parts.filter((r) => r.role === "list").flatMap((r) => r.text.split(`
`)), s = new Set(e.map((r) => r.replace(/^\s*\d+\.\s+/, ""))), i = n.buttons.filter((r) => !s.has(r.title));
  if (!i.length) return null;
  const a = i.map((r, l) => {
    const c = n.kind === "step" && l === 0;
    return o(
      "button",
      { type: "button", class: c ? "choice main" : "choice", onclick: () => t.press(r.title, r.id) },
      r.title
    );
  });
  return o("div", { class: "choices", role: "group", "aria-label": t.say("choices") }, ...a);
}
function Lt(n) {
  return /^[a-z-]+$/.test(n.kind ?? "") ? String(n.kind) : "none";
}
function Nt(n) {
  return Ct.has(n.kind ?? "") && !n.notice;
}
function Ot(n, t) {
  if (n.kind === "resolved") return [C("check", t.say("solved"), t)];
  if (n.kind !== "handoff") return [];
  const e = n.custom?.ticket, s = t.say("handoff");
  return [C("person", e ? `${s} · ${t.say("ticket", { ticket: e })}` : s, t)];
}
function C(n, t, e) {
  return o("p", { class: "banner", lang: e.language }, h(n), t);
}
function qt(n, t) {
  const e = n.image ? t.api.picture(n.image.src) : null;
  if (!n.image || !e) return null;
  const s = o("img", { src: e.href, alt: n.image.alt, loading: "lazy", decoding: "async" }), i = `${n.image.alt} (${t.say("newTab")})`, a = {
    class: "picture",
    href: e.href,
    target: "_blank",
    rel: "noopener",
    "aria-label": i
  };
  return s.addEventListener("error", () => s.classList.add("broken")), o("a", a, s);
}
function zt(n, t) {
  const e = n.custom?.section;
  if (!e || !(n.kind === "step" || n.kind === "answer")) return [];
  const s = { href: t.api.procedurePage(e).href, target: "_blank", rel: "noopener" }, i = o("span", { class: "sr" }, ` (${t.say("newTab")})`);
  return [
    o(
      "div",
      { class: "tools", lang: t.language },
      o("a", { class: "tool", ...s }, h("print"), t.say("print"), i)
    )
  ];
}
const Dt = 864e5;
function Rt(n, t) {
  const e = new Date(n * 1e3), s = new Intl.DateTimeFormat(t, { hour: "numeric", minute: "2-digit" }).format(e);
  return o("time", { datetime: e.toISOString(), lang: t }, s);
}
function f(n) {
  return new Date(n * 1e3).toDateString();
}
function Pt(n, t, e) {
  const s = f(n);
  return s === f(Date.now() / 1e3) ? e("today") : s === f((Date.now() - Dt) / 1e3) ? e("yesterday") : new Intl.DateTimeFormat(t, { weekday: "long", day: "numeric", month: "long" }).format(new Date(n * 1e3));
}
const T = 48;
class Ut {
  // the newest message whose beginning has been on the screen
  constructor(t, e, s) {
    this.frame = t, this.resend = e, this.moved = s, this.typingDots.append(o("span"), o("span"), o("span")), this.scroller = o("div", {
      class: "scroll",
      tabindex: 0,
      role: "region",
      onscroll: () => this.slid()
    }), this.scroller.append(this.items, this.typingDots), this.element = this.scroller;
    const i = new ResizeObserver(() => this.atEnd && this.toEnd("instant"));
    i.observe(this.scroller), i.observe(this.items);
  }
  element;
  scroller;
  items = o("ol", { class: "items" });
  typingDots = o("div", { class: "bubble dots", hidden: !0, "aria-hidden": "true" });
  drawn = [];
  waiting = /* @__PURE__ */ new Map();
  greeting = null;
  atEnd = !0;
  awaiting = !1;
  // the person has spoken, and the answer comes into view by itself
  height = 0;
  // of all messages when it was last looked at
  reached = 0;
  greet(t) {
    const e = o("div", { class: "bubble" }, o("p", { class: "say", dir: "auto" }, t)), s = o("li", { class: "shop greeting" }, e);
    this.greeting ? this.greeting.replaceWith(s) : this.items.prepend(s), this.greeting = s;
  }
  /** Draws events in their order; the last shop's one alone shows its quick buttons. */
  add(t) {
    const e = this.atEnd || this.awaiting;
    for (const i of t) this.place(i);
    this.settle();
    const s = this.drawn.find(({ seq: i, event: a }) => a.from === "shop" && i >= (t[0]?.seq ?? 0));
    e ? this.show(t.length < 10 ? s?.item : void 0) : this.scrolled(), s && (this.awaiting = !1);
  }
  /** What waits to be sent stands at the end; what the server has taken stays until its event comes. */
  wait(t) {
    for (const s of t) {
      const i = this.waiting.get(s.id) ?? this.startWaiting(s), a = this.status(s);
      i.querySelector(".status")?.replaceWith(a);
    }
    const e = new Set(t.map((s) => s.id));
    for (const [s, i] of this.waiting) e.has(s) || i.querySelector(".status")?.replaceChildren();
  }
  drop(t) {
    this.waiting.get(t)?.remove(), this.waiting.delete(t), this.scroller.focus();
  }
  typing(t) {
    this.typingDots.hidden = !t, t && this.atEnd && this.toEnd();
  }
  clear() {
    for (const { item: t } of this.drawn.splice(0)) t.remove();
    this.reached = 0;
    for (const t of this.items.querySelectorAll(".day")) t.remove();
    this.typing(!1);
  }
  get seen() {
    return this.reached;
  }
  shopAfter(t) {
    return this.drawn.filter((e) => e.seq > t && e.event.from === "shop").length;
  }
  get looksAtEnd() {
    return this.atEnd;
  }
  focusOn(t) {
    this.waiting.get(t)?.focus({ preventScroll: !0 });
  }
  toEnd(t = "auto") {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: t }), this.scrolled();
  }
  /** What grows while one looks at the end, such as a late picture, does not take the end away. */
  slid() {
    this.atEnd && this.scroller.scrollHeight !== this.height ? this.toEnd("instant") : this.scrolled();
  }
  scrolled() {
    const { scrollHeight: t, scrollTop: e, clientHeight: s } = this.scroller;
    if (!s) return;
    this.height = t, this.atEnd = t - e - s < T;
    const i = this.drawn.findLast(({ item: a }) => a.offsetTop < e + s - T);
    this.reached = Math.max(this.reached, i?.seq ?? 0), this.moved();
  }
  /** Scrolls to the end, but never past the beginning of what is new. */
  show(t) {
    const e = this.scroller.scrollHeight - this.scroller.clientHeight, s = t ? t.offsetTop - 8 : e;
    this.scroller.scrollTo({ top: Math.min(e, s) }), this.scrolled();
  }
  place(t) {
    const s = (t.message ? this.waiting.get(t.message) : void 0) ?? o("li", { class: t.from, tabindex: -1 });
    t.message && this.waiting.delete(t.message);
    const i = o(
      "span",
      { class: "sr", lang: this.frame.language },
      `${this.frame.say(t.from === "shop" ? "shop" : "you")}: `
    ), a = o("div", { class: "foot" }, Rt(t.at, this.frame.language)), r = t.from === "shop" ? Tt(t, this.frame) : M(t.text);
    s.replaceChildren(i, r, a);
    let l = this.drawn.length;
    for (; l > 0 && (this.drawn[l - 1]?.seq ?? 0) > t.seq; ) l--;
    const c = this.drawn[l - 1]?.item ?? this.greeting, d = this.drawn[l]?.item ?? (c ? c.nextSibling : this.items.firstChild);
    d !== s && this.items.insertBefore(s, d), this.drawn.splice(l, 0, { seq: t.seq, item: s, event: t }), this.markDay(l);
  }
  markDay(t) {
    const e = this.drawn[t], s = this.drawn[t - 1];
    if (!e || s && f(s.event.at) === f(e.event.at)) return;
    const i = Pt(e.event.at, this.frame.language, this.frame.say);
    e.item.before(o("li", { class: "day", lang: this.frame.language }, o("span", {}, i)));
  }
  /** Quick buttons belong to the newest words of the shop; earlier ones are put away. */
  settle() {
    for (const { item: a } of this.drawn) a.querySelector(":scope > .choices")?.remove();
    const t = this.drawn.findLastIndex(({ event: a }) => a.from === "shop" && !a.notice), e = this.drawn.slice(t + 1).some(({ event: a }) => a.from === "person"), s = this.drawn[t];
    for (const { item: a } of this.drawn) a.classList.remove("newest");
    if (!s || e) return;
    s.item.classList.add("newest");
    const i = Mt(s.event, this.frame);
    i && s.item.querySelector(".foot")?.before(i);
  }
  startWaiting(t) {
    const e = o("span", { class: "sr", lang: this.frame.language }, `${this.frame.say("you")}: `), s = o(
      "li",
      { class: "person", tabindex: -1 },
      e,
      M(t.text),
      o("div", { class: "status" })
    );
    return this.waiting.set(t.id, s), this.items.append(s), this.awaiting = !0, this.toEnd(), s;
  }
  status(t) {
    const { say: e, language: s } = this.frame;
    if (t.failed === void 0) {
      const r = e(navigator.onLine ? "sending" : "waiting");
      return o("div", { class: "foot status", lang: s }, r);
    }
    const i = () => this.resend.retry(t.id), a = () => this.resend.forget(t.id);
    return o(
      "div",
      { class: "foot status failed", lang: s },
      o("span", {}, t.failed || e("failed")),
      o("button", { type: "button", class: "link", onclick: i }, e("retry")),
      o("button", { type: "button", class: "link", onclick: a }, e("remove"))
    );
  }
}
function M(n) {
  return o("div", { class: "bubble" }, o("p", { class: "say", dir: "auto" }, n));
}
class Wt {
  element;
  button;
  entries;
  constructor(t, e) {
    const s = () => this.toggle(!this.isOpen);
    this.button = o(
      "button",
      { type: "button", class: "bare", "aria-label": t, "aria-expanded": "false" },
      h("more")
    ), this.button.addEventListener("click", s), this.entries = o("div", { class: "menu", hidden: !0 }, ...e.map((a) => this.draw(a)));
    const i = (a) => {
      a.relatedTarget && !this.element.contains(a.relatedTarget) && this.toggle(!1);
    };
    this.element = o("div", { class: "menubox", onfocusout: i }, this.button, this.entries);
  }
  get isOpen() {
    return this.entries.getAttribute("hidden") === null;
  }
  close() {
    this.toggle(!1), this.button.focus();
  }
  toggle(t) {
    this.entries.hidden = !t, this.button.setAttribute("aria-expanded", String(t)), t && this.entries.querySelector("button")?.focus();
  }
  draw(t) {
    return o("button", { type: "button", onclick: () => {
      this.close(), t.chosen();
    } }, h(t.symbol), t.words);
  }
}
class Ht {
  constructor(t, e, s, i) {
    this.api = t, this.say = e, this.language = s, this.covered = i;
    const a = e("passage");
    this.body.setAttribute("aria-label", a), this.element = o("div", {
      class: "sheet",
      role: "dialog",
      "aria-modal": "true",
      "aria-label": a,
      hidden: !0
    });
    const r = {
      type: "button",
      class: "bare",
      "aria-label": e("closePassage"),
      onclick: () => this.close()
    }, l = o(
      "header",
      { class: "bar plain", lang: s },
      o("h2", {}, a),
      o("button", r, h("close"))
    );
    this.element.append(l, this.body);
  }
  element;
  body = o("div", { class: "scroll passage", tabindex: 0, role: "region" });
  before = null;
  get isOpen() {
    return !this.element.hidden;
  }
  async open(t, e) {
    this.before = e, this.element.hidden = !1, this.covered(!0), this.body.replaceChildren(o("p", { class: "quiet", lang: this.language }, "…")), this.element.querySelector("button")?.focus();
    try {
      this.show(await this.api.passage(t), t);
    } catch {
      this.body.replaceChildren(o("p", { class: "quiet", lang: this.language }, this.say("passageFailed")));
    }
  }
  close() {
    this.element.hidden = !0, this.covered(!1), this.before?.focus();
  }
  show(t, e) {
    const s = t.lines.map((r, l) => {
      const c = r.step !== t.lines[l - 1]?.step, d = r.served ? o("mark", {}, r.text) : r.text, g = r.step ? o("span", { class: c ? "number" : "indent" }, c && String(r.step)) : !1, v = /^[a-z]+$/.test(r.role) ? r.role : "text";
      return o("p", { class: `passage-${v}`, dir: "auto" }, g, o("span", {}, d));
    }), i = o("span", { class: "sr" }, ` (${this.say("newTab")})`), a = {
      href: this.api.passagePage(e).href,
      target: "_blank",
      rel: "noopener",
      class: "tool"
    };
    this.body.replaceChildren(
      o("p", { class: "quiet", dir: "auto" }, t.title),
      o("h3", { class: "head", dir: "auto" }, t.heading),
      ...s,
      o("a", { ...a, lang: this.language }, h("book"), this.say("passagePage"), i)
    ), this.body.scrollTop = 0, this.body.querySelector("mark")?.scrollIntoView({ block: "center" });
  }
}
class It {
  constructor(t, e, s, i, a) {
    this.say = s, this.language = i, this.deeds = a, this.list = new Ut(t, a, () => this.moved()), this.list.scroller.setAttribute("aria-label", s("conversation")), this.composer = new lt(s, i, a.send), this.menu = new Wt(s("menu"), [{ symbol: "save", words: s("save"), chosen: a.save }]), this.sheet = new Ht(e, s, i, (d) => this.main.toggleAttribute("inert", d)), this.pill = o("button", { type: "button", class: "pill", hidden: !0, onclick: () => this.toLatest() });
    const r = o("button", {
      type: "button",
      class: "bare shut",
      "aria-label": s("close"),
      onclick: a.close
    });
    r.append(h("close"));
    const l = o("header", { class: "bar", lang: i }, this.heading, this.menu.element, r), c = o("div", { class: "middle" }, this.list.element, this.pill);
    this.main = o("div", { class: "main" }, l, this.banner, c, this.composer.element), this.element = o("section", { class: "panel", role: "dialog", "aria-labelledby": "title" }), this.element.append(this.main, this.sheet.element), this.element.addEventListener("keydown", (d) => this.key(d));
  }
  element;
  list;
  composer;
  menu;
  sheet;
  heading = o("h2", { id: "title", dir: "auto" });
  banner = o("p", { class: "offline", role: "status" });
  pill;
  main;
  title(t) {
    this.heading.textContent = t;
  }
  state(t, e) {
    const s = t === "online" ? e : this.say(t === "blocked" ? "blocked" : "offline");
    this.banner.textContent !== (s ?? "") && (this.banner.textContent = s), this.banner.lang = e ? "en" : this.language;
  }
  passage(t, e) {
    this.sheet.open(t, e);
  }
  toLatest() {
    this.list.toEnd("instant"), this.composer.field.focus();
  }
  /** A way to the end where one looks elsewhere, with how many new messages stand below. */
  moved() {
    const t = this.list.shopAfter(this.list.seen);
    this.pill.hidden = this.list.looksAtEnd;
    const e = t ? this.say("latestNew", { count: t }) : this.say("latest"), s = o("span", { lang: this.language, class: t ? "" : "sr" }, e);
    this.pill.replaceChildren(h("down"), s), this.deeds.read();
  }
  key(t) {
    t.key === "Tab" && this.element.getAttribute("aria-modal") === "true" && this.hold(t), t.key === "Escape" && (t.stopPropagation(), this.sheet.isOpen ? this.sheet.close() : this.menu.isOpen ? this.menu.close() : this.deeds.close());
  }
  /** Where the window fills the screen, Tab stays inside of it. */
  hold(t) {
    const i = [
      ...(this.sheet.isOpen ? this.sheet.element : this.main).querySelectorAll("a, button, input, textarea, summary, [tabindex='0']")
    ].filter((c) => c.checkVisibility()), a = this.element.getRootNode().activeElement, [r, l] = t.shiftKey ? [i[0], i.at(-1)] : [i.at(-1), i[0]];
    a === r && (t.preventDefault(), l?.focus());
  }
}
const jt = "Chat mit der Werkstatt", Ft = "Hello! Tell me which car it is and what is wrong with it. (Der Chat spricht Englisch.)", Vt = "Chat öffnen", Bt = "Chat öffnen, {count} ungelesen", Kt = "Chat schließen", Gt = "Mehr", _t = "Gespräch als Text sichern", Yt = "Das Gespräch ließ sich nicht sichern. Bitte gleich noch einmal versuchen.", Jt = "Alle Schritte drucken", Zt = "Gespräch", Qt = "Nachricht schreiben", Xt = "Senden", te = "Sie", ee = "Werkstatt", se = "Schreibt", ne = "Verbindung unterbrochen, neuer Versuch läuft", ie = "Diese Seite darf den Chat nicht benutzen. Die Werkstatt muss sie erlauben.", ae = "Einen Moment bitte", oe = "Wartet auf Verbindung", re = "Wird gesendet", le = "Nicht gesendet", ce = "Noch einmal", he = "Entfernen", de = "Neueste Nachricht", pe = "{count} neu", ue = "Schritt {step} von {steps}", ge = "Was Sie brauchen", fe = "Warnung", be = "Notfall", me = "Hinweis der Werkstatt", xe = "Steht nicht in der Anleitung", we = "Weggelassen ({count})", ye = "Wege, der beste zuerst", ve = "Auswahl", ke = "Gelöst", Se = "Ein Mensch übernimmt", $e = "Ticket {ticket}", Ae = "{number} anrufen", Ee = "Bild öffnen", Ce = "Aus der Anleitung", Te = "Die Anleitung lässt sich gerade nicht zeigen.", Me = "Als Seite öffnen", Le = "Zurück zum Chat", Ne = "Heute", Oe = "Gestern", qe = "öffnet sich in einem neuen Tab", ze = {
  title: jt,
  greeting: Ft,
  open: Vt,
  openUnread: Bt,
  close: Kt,
  menu: Gt,
  save: _t,
  saveFailed: Yt,
  print: Jt,
  conversation: Zt,
  placeholder: Qt,
  send: Xt,
  you: te,
  shop: ee,
  typing: se,
  offline: ne,
  blocked: ie,
  busy: ae,
  waiting: oe,
  sending: re,
  failed: le,
  retry: ce,
  remove: he,
  latest: de,
  latestNew: pe,
  stepOf: ue,
  need: ge,
  warning: fe,
  emergency: be,
  shopNote: me,
  gap: xe,
  leftOut: we,
  ways: ye,
  choices: ve,
  solved: ke,
  handoff: Se,
  ticket: $e,
  call: Ae,
  picture: Ee,
  passage: Ce,
  passageFailed: Te,
  passagePage: Me,
  closePassage: Le,
  today: Ne,
  yesterday: Oe,
  newTab: qe
}, De = "Chat with the shop", Re = "Hello! Tell me which car it is and what is wrong with it.", Pe = "Open the chat", Ue = "Open the chat, {count} unread", We = "Close the chat", He = "More", Ie = "Save the conversation as text", je = "The conversation could not be saved. Try again in a moment.", Fe = "Print all steps", Ve = "Conversation", Be = "Write a message", Ke = "Send", Ge = "You", _e = "Shop", Ye = "Typing", Je = "Connection lost, trying again", Ze = "This page may not use the chat. The shop has to allow it.", Qe = "One moment, please", Xe = "Waiting to be sent", ts = "Sending", es = "Not sent", ss = "Try again", ns = "Remove", is = "Newest message", as = "{count} new", os = "Step {step} of {steps}", rs = "What you need", ls = "Warning", cs = "Emergency", hs = "Note of the shop", ds = "Not in the guide", ps = "Left out ({count})", us = "Ways in, best first", gs = "Choices", fs = "Solved", bs = "A person takes over", ms = "Ticket {ticket}", xs = "Call {number}", ws = "Open the picture", ys = "From the guide", vs = "The guide cannot be shown just now.", ks = "Open as a page", Ss = "Back to the chat", $s = "Today", As = "Yesterday", Es = "opens in a new tab", D = {
  title: De,
  greeting: Re,
  open: Pe,
  openUnread: Ue,
  close: We,
  menu: He,
  save: Ie,
  saveFailed: je,
  print: Fe,
  conversation: Ve,
  placeholder: Be,
  send: Ke,
  you: Ge,
  shop: _e,
  typing: Ye,
  offline: Je,
  blocked: Ze,
  busy: Qe,
  waiting: Xe,
  sending: ts,
  failed: es,
  retry: ss,
  remove: ns,
  latest: is,
  latestNew: as,
  stepOf: os,
  need: rs,
  warning: ls,
  emergency: cs,
  shopNote: hs,
  gap: ds,
  leftOut: ps,
  ways: us,
  choices: gs,
  solved: fs,
  handoff: bs,
  ticket: ms,
  call: xs,
  picture: ws,
  passage: ys,
  passageFailed: vs,
  passagePage: ks,
  closePassage: Ss,
  today: $s,
  yesterday: As,
  newTab: Es
}, R = { en: D, de: ze };
function Cs(n) {
  const t = (n ?? "").toLowerCase().split("-")[0] ?? "";
  return Object.hasOwn(R, t) ? t : "en";
}
function L(n) {
  const t = R[n] ?? D;
  return (e, s = {}) => t[e].replace(/\{(\w+)\}/g, (i, a) => String(s[a] ?? ""));
}
const Ts = import.meta.url, N = ["lang", "server"], O = ["accent", "accent-dark", "theme"], P = new CSSStyleSheet();
P.replaceSync(U);
class Ms extends HTMLElement {
  static observedAttributes = [...N, ...O, "title", "greeting", "open", "position"];
  root = this.attachShadow({ mode: "open" });
  colours = new CSSStyleSheet();
  announcer = new et();
  dark = matchMedia("(prefers-color-scheme: dark)");
  narrow = matchMedia("(max-width: 480px), (max-height: 480px)");
  say = L("en");
  keep;
  chat = null;
  panel;
  launcher;
  badge;
  end = new AbortController();
  connectedCallback() {
    this.root.adoptedStyleSheets = [P, this.colours], this.end = new AbortController();
    const { signal: t } = this.end;
    this.dark.addEventListener("change", () => this.colour(), { signal: t }), this.narrow.addEventListener("change", () => this.shape(), { signal: t }), document.addEventListener("visibilitychange", () => this.read(), { signal: t }), visualViewport?.addEventListener("resize", () => this.fit(), { signal: t }), this.build();
  }
  disconnectedCallback() {
    this.end.abort(), this.chat?.close(), this.chat = null;
  }
  attributeChangedCallback(t, e, s) {
    !this.chat || e === s || (N.includes(t) ? this.build() : O.includes(t) ? this.colour() : t === "open" ? this.shape() : this.label());
  }
  /** Opens the window and puts the cursor where one writes. */
  show() {
    this.toggleAttribute("open", !0), this.panel.composer.field.focus({ preventScroll: !0 });
  }
  /** Closes the window; the conversation goes on. */
  hide() {
    this.toggleAttribute("open", !1), this.launcher.focus();
  }
  events(t, e) {
    this.panel.list.add(t), e && this.announcer.announce(t), this.read();
  }
  pending(t) {
    this.panel.list.wait(t);
  }
  typing(t) {
    this.panel.list.typing(t);
  }
  state(t, e = null) {
    this.panel.state(t, e === "" ? this.say("busy") : e);
  }
  reset() {
    this.panel.list.clear(), this.announcer.clear(), this.count();
  }
  build() {
    this.chat?.close();
    const t = Cs(this.getAttribute("lang")), e = new H(this.server());
    this.say = L(t), this.keep = new Z(e.base.href), this.chat = new J(e, this.keep, this), this.panel = new It(this.frame(e, t), e, this.say, t, this.deeds()), this.badge = o("span", { class: "badge", hidden: !0, "aria-hidden": "true" }), this.launcher = o("button", { type: "button", class: "launcher", lang: t }), this.launcher.append(h("chat"), h("close"), this.badge), this.launcher.addEventListener("click", () => this.hasAttribute("open") ? this.hide() : this.show());
    const s = o("div", { class: "stage", title: "", lang: "en" }, this.panel.element, this.launcher);
    this.root.replaceChildren(s, this.announcer.element), this.label(), this.colour(), this.shape(), this.chat.start();
  }
  /** Where the script came from is where the assistant answers, unless `server` says otherwise. */
  server() {
    const t = this.getAttribute("server");
    return t ? new URL(t.endsWith("/") ? t : `${t}/`, document.baseURI) : new URL("..", Ts);
  }
  frame(t, e) {
    return {
      api: t,
      say: this.say,
      language: e,
      press: (s, i) => this.send(s, i),
      passage: (s) => this.panel.passage(s, this.root.activeElement),
      isTicked: (s) => this.ticked().includes(s),
      tick: (s, i) => this.keep.write("ticks", [...this.ticked().filter((a) => a !== s), ...i ? [s] : []])
    };
  }
  deeds() {
    return {
      close: () => this.hide(),
      send: (t) => this.send(t),
      save: () => void this.save(),
      read: () => this.read(),
      retry: (t) => this.chat?.retry(t),
      forget: (t) => {
        this.panel.list.drop(t), this.chat?.forget(t);
      }
    };
  }
  ticked() {
    return this.keep.read("ticks") ?? [];
  }
  /** After a pressed button the person's own words have the focus: the next Tab leads into the answer. */
  send(t, e) {
    const s = this.root.activeElement === this.panel.composer.field, i = this.chat?.say(t, e);
    this.panel.list.toEnd(), i && !s && this.panel.list.focusOn(i.id);
  }
  async save() {
    try {
      const t = await this.chat?.transcript() ?? "", e = URL.createObjectURL(new Blob([t], { type: "text/plain;charset=utf-8" }));
      o("a", { href: e, download: "conversation.txt" }).click(), setTimeout(() => URL.revokeObjectURL(e), 1e4);
    } catch {
      this.state("online", this.say("saveFailed"));
    }
  }
  label() {
    this.panel.title(this.getAttribute("title") || this.say("title")), this.panel.list.greet(this.getAttribute("greeting") || this.say("greeting")), this.shape();
  }
  shape() {
    const t = this.getAttribute("position") === "inline", e = t || this.hasAttribute("open"), s = e && !t && this.narrow.matches;
    this.panel.element.hidden = !e, this.panel.element.setAttribute("aria-modal", String(s)), this.panel.element.setAttribute("role", t ? "region" : "dialog"), t && this.panel.element.removeAttribute("aria-modal"), this.launcher.hidden = t || s, this.launcher.setAttribute("aria-expanded", String(e)), this.fit(), e && this.panel.list.toEnd("instant"), this.read();
  }
  /** Keeps the window above a phone's keyboard. */
  fit() {
    const t = this.narrow.matches && visualViewport ? `${visualViewport.height}px` : "100dvh";
    this.panel.element.style.setProperty("--screen", t);
  }
  colour() {
    const t = this.getAttribute("theme"), e = t === "dark" || t === "light" ? t : this.dark.matches ? "dark" : "light", s = this.getAttribute("accent-dark") ?? this.getAttribute("accent"), { fill: i, on: a, ink: r } = it(e === "dark" ? s : this.getAttribute("accent"), e);
    this.colours.replaceSync(`:host { --accent: ${i}; --on-accent: ${a}; --accent-ink: ${r}; }`), this.root.querySelector(".stage")?.setAttribute("data-theme", e);
  }
  /** What is on the screen counts as seen; the rest is what the badge counts. */
  read() {
    const t = this.panel?.list;
    this.chat && t && !this.panel.element.hidden && !document.hidden && (this.chat.seen = t.seen), this.count();
  }
  count() {
    const t = this.chat && this.panel ? this.panel.list.shopAfter(this.chat.seen) : 0, e = t > 0 && this.panel.element.hidden;
    this.badge.hidden = !e, this.badge.textContent = t > 99 ? "99+" : String(t);
    const s = e ? this.say("openUnread", { count: t }) : this.say("open");
    this.launcher.setAttribute("aria-label", this.panel.element.hidden ? s : this.say("close"));
  }
}
customElements.get("curbside-chat") || customElements.define("curbside-chat", Ms);
