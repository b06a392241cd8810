// Small pieces of the screen.
import { word } from "./words.js";

const COLOURS = ["#e17076", "#7bc862", "#65aadd", "#a695e7", "#ee7aae", "#6ec9cb", "#faa774"];

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "html") node.innerHTML = value;
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child != null && child !== false));
  return node;
}

export function avatar(id, name) {
  const round = element("span", { class: "avatar", "aria-hidden": true }, [...name][0] ?? "?");
  round.style.background = COLOURS[Math.abs(id) % COLOURS.length];
  return round;
}

export const clockTime = (ms) => new Date(ms).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });

const ICONS = { voice: "🎤", video: "🎬", audio: "🎵", document: "📄", location: "📍", contact: "👤", photo: "🖼" };

export function preview(message) {
  const text = message.text.replaceAll("\n", " ");
  return message.kind in ICONS ? `${ICONS[message.kind]} ${text || word(message.kind)}` : text;
}

function media(message, token) {
  if (message.kind === "photo") {
    return element("img", { class: "photo", src: `/file/bot${token}/${message.file}`, alt: word("photo"), loading: "lazy" });
  }
  if (message.file) return played(message, `/file/bot${token}/${message.file}`);
  if (message.kind in ICONS) return element("div", { class: "file" }, `${ICONS[message.kind]} ${word(message.kind)}`);
  return null;
}

// What can be heard or seen is played where it stands; any other file can be opened.
function played(message, source) {
  if (message.kind === "video") return element("video", { class: "photo", src: source, controls: true, preload: "metadata" });
  const name = `${ICONS[message.kind]} ${word(message.kind)}`;
  const sound = message.kind === "voice" || message.kind === "audio";
  return element("div", { class: "file" }, sound ? name : element("a", { href: source, target: "_blank" }, name),
    sound ? element("audio", { src: source, controls: true, preload: "none", title: name }) : null);
}

function keys(message, act) {
  if (!message.buttons.length) return null;
  const rows = message.buttons.map((row) =>
    element("div", { class: "row" }, ...row.map((key) =>
      element("button", { class: "key", onclick: () => act.press(message, key) }, key.text, key.url ? " ↗" : ""))));
  return element("div", { class: "keys" }, ...rows);
}

function quoted(message, messages) {
  const answered = messages.find((one) => one.message_id === message.reply_to);
  return answered && !answered.deleted
    ? element("div", { class: "quote" }, element("b", {}, answered.sender_name), element("span", {}, preview(answered)))
    : null;
}

export function bubble(message, chat, viewer, act) {
  if (message.kind === "service") {
    return element("div", { class: "service" }, `${message.sender_name} ${message.text}`);
  }
  const mine = message.sender === viewer;
  const foot = [message.pinned ? "📌" : "", message.edited ? word("edited") : "", clockTime(message.date_ms)];
  return element("article", { class: mine ? "message mine" : "message", "data-id": message.message_id },
    element("div", { class: "bubble" },
      chat.type !== "private" && !mine ? element("b", { class: "name" }, message.sender_name) : null,
      message.forwarded ? element("i", { class: "forwarded" }, word("forwarded")) : null,
      quoted(message, chat.messages),
      media(message, chat.bot),
      message.text ? element("div", { class: "text", html: message.html }) : null,
      element("span", { class: "foot" }, ...foot.filter(Boolean).flatMap((piece) => [piece, " "]))),
    message.reactions.length ? element("div", { class: "reactions" }, message.reactions.join(" ")) : null,
    keys(message, act),
    element("span", { class: "tools" },
      element("button", { title: word("reply"), onclick: () => act.reply(message) }, "↩"),
      mine && message.kind === "text" ? element("button", { title: word("edit"), onclick: () => act.edit(message) }, "✎") : null));
}
