// One person's phone: the list of chats, or one chat.
import { base64, control, look } from "./api.js";
import { avatar, bubble, clockTime, element, preview } from "./draw.js";
import { word } from "./words.js";

export class Phone {
  constructor(person) {
    this.person = person;
    this.open = null;
    this.topic = null;
    this.replyTo = null;
    this.editing = null;
    this.seen = new Map();
    this.panel = "keyboard";
    this.node = element("section", { class: "phone", "data-person": person.id, "aria-label": person.name });
    this.screen = element("div", { class: "screen" });
    this.overlay = element("div", { class: "toasts", role: "status" });
    this.node.append(this.screen, this.overlay);
    this.box = element("textarea", { rows: 1, onkeydown: (event) => this.typed(event) });
  }

  async refresh() {
    const state = await look(this.person.id);
    const kept = this.screen.querySelector(".messages");
    const low = !kept || kept.scrollHeight - kept.scrollTop - kept.clientHeight < 60;
    const at = kept?.scrollTop ?? 0;
    const focused = document.activeElement === this.box;
    this.state = state;
    this.draw();
    const list = this.screen.querySelector(".messages");
    if (list) list.scrollTop = low ? list.scrollHeight : at;
    if (focused) this.box.focus();
  }

  draw() {
    const chat = this.state.chats.find((one) => this.key(one) === this.open);
    this.screen.replaceChildren(...(chat ? this.chatScreen(chat) : this.listScreen()));
  }

  key(chat) {
    return `${chat.id}/${chat.type === "private" ? chat.bot : ""}`;
  }

  visible(chat) {
    return chat.messages.filter((message) => !message.deleted && (!this.topic || message.topic === this.topic));
  }

  listScreen() {
    const last = (chat) => chat.messages.findLast((message) => !message.deleted);
    const chats = [...this.state.chats].sort((a, b) => (last(b)?.date_ms ?? 0) - (last(a)?.date_ms ?? 0));
    return [
      element("div", { class: "bar" }, avatar(this.person.id, this.person.name),
        element("div", { class: "who" }, element("b", {}, this.person.name), element("small", {}, word("chats")))),
      element("div", { class: "list" }, ...chats.map((chat) => this.line(chat, last(chat)))),
    ];
  }

  line(chat, last) {
    const unread = chat.messages.filter((one) =>
      !one.deleted && one.sender !== this.person.id && one.message_id > (this.seen.get(this.key(chat)) ?? 0)).length;
    return element("button", { class: "line", onclick: () => this.enter(chat) }, avatar(chat.id, chat.title),
      element("span", { class: "who" }, element("b", {}, chat.title), element("small", {}, last ? preview(last) : "")),
      element("span", { class: "when" }, last ? clockTime(last.date_ms) : "",
        unread ? element("i", { class: "unread" }, String(unread)) : null));
  }

  enter(chat) {
    this.open = this.key(chat);
    this.topic = null;
    this.leaveModes();
    this.draw();
    const list = this.screen.querySelector(".messages");
    list.scrollTop = list.scrollHeight;
  }

  chatScreen(chat) {
    this.seen.set(this.open, Math.max(0, ...chat.messages.map((message) => message.message_id)));
    const messages = this.visible(chat).map((message) => bubble(message, chat, this.person.id, this.acts(chat)));
    return [
      this.head(chat),
      chat.topics.length ? this.tabs(chat) : null,
      this.pinned(chat),
      element("div", { class: "messages" }, ...messages),
      this.below(chat),
    ].filter(Boolean);
  }

  head(chat) {
    const group = chat.type !== "private";
    const under = group ? `${chat.members.length} ${word("members")}` : word("bot");
    const block = element("label", { class: "block" },
      element("input", { type: "checkbox", checked: chat.blocked, onchange: () => this.block(chat) }), word("block"));
    return element("div", { class: "bar" },
      element("button", { class: "back", title: word("back"), onclick: () => this.back() }, "‹"),
      avatar(chat.id, chat.title),
      element("div", { class: "who" }, element("b", {}, chat.title), element("small", {}, under)),
      group ? null : block);
  }

  // The newest of what is pinned hangs above the messages and leads to it.
  pinned(chat) {
    const found = this.visible(chat).findLast((message) => message.pinned);
    const lead = () => this.screen.querySelector(`[data-id="${found.message_id}"]`).scrollIntoView({ block: "center" });
    return found ? element("button", { class: "pinned", onclick: lead }, "📌 ", preview(found)) : null;
  }

  tabs(chat) {
    const all = [{ id: null, name: word("all") }, ...chat.topics];
    return element("nav", { class: "tabs" }, ...all.map((topic) => element("button",
      { class: topic.id === this.topic ? "on" : "", onclick: () => { this.topic = topic.id; this.draw(); } }, topic.name)));
  }

