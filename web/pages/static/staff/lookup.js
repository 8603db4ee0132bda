// The search of the staff: results while one types, and everything by key. Without it the page works by its forms.
import { copy } from "./clipboard.js";
import { Keys } from "./keys.js";
import { addressOf, Part } from "./parts.js";
import { Store } from "./store.js";
import { Tray } from "./tray.js";

const HOME = "/staff";
const CALM = 600; // ms without a letter before a screen reader is told and the address follows
const READ = 2500; // ms an answer stands before it counts as shown
const page = document.getElementById("lookup");
const [form, q, told, found] = ["seek", "q", "told", "found"].map((id) => document.getElementById(id));
const keysList = document.getElementById("keys-list");
const store = new Store(page.dataset.member);
const chosen = JSON.parse(page.dataset.keys);
const keys = new Keys(chosen);
const tell = (...said) => told.replaceChildren(...said);
const results = new Part(found, tell);
const tray = new Tray(document.getElementById("tray"), store, tell);
let composing = false;
let calm = 0;
let read = 0;
let counted = "";

const isWide = () => matchMedia("(min-width: 56rem)").matches;
const card = () => found.querySelector(".card");
const rows = () => [...found.querySelectorAll(".rows a")];
const current = () => rows().findIndex((row) => row.hasAttribute("aria-current"));
const fields = () => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));

function send(path, body) {
  const sent = new URLSearchParams([["form_token", page.dataset.token], ...body]);
  return fetch(`${HOME}/${path}`, { method: "POST", body: sent, keepalive: true }).catch(() => null);
}

function count(kind, entries) {
  return send("uses", [["kind", kind], ...entries.map((entry) => ["entry", entry])]);
}

function shown() {
  const entry = card()?.dataset.entry;
  if (!entry || entry === counted) return;
  counted = entry;
  count("shown", [entry]);
}

// What is new on the page gets what only a script can do.
function dress() {
  for (const button of page.querySelectorAll("[data-act]")) {
    button.hidden = false;
    const key = chosen[button.dataset.act];
    if (key && key.length === 1 && !button.querySelector("kbd")) {
      const sign = document.createElement("kbd");
      sign.textContent = key;
      button.append(sign);
    }
  }
  for (const link of page.querySelectorAll("[data-plain]")) link.hidden = true;
  const collect = page.querySelector("[data-act=collect]");
  collect?.setAttribute("aria-pressed", String(tray.has(card())));
}

function settle(entry) {
  const at = current();
  const shared = { ...fields(), entry };
  store.set("draft", shared);
  history.replaceState(null, "", addressOf(HOME, shared));
  const question = card()?.querySelector("h2").textContent;
  tell(question ? `${rows().length}件のうち${at + 1}番目: ${question}` : `${rows().length}件`);
}

async function look(entry = "") {
  clearTimeout(calm);
  clearTimeout(read);
  store.set("draft", { ...fields(), entry });
  const there = await results.load(addressOf(`${HOME}/results`, { ...fields(), entry }));
  if (!there) return false;
  dress();
  calm = setTimeout(settle, CALM, entry);
  read = setTimeout(shown, READ);
  return true;
}

function toAnswer() {
  const question = card()?.querySelector("h2");
  question?.focus({ preventScroll: isWide() });
  shown();
}

async function select(place) {
  const row = rows()[place];
  if (!row) return false;
  if (place === current()) return true;
  for (const other of rows()) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true"); // the next press goes on from here, whether or not this one is answered
  const list = document.getElementById("ranking").scrollTop;
  if (!await look(row.dataset.entry)) return false;
  document.getElementById("ranking").scrollTop = list;
  if (isWide()) rows()[current()]?.scrollIntoView({ block: "nearest" });
  return true;
}

async function copyForm(place, name, entries) {
  const text = (one) => place.querySelector(`[data-form=${one}]`)?.dataset.text;
  if (text(name) === undefined) return;
  const done = await copy(text(name), name === "html" ? text("plain") : undefined);
  const label = place.querySelector(`[data-form=${name}]`).firstChild.textContent.trim();
  tell(done ? `写しました（${label}、${entries.length}件）` : "写せませんでした。ブラウザーの設定で、写すことを許してください。");
  if (done) await count(`copy_${name}`, entries);
}

const here = () => copyForm.bind(null, card() ?? found);
const acts = {
  focus: () => { q.focus(); q.select(); },
  down: () => select(Math.min(current() + 1, rows().length - 1)),
  up: () => select(Math.max(current() - 1, 0)),
  open: async () => {
    if (results.logIn) results.logIn.click();
    else if (current() >= 0 || await select(0)) toAnswer();
  },
  pick: async (number) => { if (await select(number - 1)) toAnswer(); },
  copy_plain: () => here()("plain", [card()?.dataset.entry]),
  copy_mail: () => here()("mail", [card()?.dataset.entry]),
  copy_slack: () => here()("slack", [card()?.dataset.entry]),
  copy_html: () => here()("html", [card()?.dataset.entry]),
  collect: async () => {
    if (!card()) return;
    await tray.toggle(card());
    tell(tray.has(card()) ? `控えに入れました（${tray.names.length}件）` : "控えから出しました");
  },
  copy_tray: () => copyForm(document.getElementById("tray"), "plain", tray.entries),
  pin: async () => {
    const pin = found.querySelector("form.pin");
    if (!pin) return;
    const button = pin.querySelector("[name=turn]");
    const focused = pin.contains(document.activeElement);
    await send("pins", [["entry", card().dataset.entry], ["turn", button.value]]);
    if (!await look(card().dataset.entry)) return;
    tell(button.value === "off" ? "ピン留めを外しました" : "ピン留めしました");
    if (focused) found.querySelector("form.pin [name=turn]").focus();
    else if (document.activeElement === document.body) card().querySelector("h2").focus();
  },
  help: () => keysList.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (keysList.open) return;
  if (event.key === "Escape" && event.target === q && !event.isComposing && card()) {
    event.preventDefault(); // a search field would be emptied
    toAnswer();
    return;
  }
  const [action, number] = keys.action(event, q) ?? [];
  if (!action) return;
  event.preventDefault();
  acts[action](number);
});
q.addEventListener("compositionstart", () => { composing = true; });
q.addEventListener("compositionend", () => { composing = false; look(); });
form.addEventListener("input", (event) => { if (!composing && !event.isComposing) look(); });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (results.logIn) results.logIn.click();
  else look();
});
page.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  const row = event.target.closest(".rows a");
  const together = event.target.closest("#tray [data-form]");
  if (row && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    acts.pick(rows().indexOf(row) + 1);
  } else if (together) copyForm(document.getElementById("tray"), together.dataset.form, tray.entries);
  else if (button) {
    event.preventDefault();
    acts[button.dataset.act]();
  }
});
document.addEventListener("traychange", dress);
document.getElementById("keys-button").hidden = false;
document.getElementById("keys-button").addEventListener("click", acts.help);

const draft = store.get("draft", {});
if (!location.search && draft.q) {
  for (const [name, value] of Object.entries(draft)) if (form.elements[name]) form.elements[name].value = value;
  look(draft.entry);
} else if (q.value !== q.defaultValue) look(); // typed before this script came
tray.show();
dress();
