// The queue by keys: they are heard while the list has the focus. Each presses a button that is on the page anyway.
import { nameOf } from "./keys.js";

const list = document.querySelector(".queue");
const groups = [...list.children];
const actions = new Map(Object.entries(JSON.parse(list.dataset.keys)).flatMap(([action, keys]) => keys.map((key) => [key, action])));

function focus(group) {
  group?.focus();
  group?.scrollIntoView({ block: "nearest" });
}

function move(group, step) {
  focus(groups[Math.min(Math.max(groups.indexOf(group) + step, 0), groups.length - 1)]);
}

function act(action, group) {
  if (action === "next") return move(group, 1);
  if (action === "previous") return move(group, -1);
  if (action === "keys") {
    const keys = document.getElementById("keys");
    keys.open = !keys.open;
    return keys.open ? keys.querySelector("summary").focus() : focus(group);
  }
  const place = action === "undo" ? group.querySelector("[data-action=undo]") ?? document.querySelector("[data-action=undo]") : group.querySelector(`[data-action=${action}]`);
  place?.click();
  return undefined;
}

function typing(target) {
  return target.matches("input, textarea, select");
}

list.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || typing(event.target)) return;
  const action = actions.get(nameOf(event));
  if (!action) return;
  event.preventDefault();
  act(action, event.target.closest(".queue > li"));
});
document.getElementById("keys").addEventListener("keydown", (event) => {
  if (event.key === "Escape" || actions.get(nameOf(event)) === "keys") {
    event.preventDefault();
    document.getElementById("keys").open = false;
    focus(groups[0]);
  }
});
// A form that is sent twice would decide about the question that has come up in place of the first.
document.addEventListener("submit", (event) => {
  if (document.body.dataset.sent) event.preventDefault();
  document.body.dataset.sent = "yes";
});
addEventListener("pageshow", () => delete document.body.dataset.sent);

// After a decision the next question has come up in the same place.
const wanted = Number(/^#g(\d+)$/.exec(location.hash)?.[1] ?? 0);
if (groups.length) focus(groups[Math.min(wanted, groups.length - 1)]);
