// src/styles.css?inline
var e = ":host{z-index:2147483000;inset:auto max(24px, env(safe-area-inset-right)) max(24px, env(safe-area-inset-bottom)) auto;position:fixed}:host([position=bottom-left]){inset:auto auto max(24px, env(safe-area-inset-bottom)) max(24px, env(safe-area-inset-left))}:host([position=inline]){z-index:auto;height:640px;display:block;position:relative;inset:auto}:host([hidden]),[hidden]{display:none}*,:before,:after{box-sizing:border-box}.stage{--surface:#fff;--page:#f6f7f9;--bubble:#eef0f4;--line:#dfe3ea;--border:#7d8694;--text:#1a1d23;--quiet:#565e6b;--warn-bg:#fff4d6;--warn-line:#d99a00;--warn-text:#573b00;--urgent-bg:#b3161d;--urgent-text:#fff;--good-bg:#e2f5e8;--good-text:#0f5a2b;--tip-bg:#e8f0fb;--tip-text:#1c3d69;--mark:#fff0b3;--shadow:0 8px 40px #0f172a2e, 0 2px 8px #0f172a1a;--lightningcss-light:initial;--lightningcss-dark: ;color-scheme:light;color:var(--text);text-align:start;font:400 16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Noto Sans,Liberation Sans,sans-serif}.stage[data-theme=dark]{--surface:#1b1e24;--page:#14161b;--bubble:#2b2f38;--line:#363b46;--border:#8a93a3;--text:#eef0f4;--quiet:#aab2bf;--warn-bg:#3d2f0b;--warn-line:#e0a92a;--warn-text:#ffe3a1;--good-bg:#163524;--good-text:#a4e8be;--tip-bg:#1d2f49;--tip-text:#c3dbff;--mark:#5c4a0c;--shadow:0 8px 40px #0009;--lightningcss-light: ;--lightningcss-dark:initial;color-scheme:dark}:host([position=inline]) .stage{height:100%}p,h2,h3,ul,ol{font:inherit;overflow-wrap:anywhere;unicode-bidi:isolate;margin:0;padding:0}ul,ol{list-style:none}button,textarea,input{font:inherit;color:inherit}button,summary,label,a{touch-action:manipulation}button,summary{cursor:pointer}:focus-visible{outline:3px solid var(--accent-ink);outline-offset:2px}.bar :focus-visible{outline-color:var(--on-accent);outline-offset:-4px}.bar.plain :focus-visible{outline-color:var(--accent-ink)}.icon{fill:none;stroke:currentColor;stroke-width:2px;stroke-linecap:round;stroke-linejoin:round;flex:none;width:24px;height:24px}.sr{clip-path:inset(50%);white-space:nowrap;width:1px;height:1px;position:absolute;overflow:hidden}.quiet{color:var(--quiet);font-size:14px}.launcher{background:var(--accent);width:64px;height:64px;color:var(--on-accent);box-shadow:var(--shadow);border:0;border-radius:50%;place-items:center;margin-inline-start:auto;transition:transform .16s;display:grid;position:relative}.launcher:hover{transform:scale(1.05)}.launcher .icon{width:28px;height:28px}.launcher[aria-expanded=true] .icon:first-child,.launcher[aria-expanded=false] .icon:nth-child(2){display:none}:host([position=bottom-left]) .launcher{margin-inline:0 auto}.badge{color:#fff;text-align:center;background:#b3161d;border-radius:12px;min-width:24px;height:24px;padding:0 8px;font-size:13px;font-weight:700;line-height:24px;position:absolute;top:-4px;right:-4px}.panel{border:1px solid var(--line);background:var(--surface);width:408px;height:min(720px,100dvh - 136px);box-shadow:var(--shadow);border-radius:20px;margin-bottom:16px;animation:.18s ease-out rise;position:relative;overflow:hidden}@keyframes rise{0%{opacity:0;transform:translateY(12px)}}:host([position=inline]) .panel{width:100%;height:100%;box-shadow:none;margin:0;animation:none}.main,.sheet{flex-direction:column;height:100%;display:flex}.bar{background:var(--accent);min-height:64px;color:var(--on-accent);flex:none;align-items:center;gap:4px;padding:8px 8px 8px 24px;display:flex}.bar h2{flex:1;font-size:17px;font-weight:650;line-height:1.3}.bar.plain{background:var(--surface);color:var(--text);border-bottom:1px solid var(--line)}.bare{background:0 0;border:0;border-radius:12px;place-items:center;width:44px;height:44px;display:grid}.bare:hover{background:#7f7f7f38}:host([position=inline]) .shut{display:none}.menubox{position:relative}.bare .icon path[d^=M5\\ 12v]{stroke-width:3.5px}.menu{z-index:3;border:1px solid var(--line);background:var(--surface);width:max-content;max-width:300px;color:var(--text);box-shadow:var(--shadow);border-radius:12px;padding:8px;position:absolute;top:48px;right:0}.menu button{text-align:start;background:0 0;border:0;border-radius:8px;align-items:center;gap:12px;width:100%;min-height:44px;padding:8px 16px 8px 12px;display:flex}.menu button:hover{background:var(--bubble)}.menu :focus-visible{outline-color:var(--accent-ink)}.offline:not(:empty){background:var(--warn-bg);color:var(--warn-text);text-align:center;flex:none;padding:8px 24px;font-size:14px}.middle{flex:1;min-height:0;position:relative}.scroll{overscroll-behavior:contain;background:var(--page);scroll-behavior:smooth;height:100%;padding:24px 16px 16px;position:relative;overflow-y:auto}.scroll:focus-visible{outline-offset:-3px}.pill{border:1px solid var(--line);background:var(--surface);border-radius:22px;align-items:center;gap:8px;min-height:44px;padding:0 20px 0 16px;font-size:15px;font-weight:600;display:flex;position:absolute;bottom:12px;left:50%;transform:translate(-50%);box-shadow:0 4px 16px #0f172a33}.pill .icon{width:20px;height:20px;color:var(--accent-ink)}.items>li{flex-direction:column;align-items:flex-start;margin-bottom:16px;scroll-margin:16px;display:flex}.items>li:focus{outline:none}.items>li.person:focus-visible .bubble{outline:3px solid var(--accent-ink);outline-offset:2px}.items>li.person{align-items:flex-end}.items>li.day{color:var(--quiet);align-items:center;margin-block:8px 24px;font-size:13px;font-weight:600}.bubble{background:var(--bubble);border-radius:20px 20px 20px 6px;max-width:88%;padding:12px 16px}.person .bubble{background:var(--accent);color:var(--on-accent);border-radius:20px 20px 6px}.bubble>*+*{margin-top:12px}.bubble .line+.line,.bubble .say+.say{margin-top:8px}.card{border:1px solid var(--line);background:var(--surface);border-radius:16px;width:100%;max-width:100%;padding:16px}.foot{color:var(--quiet);padding:4px 8px 0;font-size:13px}.foot:empty{display:none}.failed{flex-wrap:wrap;justify-content:flex-end;align-items:center;gap:0 12px;display:flex}.failed>span{color:var(--text);font-weight:600}.link{min-width:44px;min-height:44px;color:var(--accent-ink);background:0 0;border:0;padding:0 4px;font-weight:600;text-decoration:underline}.dots{gap:6px;padding:18px 20px;display:inline-flex}.dots span{background:var(--quiet);border-radius:50%;width:8px;height:8px;margin:0;animation:1.2s ease-in-out infinite breathe}.dots span:nth-child(2){animation-delay:.15s}.dots span:nth-child(3){animation-delay:.3s}@keyframes breathe{0%,60%,to{opacity:.35}30%{opacity:1}}.stephead{align-items:center;gap:12px;display:flex}.progress{flex:1;gap:4px;display:flex}.progress span{background:var(--line);border-radius:3px;flex:1;height:6px}.progress .done{background:var(--accent-ink)}.count{color:var(--quiet);flex:none;font-size:14px;font-weight:600}.bubble>.stephead+.head{margin-top:8px}.head{font-size:18px;font-weight:650;line-height:1.35}.kind-plan .head{font-size:17px}.label{font-size:14px;font-weight:650}.needs{background:var(--page);border-radius:12px;padding:12px 12px 8px}.tick{cursor:pointer;gap:12px;min-height:44px;padding:10px 0;display:flex}.tick input{width:24px;height:24px;accent-color:var(--accent-ink);flex:none;margin:0}.tick input:checked+span{color:var(--quiet);text-decoration:line-through}.note{border-radius:12px;gap:12px;padding:12px;display:flex}.note .line+.line{margin-top:8px}.warn{background:var(--warn-bg);color:var(--warn-text);box-shadow:inset 4px 0 0 var(--warn-line);padding-inline-start:16px;font-weight:550}.urgent{background:var(--urgent-bg);color:var(--urgent-text);padding:16px;font-size:17px;font-weight:600}.tip{background:var(--tip-bg);color:var(--tip-text)}.call,.choice,.row{border:1px solid var(--border);background:var(--surface);border-radius:12px;min-height:44px}.call{background:var(--urgent-bg);min-height:56px;color:var(--urgent-text);border-color:#0000;justify-content:center;align-items:center;gap:12px;font-size:18px;font-weight:700;text-decoration:none;display:flex}.rows li+li{margin-top:8px}.row{border-color:var(--line);text-align:start;align-items:center;gap:12px;width:100%;min-height:56px;padding:8px 12px;display:flex}.grow{flex:1}button.row:hover{border-color:var(--accent-ink)}.row>.icon{width:20px;height:20px;color:var(--quiet)}.number{background:var(--bubble);border-radius:50%;flex:none;place-items:center;width:28px;height:28px;font-size:14px;font-weight:650;display:inline-grid}.skipped summary{min-height:44px;color:var(--quiet);align-items:center;gap:4px;font-size:15px;font-weight:600;list-style:none;display:flex}.skipped summary::-webkit-details-marker{display:none}.skipped summary .icon{width:18px;height:18px}.skipped[open] summary .icon{transform:rotate(90deg)}.skipped li{color:var(--quiet);margin-bottom:8px;font-size:15px}.bubble>.skipped,.bubble>.skipped+*{margin-top:4px}.question{font-weight:600}.cite{color:var(--quiet);font-size:14px}.source,.tool{min-height:44px;color:var(--accent-ink);text-align:start;background:0 0;border:0;align-items:center;gap:8px;padding:0;font-size:14px;font-weight:600;line-height:1.35;text-decoration:none;display:inline-flex}.source:hover,.tool:hover{text-decoration:underline}.source .icon,.tool .icon{width:20px;height:20px}.tools{border-top:1px solid var(--line);flex-wrap:wrap;gap:0 24px;padding-top:4px;display:flex}.bubble>.source{margin-top:4px;display:flex}.bubble>.source+.tools{margin-top:0}.bubble>.tools:last-child{margin-bottom:-8px}.contact li{padding:4px 0}.contact li:first-child{font-weight:650}.tel{color:var(--accent-ink);margin:-10px 0;padding:10px 0;font-weight:650;display:inline-block}.banner{background:var(--good-bg);color:var(--good-text);border-radius:12px;align-items:center;gap:12px;padding:12px;font-weight:650;display:flex}.kind-handoff>.banner{background:var(--tip-bg);color:var(--tip-text)}.picture{border:1px solid var(--line);color:#1a1d23;background:#fff;border-radius:12px;display:block;overflow:hidden}.picture img{object-fit:contain;width:100%;max-height:280px;display:block}.picture .broken{min-height:64px;padding:12px}.choices{flex-wrap:wrap;gap:8px;width:100%;margin-top:12px;display:flex}.choice{text-align:start;overflow-wrap:anywhere;border-radius:22px;padding:8px 16px;font-weight:600}.choice:hover{border-color:var(--accent-ink);color:var(--accent-ink)}.choice.main{background:var(--accent);color:var(--on-accent);border-color:#0000}.composer{padding:12px 12px max(12px, env(safe-area-inset-bottom)) 16px;border-top:1px solid var(--line);background:var(--surface);flex:none;align-items:flex-end;gap:8px;display:flex}.composer textarea{border:1px solid var(--border);background:var(--surface);resize:none;border-radius:22px;flex:1;min-width:0;height:44px;padding:9px 16px}.composer textarea::placeholder{color:var(--quiet);opacity:1}.composer textarea:focus-visible{outline-offset:0;outline-width:2px}.send{background:var(--accent);width:44px;height:44px;color:var(--on-accent);border:0;border-radius:50%;flex:none;place-items:center;display:grid}.send.empty{background:var(--bubble);color:var(--quiet)}.sheet{background:var(--surface);position:absolute;inset:0}.passage{background:var(--surface);flex:1;min-height:0;padding:16px 24px 24px}.passage>*+*{margin-top:8px}.passage p{gap:8px;display:flex}.passage mark{background:var(--mark);color:inherit;box-shadow:0 0 0 3px var(--mark);border-radius:4px}.passage-warning{font-weight:600}@media (max-width:480px),(max-height:480px){:host(:not([position=inline])) .panel{width:100%;height:var(--screen,100dvh);border:0;border-radius:0;margin:0;position:fixed;inset:0 0 auto}:host(:not([position=inline])) .bar{padding-top:max(8px, env(safe-area-inset-top))}}@media (prefers-reduced-motion:reduce){*,:before,:after{scroll-behavior:auto;transition:none;animation:none}}@media (forced-colors:active){.progress span,.choice.main{border:1px solid canvastext}.progress .done{background:highlight}}@media print{:host{display:none}}", t = class extends Error {
	status;
	words;
	wait;
	constructor(e, t, n) {
		super(`The server answered ${e}.`), this.status = e, this.words = t, this.wait = n;
	}
}, n = 2e4, r = class {
	base;
	constructor(e) {
		this.base = e;
	}
	async session(e) {
		return (await this.ask("session", e, {
			method: "POST",
			body: "{}"
		})).json();
	}
	async events(e, t) {
		return (await this.ask(`events?after=${t}`, e)).json();
	}
	async stream(e, t, n) {
		let r = await this.ask(`stream?after=${t}`, e, { signal: n });
		if (!r.body) throw TypeError("The stream has no body.");
		return r.body;
	}
	async send(e, t) {
		await this.ask("message", e, {
			method: "POST",
			body: JSON.stringify(t)
		});
	}
	async transcript(e) {
		return (await this.ask("transcript", e)).text();
	}
	async passage(e) {
		return (await this.ask(this.passagePage(e), null)).json();
	}
	passagePage(e) {
		let t = (e.lines ?? []).map(([e, t]) => `${e}-${t}`).join(","), n = new URLSearchParams({
			document: e.document,
			section: e.section,
			lines: t
		});
		return this.page(`passage?${n}`);
	}
	procedurePage(e) {
		return this.page(`procedure?${new URLSearchParams({ section: e })}`);
	}
	picture(e) {
		try {
			let t = new URL(e, this.base);
			return t.origin === this.base.origin && /^https?:$/.test(t.protocol) ? t : null;
		} catch {
			return null;
		}
	}
	page(e) {
		return new URL(`webhooks/web/${e}`, this.base);
	}
	async ask(e, t, r = {}) {
		let a = { Accept: "application/json, text/plain, text/event-stream" };
		e instanceof URL && (a.Accept = "application/json"), r.body && (a["Content-Type"] = "application/json"), t && (a.Authorization = `Bearer ${t}`);
		let o = r.signal ?? AbortSignal.timeout(n), s = e instanceof URL ? e : this.page(e), c = await fetch(s, {
			...r,
			headers: a,
			signal: o,
			credentials: "omit",
			cache: "no-store"
		});
		if (!c.ok) throw await i(c);
		return c;
	}
};
async function i(e) {
	let n = Number.parseFloat(e.headers.get("Retry-After") ?? ""), r = null;
	try {
		r = (await e.json()).text;
	} catch {}
	return new t(e.status, typeof r == "string" ? r : null, n >= 0 ? n : null);
}
// src/talk/pause.ts
var a = 2e4, o = class {
	stop;
	tries = 0;
	constructor(e) {
		this.stop = e;
	}
	reset() {
		this.tries = 0;
	}
	async before(e = null) {
		await s((e === null ? Math.min(a, 500 * 2 ** this.tries++) : e * 1e3) * (.8 + .4 * Math.random()), this.stop, e === null);
	}
};
function s(e, t, n) {
	return new Promise((r) => {
		let i = new AbortController(), a = () => {
			clearTimeout(o), i.abort(), r();
		}, o = setTimeout(a, e);
		t.addEventListener("abort", a, { signal: i.signal }), n && (addEventListener("online", a, { signal: i.signal }), document.addEventListener("visibilitychange", () => !document.hidden && a(), { signal: i.signal })), t.aborted && a();
	});
}
// src/talk/sse.ts
async function* c(e) {
	let t = e.getReader(), n = new TextDecoder(), r = "";
	try {
		for (;;) {
			let { done: e, value: i } = await t.read();
			if (e) return;
			r += n.decode(i, { stream: !0 });
			let a = r.split(/\r?\n\r?\n/);
			r = a.pop() ?? "", yield null;
			for (let e of a) {
				let t = l(e);
				t && (yield t);
			}
		}
	} finally {
		t.cancel().catch(() => {});
	}
}
function l(e) {
	let t = "message", n = [];
	for (let r of e.split(/\r?\n/)) r.startsWith("event:") ? t = r.slice(6).trim() : r.startsWith("data:") && n.push(r.slice(5).replace(/^ /, ""));
	return n.length ? {
		event: t,
		data: n.join("\n")
	} : null;
}
// src/talk/link.ts
var u = 4e4, ee = class {
	api;
	session;
	hearer;
	stop = new AbortController();
	pause = new o(this.stop.signal);
	channel;
	last = 0;
	token = "";
	heardAt = Date.now();
	catching = null;
	constructor(e, t, n, r) {
		this.api = e, this.session = t, this.hearer = n;
		let i = `curbside ${e.base} ${r}`;
		this.channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(i) : null, this.channel?.addEventListener("message", ({ data: e }) => this.overheard(e)), this.run(i);
	}
	close() {
		this.stop.abort(), this.channel?.close();
	}
	async run(e) {
		if (!this.channel || !navigator.locks) return this.lead();
		this.follow(), await navigator.locks.request(e, { signal: this.stop.signal }, () => this.lead()).catch(() => {});
	}
	get over() {
		return this.stop.signal.aborted;
	}
	async lead() {
		for (this.heardAt = Infinity; !this.over;) try {
			await this.catchUp(), this.tell({ state: "online" }), await this.listen();
		} catch (e) {
			this.over || await this.recover(e);
		}
	}
	async follow() {
		for (let e = !0; !this.over; e = !1) (e || Date.now() - this.heardAt > u) && await this.catchUp().catch(() => {}), await this.pause.before(u / 1e3);
	}
	async listen() {
		let e = new AbortController(), t = () => e.abort();
		this.stop.signal.addEventListener("abort", t);
		let n = setTimeout(t, u);
		try {
			for await (let r of c(await this.api.stream(this.token, this.last, e.signal))) clearTimeout(n), n = setTimeout(t, u), this.pause.reset(), r ? r.event === "typing" ? this.tell({ typing: !!JSON.parse(r.data).on }) : r.event === "message" && this.tell({
				after: this.last,
				event: JSON.parse(r.data)
			}) : this.channel?.postMessage({ alive: !0 });
			await this.pause.before();
		} finally {
			clearTimeout(n), this.stop.signal.removeEventListener("abort", t), e.abort();
		}
	}
	catchUp() {
		return this.catching ??= this.readHistory().finally(() => {
			this.catching = null;
		}), this.catching;
	}
	async readHistory() {
		this.token = this.session.token ?? "";
		for (let e = !0; e && !this.over;) {
			let t = await this.api.events(this.token, this.last);
			this.last = Math.max(this.last, t.last), this.hearer.heard(t.events), e = t.more && t.events.length > 0;
		}
		this.hearer.ready();
	}
	async recover(e) {
		if (this.tell({ typing: !1 }), e instanceof t && e.status === 401) return this.session.token === this.token && this.session.lose(this.token), this.session.token === null ? this.hearer.lost() : this.pause.before();
		if (e instanceof t && e.status === 429) return this.pause.before(e.wait ?? 5);
		this.tell({ state: e instanceof t && e.status === 403 ? "blocked" : "offline" }), await this.pause.before();
	}
	tell(e) {
		this.over || this.channel?.postMessage(e), this.take(e);
	}
	overheard(e) {
		Number.isFinite(this.heardAt) && (this.heardAt = Date.now()), "event" in e && e.after > this.last ? this.catchUp().catch(() => {}) : this.take(e);
	}
	take(e) {
		this.over || ("event" in e ? (this.last = Math.max(this.last, e.event.seq), this.hearer.heard([e.event])) : "typing" in e ? this.hearer.typing(e.typing) : "state" in e && this.hearer.state(e.state));
	}
}, d = "session", f = class {
	api;
	keep;
	beginning = null;
	constructor(e, t) {
		this.api = e, this.keep = t;
	}
	get token() {
		return this.kept?.token ?? null;
	}
	get chat() {
		return this.kept?.chat ?? null;
	}
	get storageName() {
		return this.keep.name(d);
	}
	begin() {
		return this.token ? Promise.resolve(this.token) : (this.beginning ??= this.open().finally(() => {
			this.beginning = null;
		}), this.beginning);
	}
	async renew() {
		let e = this.kept;
		if (e) try {
			let t = await this.api.session(e.token);
			t.token !== e.token && this.token === e.token && this.put(t, e.chat);
		} catch (n) {
			n instanceof t && n.status === 401 && this.lose(e.token);
		}
	}
	lose(e) {
		this.token === e && this.keep.drop(d);
	}
	get kept() {
		return this.keep.read(d);
	}
	async open() {
		let e = await this.api.session(null);
		return this.token || (this.put(e, p()), e.token);
	}
	put(e, t) {
		this.keep.write(d, {
			token: e.token,
			expires: e.expires,
			chat: t
		});
	}
};
function p() {
	let e = crypto.getRandomValues(/* @__PURE__ */ new Uint8Array(16));
	return Array.from(e, (e) => e.toString(16).padStart(2, "0")).join("");
}
// src/talk/outbox.ts
var m = "outbox", te = class {
	keep;
	constructor(e) {
		this.keep = e;
	}
	get storageName() {
		return this.keep.name(m);
	}
	get all() {
		let e = this.keep.read(m);
		return Array.isArray(e) ? e : [];
	}
	get first() {
		return this.all.find((e) => e.failed === void 0) ?? null;
	}
	add(e, t) {
		let n = {
			id: p(),
			at: Date.now() / 1e3,
			text: e,
			button: t
		};
		return this.put([...this.all, n]), n;
	}
	remove(e) {
		let t = this.all.filter((t) => !e.has(t.id));
		t.length < this.all.length && this.put(t);
	}
	fail(e, t) {
		this.put(this.all.map((n) => n.id === e ? {
			...n,
			failed: t
		} : n));
	}
	retry(e) {
		this.put(this.all.map(({ failed: t, ...n }) => n.id === e || t === void 0 ? n : {
			...n,
			failed: t
		}));
	}
	clear() {
		this.keep.drop(m);
	}
	put(e) {
		e.length ? this.keep.write(m, e) : this.clear();
	}
};
function ne(e) {
	return e.button ? {
		id: e.id,
		button: e.button
	} : {
		id: e.id,
		text: e.text
	};
}
// src/talk/chat.ts
var re = class {
	api;
	keep;
	viewer;
	session;
	outbox;
	stop = new AbortController();
	pause = new o(this.stop.signal);
	known = /* @__PURE__ */ new Set();
	link = null;
	linked = null;
	flushing = !1;
	complete = !1;
	constructor(e, t, n) {
		this.api = e, this.keep = t, this.viewer = n, this.session = new f(e, t), this.outbox = new te(t), addEventListener("storage", (e) => this.elsewhere(e), { signal: this.stop.signal });
	}
	start() {
		this.viewer.pending(this.outbox.all), this.connect(), this.session.renew().then(() => this.connect()), this.flush();
	}
	close() {
		this.stop.abort(), this.link?.close();
	}
	say(e, t) {
		let n = this.outbox.add(e, t);
		return this.viewer.pending(this.outbox.all), this.flush(), n;
	}
	retry(e) {
		this.outbox.retry(e), this.viewer.pending(this.outbox.all), this.flush();
	}
	forget(e) {
		this.outbox.remove(/* @__PURE__ */ new Set([e])), this.viewer.pending(this.outbox.all);
	}
	async transcript() {
		let e = this.session.token;
		return e ? this.api.transcript(e) : null;
	}
	get seen() {
		return this.keep.read(`seen ${this.session.chat}`) ?? 0;
	}
	set seen(e) {
		this.session.chat && e > this.seen && this.keep.write(`seen ${this.session.chat}`, e);
	}
	heard(e) {
		let t = e.filter((e) => !this.known.has(e.seq));
		for (let e of t) this.known.add(e.seq);
		t.length && (this.viewer.events(t, this.complete), this.outbox.remove(new Set(t.flatMap((e) => e.message ?? []))), this.viewer.pending(this.outbox.all));
	}
	ready() {
		this.complete = !0;
	}
	typing(e) {
		this.viewer.typing(e);
	}
	state(e) {
		this.viewer.state(e);
	}
	lost() {
		this.connect();
	}
	connect() {
		let e = this.session.chat;
		e === this.linked || this.stop.signal.aborted || (this.link?.close(), this.known.clear(), this.linked !== null && this.viewer.reset(), this.linked = e, this.complete = !1, this.link = e ? new ee(this.api, this.session, this, e) : null, this.viewer.pending(this.outbox.all));
	}
	elsewhere(e) {
		e.key === this.session.storageName && this.connect(), e.key === this.outbox.storageName && this.viewer.pending(this.outbox.all);
	}
	async flush() {
		if (!this.flushing) {
			this.flushing = !0;
			for (let e = this.outbox.first; e && !this.stop.signal.aborted; e = this.outbox.first) {
				let t = null;
				try {
					t = await this.session.begin(), this.connect(), await this.api.send(t, ne(e)), this.pause.reset(), this.outbox.remove(/* @__PURE__ */ new Set([e.id])), this.viewer.state("online");
				} catch (n) {
					await this.refused(e, t, n);
				}
			}
			this.flushing = !1;
		}
	}
	async refused(e, n, r) {
		let i = r instanceof t ? r.status : 0, a = r instanceof t ? r.words : null;
		i === 401 && n ? (this.session.lose(n), e.button && this.outbox.remove(/* @__PURE__ */ new Set([e.id]))) : i === 429 ? (this.viewer.state("online", a ?? ""), await this.pause.before(r.wait ?? 5)) : i >= 400 && i < 500 && i !== 408 ? (this.outbox.fail(e.id, a ?? ""), i === 403 && this.viewer.state("blocked")) : (this.viewer.state("offline"), await this.pause.before()), this.viewer.pending(this.outbox.all);
	}
}, ie = class {
	server;
	memory = /* @__PURE__ */ new Map();
	constructor(e) {
		this.server = e;
	}
	name(e) {
		return `curbside ${e} ${this.server}`;
	}
	read(e) {
		let t = this.name(e), n = this.memory.get(t) ?? null;
		try {
			return n = localStorage.getItem(t) ?? n, n === null ? null : JSON.parse(n);
		} catch {
			return n === null ? null : ae(n);
		}
	}
	write(e, t) {
		let n = this.name(e), r = JSON.stringify(t);
		try {
			localStorage.setItem(n, r), this.memory.delete(n);
		} catch {
			this.memory.set(n, r);
		}
	}
	drop(e) {
		this.memory.delete(this.name(e));
		try {
			localStorage.removeItem(this.name(e));
		} catch {}
	}
};
function ae(e) {
	try {
		return JSON.parse(e);
	} catch {
		return null;
	}
}
// src/view/dom.ts
function h(e, t = {}, ...n) {
	let r = document.createElement(e);
	for (let [e, n] of Object.entries(t)) typeof n == "function" ? r.addEventListener(e.slice(2), n) : typeof n == "boolean" ? r.toggleAttribute(e, n) : n != null && r.setAttribute(e, String(n));
	return r.append(...n.filter((e) => !!e)), r;
}
var g = {
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
function _(e) {
	let t = document.createElementNS("http://www.w3.org/2000/svg", "svg");
	for (let [e, n] of Object.entries({
		viewBox: "0 0 24 24",
		"aria-hidden": "true",
		class: "icon"
	})) t.setAttribute(e, n);
	let n = document.createElementNS("http://www.w3.org/2000/svg", "path");
	return n.setAttribute("d", g[e]), t.append(n), t;
}
function v(e, t) {
	return e.split("\n").filter((e) => e.trim()).map((e) => h("p", {
		class: t,
		dir: "auto"
	}, e));
}
// src/view/announcer.ts
var oe = 20, se = class {
	element = h("div", {
		class: "sr",
		role: "status",
		"aria-live": "polite",
		lang: "en"
	});
	announce(e) {
		for (let t of e) t.from === "shop" && t.text && this.element.append(h("p", { "data-seq": t.seq }, t.text));
		for (; this.element.childElementCount > oe;) this.element.firstElementChild?.remove();
	}
	clear() {
		this.element.replaceChildren();
	}
}, ce = {
	light: [
		238,
		240,
		244
	],
	dark: [
		43,
		47,
		56
	]
}, y = [
	255,
	255,
	255
], b = [
	0,
	0,
	0
];
function le(e, t) {
	let n = x(e) ?? x("#1f5fbf") ?? b, r = C(y, n) >= 4.5 ? y : C(b, n) >= 4.5 ? b : y, i = t === "light" ? b : y, a = n;
	for (let e = 0; C(a, ce[t]) < 4.6 && e <= 1; e += .05) a = w(n, i, e);
	return {
		fill: T(n),
		on: T(r),
		ink: T(a)
	};
}
function x(e) {
	if (!e || !CSS.supports("color", e)) return null;
	let t = document.createElement("canvas").getContext("2d", { willReadFrequently: !0 });
	if (!t) return null;
	t.fillStyle = e, t.fillRect(0, 0, 1, 1);
	let [n = 0, r = 0, i = 0, a = 0] = t.getImageData(0, 0, 1, 1).data;
	return a === 255 ? [
		n,
		r,
		i
	] : null;
}
function S(e) {
	let [t, n, r] = e.map((e) => {
		let t = e / 255;
		return t <= .04045 ? t / 12.92 : ((t + .055) / 1.055) ** 2.4;
	});
	return .2126 * t + .7152 * n + .0722 * r;
}
function C(e, t) {
	let [n, r] = [S(e), S(t)].sort((e, t) => e - t);
	return (r + .05) / (n + .05);
}
function w(e, t, n) {
	return e.map((e, r) => Math.round(e * (1 - n) + (t[r] ?? 0) * n));
}
function T(e) {
	return `rgb(${e.join(" ")})`;
}
// src/view/composer.ts
var E = 2e3, D = 136, O = class {
	sent;
	element;
	field;
	button;
	constructor(e, t, n) {
		this.sent = n, this.field = h("textarea", {
			rows: 1,
			maxlength: E,
			placeholder: e("placeholder"),
			"aria-label": e("placeholder"),
			lang: t,
			enterkeyhint: "send",
			oninput: () => this.fit(),
			onkeydown: (e) => this.key(e)
		}), this.button = h("button", {
			type: "submit",
			class: "send",
			"aria-label": e("send")
		}, _("send")), this.element = h("form", {
			class: "composer",
			onsubmit: (e) => this.submit(e)
		}), this.element.append(this.field, this.button), this.fit();
	}
	key(e) {
		e.key === "Enter" && !e.shiftKey && !e.isComposing && this.submit(e);
	}
	submit(e) {
		e.preventDefault();
		let t = this.field.value.trim();
		t && (this.field.value = "", this.fit(), this.field.focus(), this.sent(t));
	}
	fit() {
		this.button.classList.toggle("empty", !this.field.value.trim()), this.field.style.height = "auto", this.field.style.height = `${Math.min(D, Math.max(44, this.field.scrollHeight))}px`;
	}
}, k = /(?<![\w.,/-])\+?\(?\d[\d ()/-]{1,18}\d(?![\w/-]|[.,]\d)/g, A = /(?<![\w.,/-])\d{3}(?![\w/-]|[.,]\d)/;
function j(e) {
	let t = [], n = 0;
	for (let r of e.matchAll(k)) {
		let i = r[0].replace(/[^\d+]/g, "");
		i.length < 6 || i.length > 15 || (t.push(e.slice(n, r.index), h("a", {
			href: `tel:${i}`,
			class: "tel"
		}, r[0])), n = r.index + r[0].length);
	}
	return t.push(e.slice(n)), t;
}
function M(e, t) {
	let n = A.exec(e)?.[0];
	return n ? h("a", {
		href: `tel:${n}`,
		class: "call"
	}, _("phone"), t(n)) : null;
}
// src/view/blocks.ts
function N(e, t, n) {
	return (R[e.role] ?? P)(e, t, n);
}
var P = (e) => v(e.text, "say"), F = (e, t, n) => {
	let { step: r, steps: i } = t.custom ?? {};
	if (t.kind !== "step" || !r || !i) return [h("h3", {
		class: "head",
		dir: "auto"
	}, e.text)];
	let a = e.text.indexOf(": "), [o, s] = a < 0 ? [null, e.text] : [e.text.slice(0, a), e.text.slice(a + 2)], c = n.say("stepOf", {
		step: r,
		steps: i
	}), l = h("div", {
		class: "progress",
		role: "progressbar",
		"aria-label": c,
		"aria-valuemin": 0,
		"aria-valuemax": i,
		"aria-valuenow": r,
		"aria-valuetext": c
	});
	for (let e = 1; e <= Math.min(i, 40); e++) l.append(h("span", { class: e <= r ? "done" : "" }));
	return [h("div", { class: "stephead" }, l, o && h("p", { class: "count" }, o)), h("h3", {
		class: "head",
		dir: "auto"
	}, s)];
}, I = (e, t, n) => {
	let r = e.text.split("\n").filter((e) => e.trim()).map((e, r) => {
		let i = h("input", {
			type: "checkbox",
			onchange: () => n.tick(`${t.seq}:${r}`, i.checked)
		});
		return i.checked = n.isTicked(`${t.seq}:${r}`), h("li", {}, h("label", { class: "tick" }, i, h("span", { dir: "auto" }, e)));
	});
	return [h("div", { class: "needs" }, h("p", {
		class: "label",
		lang: n.language
	}, n.say("need")), h("ul", {}, ...r))];
};
function L(e, t, n, r, i) {
	let a = h("span", {
		class: "sr",
		lang: i
	}, `${n}: `);
	return h("div", {
		class: `note ${e}`,
		role: "note",
		"aria-label": n
	}, _(t), h("div", {}, a, ...r));
}
var R = {
	head: F,
	needs: I,
	warning: (e, t, n) => {
		let r = t.kind === "emergency", i = n.say(r ? "emergency" : "warning"), a = L(r ? "urgent" : "warn", "warning", i, v(e.text, "line"), n.language), o = r ? M(e.text, (e) => n.say("call", { number: e })) : null;
		return o ? [a, o] : [a];
	},
	words: (e) => v(e.text, "line"),
	note: (e, t, n) => [L("tip", "info", n.say("shopNote"), v(e.text, "line"), n.language)],
	gap: (e, t, n) => [L("tip", "info", n.say("gap"), v(e.text, "line"), n.language)],
	list: (e, t, n) => {
		let r = e.text.split("\n").filter((e) => e.trim()).map((e, r) => {
			let i = e.replace(/^\s*\d+\.\s+/, ""), a = t.buttons.find((e) => e.title === i), o = [h("span", {
				class: "number",
				"aria-hidden": "true"
			}, String(r + 1)), h("span", {
				dir: "auto",
				class: "grow"
			}, i)];
			return a ? h("li", {}, h("button", {
				class: "row",
				type: "button",
				onclick: () => n.press(a.title, a.id)
			}, ...o, _("next"))) : h("li", {}, h("div", { class: "row" }, ...o));
		});
		return [h("ol", {
			class: "rows",
			"aria-label": n.say("ways")
		}, ...r)];
	},
	skipped: (e, t, n) => {
		let r = e.text.split("\n").filter((e) => e.trim()), i = r.map((e) => h("li", { dir: "auto" }, e));
		return [h("details", { class: "skipped" }, h("summary", { lang: n.language }, n.say("leftOut", { count: r.length }), _("next")), h("ul", {}, ...i))];
	},
	cite: (e, t, n) => {
		let r = t.custom?.source;
		if (!r) return v(e.text, "cite");
		let i = {
			class: "source",
			target: "_blank",
			rel: "noopener",
			onclick: (e) => {
				e.ctrlKey || e.metaKey || e.shiftKey || (e.preventDefault(), n.passage(r));
			}
		}, a = n.api.passagePage(r).href;
		return [h("a", {
			...i,
			href: a
		}, _("book"), h("span", { dir: "auto" }, e.text))];
	},
	question: (e) => v(e.text, "question"),
	contact: (e) => [h("ul", { class: "contact" }, ...e.text.split("\n").filter((e) => e.trim()).map((e) => h("li", { dir: "auto" }, ...j(e))))]
}, z = "explain this step", B = /* @__PURE__ */ new Set([
	"step",
	"plan",
	"answer",
	"warning",
	"emergency",
	"handoff",
	"resolved"
]);
function V(e, t) {
	let n = e.parts.length ? e.parts : [{
		role: "say",
		text: e.text
	}], r = h("div", { class: `bubble ${ue(e) ? "card" : ""} kind-${U(e)}` });
	r.append(...de(e, t), ...n.flatMap((n) => N(n, e, t)));
	let i = r.querySelector(".source, .question, p.cite"), a = fe(e, t);
	return a && r.insertBefore(a, i), r.append(...pe(e, t)), r;
}
function H(e, t) {
	let n = e.parts.filter((e) => e.role === "list").flatMap((e) => e.text.split("\n")), r = new Set(n.map((e) => e.replace(/^\s*\d+\.\s+/, ""))), i = e.buttons.filter((e) => !r.has(e.title));
	if (!i.length) return null;
	let a = i.map((n, r) => h("button", {
		type: "button",
		class: e.kind === "step" && r === 0 ? "choice main" : "choice",
		onclick: () => t.press(n.title, n.id)
	}, n.title));
	return h("div", {
		class: "choices",
		role: "group",
		"aria-label": t.say("choices")
	}, ...a);
}
function U(e) {
	return /^[a-z-]+$/.test(e.kind ?? "") ? String(e.kind) : "none";
}
function ue(e) {
	return B.has(e.kind ?? "") && !e.notice;
}
function de(e, t) {
	if (e.kind === "resolved") return [W("check", t.say("solved"), t)];
	if (e.kind !== "handoff") return [];
	let n = e.custom?.ticket, r = t.say("handoff");
	return [W("person", n ? `${r} · ${t.say("ticket", { ticket: n })}` : r, t)];
}
function W(e, t, n) {
	return h("p", {
		class: "banner",
		lang: n.language
	}, _(e), t);
}
function fe(e, t) {
	let n = e.image ? t.api.picture(e.image.src) : null;
	if (!e.image || !n) return null;
	let r = h("img", {
		src: n.href,
		alt: e.image.alt,
		loading: "lazy",
		decoding: "async"
	}), i = `${e.image.alt} (${t.say("newTab")})`, a = {
		class: "picture",
		href: n.href,
		target: "_blank",
		rel: "noopener",
		"aria-label": i
	};
	return r.addEventListener("error", () => r.classList.add("broken")), h("a", a, r);
}
function pe(e, t) {
	let n = e.custom?.section;
	if (!n || e.kind !== "step" && e.kind !== "answer") return [];
	let r = e.kind === "step" && !e.buttons.some((e) => /explain/i.test(e.title)), i = {
		href: t.api.procedurePage(n).href,
		target: "_blank",
		rel: "noopener"
	}, a = h("span", { class: "sr" }, ` (${t.say("newTab")})`);
	return [h("div", {
		class: "tools",
		lang: t.language
	}, r && h("button", {
		type: "button",
		class: "tool",
		onclick: () => t.press(z)
	}, _("help"), t.say("explain")), h("a", {
		class: "tool",
		...i
	}, _("print"), t.say("print"), a))];
}
// src/view/times.ts
var me = 864e5;
function he(e, t) {
	let n = /* @__PURE__ */ new Date(e * 1e3), r = new Intl.DateTimeFormat(t, {
		hour: "numeric",
		minute: "2-digit"
	}).format(n);
	return h("time", {
		datetime: n.toISOString(),
		lang: t
	}, r);
}
function G(e) {
	return (/* @__PURE__ */ new Date(e * 1e3)).toDateString();
}
function ge(e, t, n) {
	let r = G(e);
	return r === G(Date.now() / 1e3) ? n("today") : r === G((Date.now() - me) / 1e3) ? n("yesterday") : new Intl.DateTimeFormat(t, {
		weekday: "long",
		day: "numeric",
		month: "long"
	}).format(/* @__PURE__ */ new Date(e * 1e3));
}
// src/view/list.ts
var _e = 48, ve = class {
	frame;
	resend;
	moved;
	element;
	scroller;
	items = h("ol", { class: "items" });
	typingDots = h("div", {
		class: "bubble dots",
		hidden: !0,
		"aria-hidden": "true"
	});
	drawn = [];
	waiting = /* @__PURE__ */ new Map();
	greeting = null;
	atEnd = !0;
	constructor(e, t, n) {
		this.frame = e, this.resend = t, this.moved = n, this.typingDots.append(h("span"), h("span"), h("span")), this.scroller = h("div", {
			class: "scroll",
			tabindex: 0,
			role: "region",
			onscroll: () => this.scrolled()
		}), this.scroller.append(this.items, this.typingDots), this.element = this.scroller, new ResizeObserver(() => this.atEnd && this.toEnd("instant")).observe(this.scroller);
	}
	greet(e) {
		let t = h("li", { class: "shop greeting" }, h("div", { class: "bubble" }, h("p", {
			class: "say",
			dir: "auto"
		}, e)));
		this.greeting ? this.greeting.replaceWith(t) : this.items.prepend(t), this.greeting = t;
	}
	add(e) {
		let t = this.atEnd;
		for (let t of e) this.place(t);
		this.settle();
		let n = this.drawn.find(({ seq: t, event: n }) => n.from === "shop" && t >= (e[0]?.seq ?? 0));
		t && this.show(e.length < 10 ? n?.item : void 0);
	}
	wait(e) {
		for (let t of e) {
			let e = this.waiting.get(t.id) ?? this.startWaiting(t), n = this.status(t);
			e.querySelector(".status")?.replaceWith(n);
		}
		let t = new Set(e.map((e) => e.id));
		for (let [e, n] of this.waiting) t.has(e) || n.querySelector(".status")?.replaceChildren();
	}
	drop(e) {
		this.waiting.get(e)?.remove(), this.waiting.delete(e), this.scroller.focus();
	}
	typing(e) {
		this.typingDots.hidden = !e, e && this.atEnd && this.toEnd();
	}
	clear() {
		for (let { item: e } of this.drawn.splice(0)) e.remove();
		for (let e of this.items.querySelectorAll(".day")) e.remove();
		this.typing(!1);
	}
	get last() {
		return this.drawn.at(-1)?.seq ?? 0;
	}
	shopAfter(e) {
		return this.drawn.filter((t) => t.seq > e && t.event.from === "shop").length;
	}
	get looksAtEnd() {
		return this.atEnd;
	}
	focusOn(e) {
		this.waiting.get(e)?.focus({ preventScroll: !0 });
	}
	toEnd(e = "auto") {
		this.scroller.scrollTo({
			top: this.scroller.scrollHeight,
			behavior: e
		}), this.scrolled();
	}
	scrolled() {
		let { scrollHeight: e, scrollTop: t, clientHeight: n } = this.scroller, r = e - t - n < _e;
		r !== this.atEnd && this.moved(r), this.atEnd = r;
	}
	show(e) {
		let t = this.scroller.scrollHeight - this.scroller.clientHeight, n = e ? e.offsetTop - 8 : t;
		this.scroller.scrollTo({ top: Math.min(t, n) }), this.scrolled();
	}
	place(e) {
		let t = (e.message ? this.waiting.get(e.message) : void 0) ?? h("li", {
			class: e.from,
			tabindex: -1
		});
		e.message && this.waiting.delete(e.message);
		let n = h("span", {
			class: "sr",
			lang: this.frame.language
		}, `${this.frame.say(e.from === "shop" ? "shop" : "you")}: `), r = h("div", { class: "foot" }, he(e.at, this.frame.language)), i = e.from === "shop" ? V(e, this.frame) : K(e.text);
		t.replaceChildren(n, i, r);
		let a = this.drawn.length;
		for (; a > 0 && (this.drawn[a - 1]?.seq ?? 0) > e.seq;) a--;
		let o = this.drawn[a - 1]?.item ?? this.greeting, s = this.drawn[a]?.item ?? (o ? o.nextSibling : this.items.firstChild);
		s !== t && this.items.insertBefore(t, s), this.drawn.splice(a, 0, {
			seq: e.seq,
			item: t,
			event: e
		}), this.markDay(a);
	}
	markDay(e) {
		let t = this.drawn[e], n = this.drawn[e - 1];
		if (!t || n && G(n.event.at) === G(t.event.at)) return;
		let r = ge(t.event.at, this.frame.language, this.frame.say);
		t.item.before(h("li", {
			class: "day",
			lang: this.frame.language
		}, h("span", {}, r)));
	}
	settle() {
		for (let { item: e } of this.drawn) e.querySelector(":scope > .choices")?.remove();
		let e = this.drawn.findLastIndex(({ event: e }) => e.from === "shop" && !e.notice), t = this.drawn.slice(e + 1).some(({ event: e }) => e.from === "person"), n = this.drawn[e];
		for (let { item: e } of this.drawn) e.classList.remove("newest");
		if (!n || t) return;
		n.item.classList.add("newest");
		let r = H(n.event, this.frame);
		r && n.item.querySelector(".foot")?.before(r);
	}
	startWaiting(e) {
		let t = h("li", {
			class: "person",
			tabindex: -1
		}, h("span", {
			class: "sr",
			lang: this.frame.language
		}, `${this.frame.say("you")}: `), K(e.text), h("div", { class: "status" }));
		return this.waiting.set(e.id, t), this.items.append(t), this.toEnd(), t;
	}
	status(e) {
		let { say: t, language: n } = this.frame;
		if (e.failed === void 0) {
			let e = t(navigator.onLine ? "sending" : "waiting");
			return h("div", {
				class: "foot status",
				lang: n
			}, e);
		}
		return h("div", {
			class: "foot status failed",
			lang: n
		}, h("span", {}, e.failed || t("failed")), h("button", {
			type: "button",
			class: "link",
			onclick: () => this.resend.retry(e.id)
		}, t("retry")), h("button", {
			type: "button",
			class: "link",
			onclick: () => this.resend.forget(e.id)
		}, t("remove")));
	}
};
function K(e) {
	return h("div", { class: "bubble" }, h("p", {
		class: "say",
		dir: "auto"
	}, e));
}
// src/view/menu.ts
var ye = class {
	element;
	button;
	entries;
	constructor(e, t) {
		let n = () => this.toggle(!this.isOpen);
		this.button = h("button", {
			type: "button",
			class: "bare",
			"aria-label": e,
			"aria-expanded": "false"
		}, _("more")), this.button.addEventListener("click", n), this.entries = h("div", {
			class: "menu",
			hidden: !0
		}, ...t.map((e) => this.draw(e)));
		let r = (e) => {
			e.relatedTarget && !this.element.contains(e.relatedTarget) && this.toggle(!1);
		};
		this.element = h("div", {
			class: "menubox",
			onfocusout: r
		}, this.button, this.entries);
	}
	get isOpen() {
		return this.entries.getAttribute("hidden") === null;
	}
	close() {
		this.toggle(!1), this.button.focus();
	}
	toggle(e) {
		this.entries.hidden = !e, this.button.setAttribute("aria-expanded", String(e)), e && this.entries.querySelector("button")?.focus();
	}
	draw(e) {
		return h("button", {
			type: "button",
			onclick: () => {
				this.close(), e.chosen();
			}
		}, _(e.symbol), e.words);
	}
}, q = class {
	api;
	say;
	language;
	covered;
	element;
	body = h("div", {
		class: "scroll passage",
		tabindex: 0,
		role: "region"
	});
	before = null;
	constructor(e, t, n, r) {
		this.api = e, this.say = t, this.language = n, this.covered = r;
		let i = t("passage");
		this.body.setAttribute("aria-label", i), this.element = h("div", {
			class: "sheet",
			role: "dialog",
			"aria-modal": "true",
			"aria-label": i,
			hidden: !0
		});
		let a = {
			type: "button",
			class: "bare",
			"aria-label": t("closePassage"),
			onclick: () => this.close()
		}, o = h("header", {
			class: "bar plain",
			lang: n
		}, h("h2", {}, i), h("button", a, _("close")));
		this.element.append(o, this.body);
	}
	get isOpen() {
		return !this.element.hidden;
	}
	async open(e, t) {
		this.before = t, this.element.hidden = !1, this.covered(!0), this.body.replaceChildren(h("p", {
			class: "quiet",
			lang: this.language
		}, "…")), this.element.querySelector("button")?.focus();
		try {
			this.show(await this.api.passage(e), e);
		} catch {
			this.body.replaceChildren(h("p", {
				class: "quiet",
				lang: this.language
			}, this.say("passageFailed")));
		}
	}
	close() {
		this.element.hidden = !0, this.covered(!1), this.before?.focus();
	}
	show(e, t) {
		let n = e.lines.map((e) => {
			let t = e.served ? h("mark", {}, e.text) : e.text, n = e.step ? h("span", { class: "number" }, String(e.step)) : !1;
			return h("p", {
				class: `passage-${/^[a-z]+$/.test(e.role) ? e.role : "text"}`,
				dir: "auto"
			}, n, h("span", {}, t));
		}), r = h("span", { class: "sr" }, ` (${this.say("newTab")})`), i = {
			href: this.api.passagePage(t).href,
			target: "_blank",
			rel: "noopener",
			class: "tool"
		};
		this.body.replaceChildren(h("p", {
			class: "quiet",
			dir: "auto"
		}, e.title), h("h3", {
			class: "head",
			dir: "auto"
		}, e.heading), ...n, h("a", {
			...i,
			lang: this.language
		}, _("book"), this.say("passagePage"), r)), this.body.scrollTop = 0, this.body.querySelector("mark")?.scrollIntoView({ block: "center" });
	}
}, be = class {
	say;
	language;
	deeds;
	element;
	list;
	composer;
	menu;
	sheet;
	heading = h("h2", {
		id: "title",
		dir: "auto"
	});
	banner = h("p", {
		class: "offline",
		role: "status"
	});
	pill;
	main;
	unseen = 0;
	constructor(e, t, n, r, i) {
		this.say = n, this.language = r, this.deeds = i, this.list = new ve(e, i, (e) => this.moved(e)), this.list.scroller.setAttribute("aria-label", n("conversation")), this.composer = new O(n, r, i.send), this.menu = new ye(n("menu"), [{
			symbol: "save",
			words: n("save"),
			chosen: i.save
		}]), this.sheet = new q(t, n, r, (e) => this.main.toggleAttribute("inert", e)), this.pill = h("button", {
			type: "button",
			class: "pill",
			hidden: !0,
			onclick: () => this.toLatest()
		});
		let a = h("button", {
			type: "button",
			class: "bare shut",
			"aria-label": n("close"),
			onclick: i.close
		});
		a.append(_("close"));
		let o = h("header", {
			class: "bar",
			lang: r
		}, this.heading, this.menu.element, a), s = h("div", { class: "middle" }, this.list.element, this.pill);
		this.main = h("div", { class: "main" }, o, this.banner, s, this.composer.element), this.element = h("section", {
			class: "panel",
			role: "dialog",
			"aria-labelledby": "title"
		}), this.element.append(this.main, this.sheet.element), this.element.addEventListener("keydown", (e) => this.key(e));
	}
	title(e) {
		this.heading.textContent = e;
	}
	state(e, t) {
		let n = e === "online" ? t : this.say(e === "blocked" ? "blocked" : "offline");
		this.banner.textContent !== (n ?? "") && (this.banner.textContent = n), this.banner.lang = t ? "en" : this.language;
	}
	passage(e, t) {
		this.sheet.open(e, t);
	}
	arrived(e) {
		this.unseen = this.list.looksAtEnd ? 0 : this.unseen + e, this.moved(this.list.looksAtEnd);
	}
	toLatest() {
		this.list.toEnd("smooth"), this.composer.field.focus();
	}
	moved(e) {
		e && (this.unseen = 0), this.pill.hidden = e;
		let t = this.unseen ? this.say("latestNew", { count: this.unseen }) : this.say("latest");
		this.pill.replaceChildren(_("down"), h("span", { lang: this.language }, t)), e && this.deeds.read();
	}
	key(e) {
		e.key === "Tab" && this.element.getAttribute("aria-modal") === "true" && this.hold(e), e.key === "Escape" && (e.stopPropagation(), this.sheet.isOpen ? this.sheet.close() : this.menu.isOpen ? this.menu.close() : this.deeds.close());
	}
	hold(e) {
		let t = [...(this.sheet.isOpen ? this.sheet.element : this.main).querySelectorAll("a, button, input, textarea, summary, [tabindex='0']")].filter((e) => e.checkVisibility()), n = this.element.getRootNode().activeElement, [r, i] = e.shiftKey ? [t[0], t.at(-1)] : [t.at(-1), t[0]];
		n === r && (e.preventDefault(), i?.focus());
	}
}, xe = {
	title: "Chat mit der Werkstatt",
	greeting: "Hello! Tell me which car it is and what is wrong with it. (Der Chat spricht Englisch.)",
	open: "Chat öffnen",
	openUnread: "Chat öffnen, {count} ungelesen",
	close: "Chat schließen",
	menu: "Mehr",
	save: "Gespräch als Text sichern",
	saveFailed: "Das Gespräch ließ sich nicht sichern. Bitte gleich noch einmal versuchen.",
	print: "Alle Schritte drucken",
	explain: "Schritt erklären",
	conversation: "Gespräch",
	placeholder: "Nachricht schreiben",
	send: "Senden",
	you: "Sie",
	shop: "Werkstatt",
	typing: "Schreibt",
	offline: "Verbindung unterbrochen, neuer Versuch läuft",
	blocked: "Diese Seite darf den Chat nicht benutzen. Die Werkstatt muss sie erlauben.",
	busy: "Einen Moment bitte",
	waiting: "Wartet auf Verbindung",
	sending: "Wird gesendet",
	failed: "Nicht gesendet",
	retry: "Noch einmal",
	remove: "Entfernen",
	latest: "Neueste Nachricht",
	latestNew: "{count} neu",
	stepOf: "Schritt {step} von {steps}",
	need: "Was Sie brauchen",
	warning: "Warnung",
	emergency: "Notfall",
	shopNote: "Hinweis der Werkstatt",
	gap: "Steht nicht in der Anleitung",
	leftOut: "Weggelassen ({count})",
	ways: "Wege, der beste zuerst",
	choices: "Auswahl",
	solved: "Gelöst",
	handoff: "Ein Mensch übernimmt",
	ticket: "Ticket {ticket}",
	call: "{number} anrufen",
	picture: "Bild öffnen",
	passage: "Aus der Anleitung",
	passageFailed: "Die Anleitung lässt sich gerade nicht zeigen.",
	passagePage: "Als Seite öffnen",
	closePassage: "Zurück zum Chat",
	today: "Heute",
	yesterday: "Gestern",
	newTab: "öffnet sich in einem neuen Tab"
}, J = {
	title: "Chat with the shop",
	greeting: "Hello! Tell me which car it is and what is wrong with it.",
	open: "Open the chat",
	openUnread: "Open the chat, {count} unread",
	close: "Close the chat",
	menu: "More",
	save: "Save the conversation as text",
	saveFailed: "The conversation could not be saved. Try again in a moment.",
	print: "Print all steps",
	explain: "Explain this step",
	conversation: "Conversation",
	placeholder: "Write a message",
	send: "Send",
	you: "You",
	shop: "Shop",
	typing: "Typing",
	offline: "Connection lost, trying again",
	blocked: "This page may not use the chat. The shop has to allow it.",
	busy: "One moment, please",
	waiting: "Waiting to be sent",
	sending: "Sending",
	failed: "Not sent",
	retry: "Try again",
	remove: "Remove",
	latest: "Newest message",
	latestNew: "{count} new",
	stepOf: "Step {step} of {steps}",
	need: "What you need",
	warning: "Warning",
	emergency: "Emergency",
	shopNote: "Note of the shop",
	gap: "Not in the guide",
	leftOut: "Left out ({count})",
	ways: "Ways in, best first",
	choices: "Choices",
	solved: "Solved",
	handoff: "A person takes over",
	ticket: "Ticket {ticket}",
	call: "Call {number}",
	picture: "Open the picture",
	passage: "From the guide",
	passageFailed: "The guide cannot be shown just now.",
	passagePage: "Open as a page",
	closePassage: "Back to the chat",
	today: "Today",
	yesterday: "Yesterday",
	newTab: "opens in a new tab"
}, Y = {
	en: J,
	de: xe
};
function Se(e) {
	let t = (e ?? "").toLowerCase().split("-")[0] ?? "";
	return Object.hasOwn(Y, t) ? t : "en";
}
function X(e) {
	let t = Y[e] ?? J;
	return (e, n = {}) => t[e].replace(/\{(\w+)\}/g, (e, t) => String(n[t] ?? ""));
}
// src/element.ts
var Ce = import.meta.url, Z = ["lang", "server"], Q = [
	"accent",
	"accent-dark",
	"theme"
], $ = new CSSStyleSheet();
$.replaceSync(e);
var we = class extends HTMLElement {
	static observedAttributes = [
		...Z,
		...Q,
		"title",
		"greeting",
		"open",
		"position"
	];
	root = this.attachShadow({ mode: "open" });
	colours = new CSSStyleSheet();
	announcer = new se();
	dark = matchMedia("(prefers-color-scheme: dark)");
	narrow = matchMedia("(max-width: 480px), (max-height: 480px)");
	say = X("en");
	keep;
	chat = null;
	panel;
	launcher;
	badge;
	end = new AbortController();
	connectedCallback() {
		this.root.adoptedStyleSheets = [$, this.colours], this.end = new AbortController();
		let { signal: e } = this.end;
		this.dark.addEventListener("change", () => this.colour(), { signal: e }), this.narrow.addEventListener("change", () => this.shape(), { signal: e }), document.addEventListener("visibilitychange", () => this.read(), { signal: e }), visualViewport?.addEventListener("resize", () => this.fit(), { signal: e }), this.build();
	}
	disconnectedCallback() {
		this.end.abort(), this.chat?.close(), this.chat = null;
	}
	attributeChangedCallback(e, t, n) {
		this.chat && t !== n && (Z.includes(e) ? this.build() : Q.includes(e) ? this.colour() : e === "open" ? this.shape() : this.label());
	}
	show() {
		this.toggleAttribute("open", !0), this.panel.composer.field.focus({ preventScroll: !0 });
	}
	hide() {
		this.toggleAttribute("open", !1), this.launcher.focus();
	}
	events(e, t) {
		this.panel.list.add(e), t && this.announcer.announce(e), this.panel.arrived(t ? e.filter((e) => e.from === "shop").length : 0), this.read();
	}
	pending(e) {
		this.panel.list.wait(e);
	}
	typing(e) {
		this.panel.list.typing(e);
	}
	state(e, t = null) {
		this.panel.state(e, t === "" ? this.say("busy") : t);
	}
	reset() {
		this.panel.list.clear(), this.announcer.clear(), this.count();
	}
	build() {
		this.chat?.close();
		let e = Se(this.getAttribute("lang")), t = new r(this.server());
		this.say = X(e), this.keep = new ie(t.base.href), this.chat = new re(t, this.keep, this), this.panel = new be(this.frame(t, e), t, this.say, e, this.deeds()), this.badge = h("span", {
			class: "badge",
			hidden: !0,
			"aria-hidden": "true"
		}), this.launcher = h("button", {
			type: "button",
			class: "launcher",
			lang: e
		}), this.launcher.append(_("chat"), _("close"), this.badge), this.launcher.addEventListener("click", () => this.hasAttribute("open") ? this.hide() : this.show());
		let n = h("div", {
			class: "stage",
			title: "",
			lang: "en"
		}, this.panel.element, this.launcher);
		this.root.replaceChildren(n, this.announcer.element), this.label(), this.colour(), this.shape(), this.chat.start();
	}
	server() {
		let e = this.getAttribute("server");
		return e ? new URL(e.endsWith("/") ? e : `${e}/`, document.baseURI) : new URL("..", Ce);
	}
	frame(e, t) {
		return {
			api: e,
			say: this.say,
			language: t,
			press: (e, t) => this.send(e, t),
			passage: (e) => this.panel.passage(e, this.root.activeElement),
			isTicked: (e) => this.ticked().includes(e),
			tick: (e, t) => this.keep.write("ticks", [...this.ticked().filter((t) => t !== e), ...t ? [e] : []])
		};
	}
	deeds() {
		return {
			close: () => this.hide(),
			send: (e) => this.send(e),
			save: () => void this.save(),
			read: () => this.read(),
			retry: (e) => this.chat?.retry(e),
			forget: (e) => {
				this.panel.list.drop(e), this.chat?.forget(e);
			}
		};
	}
	ticked() {
		return this.keep.read("ticks") ?? [];
	}
	send(e, t) {
		let n = this.root.activeElement === this.panel.composer.field, r = this.chat?.say(e, t);
		this.panel.list.toEnd(), r && !n && this.panel.list.focusOn(r.id);
	}
	async save() {
		try {
			let e = await this.chat?.transcript() ?? "", t = URL.createObjectURL(new Blob([e], { type: "text/plain;charset=utf-8" }));
			h("a", {
				href: t,
				download: "conversation.txt"
			}).click(), setTimeout(() => URL.revokeObjectURL(t), 1e4);
		} catch {
			this.state("online", this.say("saveFailed"));
		}
	}
	label() {
		this.panel.title(this.getAttribute("title") || this.say("title")), this.panel.list.greet(this.getAttribute("greeting") || this.say("greeting")), this.shape();
	}
	shape() {
		let e = this.getAttribute("position") === "inline", t = e || this.hasAttribute("open"), n = t && !e && this.narrow.matches;
		this.panel.element.hidden = !t, this.panel.element.setAttribute("aria-modal", String(n)), this.panel.element.setAttribute("role", e ? "region" : "dialog"), e && this.panel.element.removeAttribute("aria-modal"), this.launcher.hidden = e || n, this.launcher.setAttribute("aria-expanded", String(t)), this.fit(), t && this.panel.list.toEnd("instant"), this.read();
	}
	fit() {
		let e = this.narrow.matches && visualViewport ? `${visualViewport.height}px` : "100dvh";
		this.panel.element.style.setProperty("--screen", e);
	}
	colour() {
		let e = this.getAttribute("theme"), t = e === "dark" || e === "light" ? e : this.dark.matches ? "dark" : "light", n = this.getAttribute("accent-dark") ?? this.getAttribute("accent"), { fill: r, on: i, ink: a } = le(t === "dark" ? n : this.getAttribute("accent"), t);
		this.colours.replaceSync(`:host { --accent: ${r}; --on-accent: ${i}; --accent-ink: ${a}; }`), this.root.querySelector(".stage")?.setAttribute("data-theme", t);
	}
	read() {
		let e = this.panel?.list;
		this.chat && e && !this.panel.element.hidden && !document.hidden && e.looksAtEnd && (this.chat.seen = e.last), this.count();
	}
	count() {
		let e = this.chat && this.panel ? this.panel.list.shopAfter(this.chat.seen) : 0, t = e > 0 && this.panel.element.hidden;
		this.badge.hidden = !t, this.badge.textContent = e > 99 ? "99+" : String(e);
		let n = t ? this.say("openUnread", { count: e }) : this.say("open");
		this.launcher.setAttribute("aria-label", this.panel.element.hidden ? n : this.say("close"));
	}
};
// src/main.ts
customElements.get("curbside-chat") || customElements.define("curbside-chat", we);
