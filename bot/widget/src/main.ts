import { CurbsideChat } from "./element";

if (!customElements.get("curbside-chat")) customElements.define("curbside-chat", CurbsideChat);
