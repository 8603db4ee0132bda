// The decision follows the form: the server draws it, this puts it in place. The reasoned answer is copied by button or key.
const form = document.getElementById("facts");
const place = document.getElementById("decision");
const told = document.getElementById("told");
const keys = document.getElementById("keys");
const PAUSE = 200; // milliseconds without a letter until a number counts as typed
let waiting = 0;
let asking = new AbortController();

const opened = () => [...place.querySelectorAll("details[open]")].map((one) => one.id);

function put(fragment) {
  const open = opened();
  place.replaceChildren(...fragment.body.childNodes);
  for (const id of open) place.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  const { address, wanted, invalid, said } = document.getElementById("decided").dataset;
  const marked = new Set(wanted.split(" "));
  for (const mark of document.querySelectorAll("[data-mark]")) mark.hidden = !marked.has(mark.dataset.mark);
  const wrong = new Set(invalid.split(" "));
  for (const field of form.querySelectorAll("input:not([type=radio], [type=hidden]), select")) {
    if (wrong.has(field.name)) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
  history.replaceState(null, "", address);
  told.textContent = said;
  ready();
}

async function ask() {
  clearTimeout(waiting);
  asking.abort();
  asking = new AbortController();
  const mine = asking;
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Part": "decision" },
      redirect: "manual",
      signal: mine.signal,
    });
    // Whoever is no longer logged in, or has an old page, is told by the whole page.
    if (answer.status !== 200 && answer.status !== 422) form.submit();
    else put(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch (error) {
    if (error.name !== "AbortError") told.textContent = "つながりませんでした。「判定する」を押すと、もう一度試せます。";
  } finally {
    if (mine === asking) place.removeAttribute("aria-busy");
  }
}

// Frames and plain http have no clipboard of the new kind.
async function copy() {
  const text = document.getElementById("reasoned")?.textContent;
  if (!text) return;
  const done = await navigator.clipboard.writeText(text).then(() => true, () => false);
  if (!done) getSelection().selectAllChildren(document.getElementById("reasoned"));
  told.textContent = done ? "理由つきの答えをコピーしました。" : "コピーできませんでした。答えを選んであるので、Ctrl+C でコピーしてください。";
  const button = document.getElementById("copy");
  if (button && done) button.textContent = "コピーしました";
}

const types = (element) => element.closest?.("input:not([type=radio], [type=checkbox]), select, textarea");

function ready() {
  const button = document.getElementById("copy");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", copy);
}

form.addEventListener("change", ask);
form.addEventListener("input", (event) => {
  if (event.target.inputMode !== "numeric") return;
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask().then(() => place.focus());
});
// With Alt a key's place counts, as the letter may be another one then.
const pressed = (event) => (event.altKey ? `Alt+${event.code.replace(/^(Key|Digit)/, "").toLowerCase()}` : event.key.toLowerCase());

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.isComposing || (!event.altKey && types(event.target))) return;
  if (!keys.dataset.copy || pressed(event).toLowerCase() !== keys.dataset.copy.toLowerCase()) return;
  event.preventDefault();
  copy();
});
keys.hidden = false;
ready();