  below(chat) {
    if (chat.type === "private" && !chat.started) {
      return element("div", { class: "below" },
        element("button", { class: "start", onclick: () => this.say(chat, "/start") }, word("start")));
    }
    this.box.placeholder = word("type");
    const mode = this.replyTo ?? this.editing;
    return element("div", { class: "below" },
      mode ? element("div", { class: "mode" }, this.editing ? "✎ " : "↩ ", preview(mode),
        element("button", { title: word("close"), onclick: () => { this.leaveModes(); this.draw(); } }, "×")) : null,
      element("div", { class: "type" },
        element("label", { class: "icon", title: word("attach") }, "＋",
          element("input", { type: "file", hidden: true, onchange: (event) => this.attach(chat, event.target.files[0]) })),
        this.box,
        chat.commands.length ? this.toggle("commands", "/", word("menu")) : null,
        chat.keyboard.length ? this.toggle("keyboard", "⌨", word("keyboard")) : null,
        element("button", { class: "icon send", title: word("send"), onclick: () => this.send(chat) }, "➤")),
      this.panel === "commands" ? this.commands(chat) : null,
      this.panel === "keyboard" && chat.keyboard.length ? this.keyboard(chat) : null);
  }

  toggle(panel, sign, title) {
    const flip = () => { this.panel = this.panel === panel ? null : panel; this.draw(); };
    return element("button", { class: this.panel === panel ? "icon on" : "icon", title, onclick: flip }, sign);
  }

  commands(chat) {
    return element("div", { class: "commands" }, ...chat.commands.map((one) =>
      element("button", { onclick: () => { this.panel = "keyboard"; this.say(chat, `/${one.command}`); } },
        element("b", {}, `/${one.command}`), ` ${one.description}`)));
  }

  keyboard(chat) {
    const rows = chat.keyboard.map((row) => element("div", { class: "row" }, ...row.map((key) =>
      element("button", { class: "key", onclick: () => this.tap(chat, key) }, key.text))));
    return element("div", { class: "keyboard" }, ...rows);
  }

  place(chat) {
    return { user: this.person.id, chat: chat.id, bot: chat.bot };
  }

  acts(chat) {
    return {
      press: (message, key) => this.press(chat, message, key),
      reply: (message) => { this.leaveModes(); this.replyTo = message; this.draw(); this.box.focus(); },
      edit: (message) => { this.leaveModes(); this.editing = message; this.box.value = message.text; this.draw(); this.box.focus(); },
    };
  }

  async press(chat, message, key) {
    if (!key.url) return this.try(() => control("press_raw", { ...this.place(chat), message_id: message.message_id, data: key.data }));
    const payload = new URL(key.url).searchParams.get("start");
    if (!/\/\/t\.me\//.test(key.url) || payload === null) return window.open(key.url, "_blank", "noopener");
    const own = this.state.chats.find((one) => one.type === "private" && key.url.includes(`/${one.username}`));
    if (own) this.enter(own);
    await control("say", { user: this.person.id, chat: this.person.id, text: `/start ${payload}`.trim(), bot: own?.bot });
  }

  tap(chat, key) {
    if (key.request_contact) return this.try(() => control("send_contact", this.place(chat)));
    if (key.request_location) {
      return this.try(() => control("send_location", { ...this.place(chat), latitude: 31.23, longitude: 121.47 }));
    }
    return this.say(chat, key.text);
  }

  say(chat, text) {
    const more = { reply_to: this.replyTo?.message_id, topic: this.topic };
    this.leaveModes();
    return this.try(() => control("say", { ...this.place(chat), text, ...more }));
  }

  send(chat) {
    const text = this.box.value.trim();
    if (!text) return;
    if (this.editing) {
      const message_id = this.editing.message_id;
      this.leaveModes();
      this.try(() => control("edit", { ...this.place(chat), message_id, text }));
    } else this.say(chat, text);
    this.box.value = "";
  }

  typed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send(this.state.chats.find((one) => this.key(one) === this.open));
  }

  async attach(chat, file) {
    const data = { ...this.place(chat), data_base64: await base64(file), caption: this.box.value.trim(), topic: this.topic };
    this.box.value = "";
    const photo = file.type.startsWith("image/");
    await this.try(() => control(photo ? "send_photo" : "send_document", photo ? data : { ...data, name: file.name }));
  }

  block(chat) {
    return this.try(() => control(chat.blocked ? "unblock" : "block", { user: this.person.id, bot: chat.bot }));
  }

  async try(act) {
    try {
      await act();
    } catch (error) {
      this.toast(`${word("refused")}: ${error.message}`);
    }
  }

  back() {
    this.open = null;
    this.leaveModes();
    this.draw();
  }

  leaveModes() {
    if (this.editing) this.box.value = "";
    this.replyTo = this.editing = null;
  }

  toast(text, alert = false) {
    if (!text) return;
    const note = element("div", { class: alert ? "alert" : "toast" }, element("p", {}, text));
    if (alert) note.append(element("button", { onclick: () => note.remove() }, word("ok")));
    else setTimeout(() => note.remove(), 3500);
    this.overlay.append(note);
  }
}
