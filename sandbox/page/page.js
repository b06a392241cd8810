// The row of phones, the clock above them, and the feed that keeps them fresh.
import { control, listen, look } from "./api.js";
import { avatar, element } from "./draw.js";
import { Phone } from "./phone.js";
import { fillWords, language, switchLanguage, word } from "./words.js";

const phones = new Map();
const row = document.getElementById("phones");
let asked = false;
let clock = { now: Date.now(), virtual: false, running: false };
let ahead = 0;

const chosen = () => [...phones.keys()];

function keepAddress() {
  const query = new URLSearchParams(location.search);
  query.set("people", chosen().join(","));
  history.replaceState(null, "", `?${query}`);
}

function show(person) {
  const phone = new Phone(person);
  phones.set(person.id, phone);
  row.append(phone.node);
  return phone;
}

function hide(id) {
  phones.get(id).node.remove();
  phones.delete(id);
}

async function choose(person) {
  if (phones.has(person.id)) hide(person.id);
  else show(person);
  keepAddress();
  await refresh();
}

async function add() {
  const name = prompt(word("addAsk"));
  if (!name) return;
  const id = await control("person", { name, language: language === "zh" ? "zh-hans" : "en" });
  await choose({ id, name });
}

function drawPeople(people) {
  const chips = people.map((person) => element("button",
    { class: phones.has(person.id) ? "chip on" : "chip", onclick: () => choose(person) },
    avatar(person.id, person.name), person.name));
  document.getElementById("people").replaceChildren(...chips,
    element("button", { class: "chip add", onclick: add }, word("add")));
}

function setClock(reading) {
  clock = { ...clock, ...reading };
  ahead = clock.now - Date.now();
  drawClock();
}

function goOn() {
  if (clock.virtual) return;
  clock.now = Date.now() + ahead;
  drawClock();
}

function drawClock() {
  const now = new Date(clock.now);
  document.getElementById("now").textContent = now.toLocaleString(language === "zh" ? "zh-CN" : "en-GB",
    { month: "short", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit" });
  document.getElementById("steps").hidden = !(clock.virtual || clock.running);
}

async function refresh() {
  const state = await look(-1);
  drawPeople(state.people);
  setClock({ now: state.now });
  await Promise.all([...phones.values()].map((phone) => phone.refresh()));
  row.dataset.empty = phones.size ? "" : word("empty");
}

function refreshSoon() {
  if (asked) return;
  asked = true;
  setTimeout(() => { asked = false; refresh(); }, 60);
}

function onEvent(event) {
  if (event.what === "toast") phones.get(event.user)?.toast(event.text, event.show_alert);
  else refreshSoon();
}

async function step(args) {
  setClock(await control("clock/step", args));
}

function stepToMorning() {
  const morning = new Date(clock.now);
  if (morning.getHours() >= 8) morning.setDate(morning.getDate() + 1);
  morning.setHours(8, 0, 0, 0);
  return step({ to: morning.getTime() });
}

function speak() {
  fillWords(document);
  document.getElementById("language").textContent = word("other");
}

async function begin() {
  speak();
  setClock(await (await fetch("/control/clock")).json());
  const query = new URLSearchParams(location.search);
  const { people: everyone } = await look(-1);
  const wanted = query.get("people")?.split(",").map(Number) ?? everyone.slice(0, 3).map((person) => person.id);
  for (const person of everyone) if (wanted.includes(person.id)) show(person);
  await refresh();
  const chat = query.get("chat");
  if (chat) for (const phone of phones.values()) openChat(phone, Number(chat));
  listen(onEvent, refreshSoon);
  setInterval(goOn, 10_000);
}

// ?chat=ID opens that chat on every phone that has it, else the chat with the bot.
function openChat(phone, id) {
  const chats = phone.state.chats;
  const chat = chats.find((one) => one.id === id) ?? chats.find((one) => one.type === "private");
  if (chat) phone.enter(chat);
}

for (const button of document.querySelectorAll("[data-by]")) {
  button.addEventListener("click", () => step({ by: Number(button.dataset.by) }));
}
document.getElementById("morning").addEventListener("click", stepToMorning);
document.getElementById("language").addEventListener("click", () => { switchLanguage(); speak(); refresh(); });
begin();
