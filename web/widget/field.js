// The field to type in: never sends while converting, never loses what was typed.
import { h, newId } from "./dom.js";
import { onEnter } from "./ime.js";
import { words } from "./words.js";

const LONGEST = 500;
const TOLD_FROM = 0.8 * LONGEST;

export function field(store, options, send) {
  const id = newId();
  const error = h("p.error", { id: `${id}-error`, hidden: true });
  const left = h("p.detail", { id: `${id}-left`, role: "status" });
  const input = h("textarea", { id, rows: 1, autocomplete: "off" });
  input.value = store.get("draft") || "";

  function wrong(text) {
    error.textContent = text;
    error.hidden = !text;
    input.setAttribute("aria-describedby", `${text ? error.id : ""} ${left.id}`.trim());
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  function typed() {
    store.set("draft", input.value);
    const length = [...input.value].length;
    left.textContent = length > TOLD_FROM ? words.left(LONGEST - length) : "";
    if (!error.hidden && length <= LONGEST) wrong("");
  }

  function submit(event) {
    event.preventDefault();
    const text = input.value.trim();
    const over = [...input.value].length - LONGEST;
    if (!text || over > 0) {
      wrong(text ? words.left(-over) : words.empty);
      input.focus();
      return;
    }
    input.value = "";
    typed();
    wrong("");
    send(text);
  }

  input.addEventListener("input", typed);
  onEnter(input, (event) => {
    const sends = options.ctrl ? event.ctrlKey || event.metaKey : !event.shiftKey;
    if (sends) submit(event);
  });
  const form = h("form.ask", { onsubmit: submit, novalidate: true },
    h("label", { for: id }, words.input), error,
    h("div.line", input, h("button.send", words.send)), left);
  typed();
  return { form, input };
}
