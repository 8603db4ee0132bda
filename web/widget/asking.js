// The forms a question back is answered with. `answer` takes what to ask the service and the asker's words for it.
import { dayText } from "./days.js";
import { button, h, newId } from "./dom.js";
import { words } from "./words.js";

const MOST_BUTTONS = 6;

const told = (fact, value) => ({ select: { fact, value } });

const choice = (label, press, quiet) => button(label, press, quiet ? ".choice.quiet" : ".choice");

// Options in a list, so that how many there are is heard.
const listed = (buttons) => h("ul.buttons", buttons.map((one) => h("li", one)));

function typedForm(form, held, answer) {
  const id = newId();
  const error = h("p.error", { id: `${id}-error`, hidden: true }, words.chooseOne);
  const many = form.type !== "date" && form.type !== "number";
  const input = many
    ? h("select", { id }, h("option", { value: "" }, words.pick),
        form.choices.map((one) => h("option", { value: one.value, selected: one.value === held }, one.label)))
    : h("input", { id, type: form.type, value: held, min: form.type === "number" && 1, inputmode: form.type === "number" && "numeric" });
  const submit = (event) => {
    event.preventDefault();
    if (!input.value || !input.validity.valid) {
      error.hidden = false;
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", error.id);
      input.focus();
      return;
    }
    const value = form.type === "number" ? Number(input.value) : input.value;
    answer([told(form.fact, value)], form.label(value), event);
  };
  return h("form", { onsubmit: submit, novalidate: true },
    h("label", { for: id }, many ? words.pick : form.type === "date" ? words.byDay : words.byNumber), error,
    h("div.line", input, h("button.choice", words.byThis)));
}

function labelled(form) {
  const label = (value) => form.choices.find((one) => one.value === value)?.label ?? (form.type === "date" ? dayText(value) : value);
  return { ...form, label: (value) => (form.name ? words.told(form.name, label(value)) : label(value)) };
}

// One fact: buttons, a list where there are many, or a field; 「わからない」 always.
export function factForm(asked, answer, held) {
  const form = labelled(asked);
  const press = (value) => (event) => answer([told(form.fact, value)], form.label(value), event);
  const unknown = choice(words.unknown, (event) => answer([told(form.fact, null)], words.unknown, event), true);
  const few = form.choices.length > 0 && form.choices.length <= MOST_BUTTONS;
  const buttons = few ? form.choices.map((one) => choice(one.label, press(one.value))) : [];
  const typed = !few || form.type === "date" ? typedForm(form, held, answer) : null;
  const help = form.type === "date" ? h("p.detail", words.byWords) : null;
  return h("div.choices", few && form.type === "date" && listed(buttons), typed, help,
    listed([...(form.type === "date" ? [] : buttons), unknown]));
}

function radios(need) {
  const name = newId();
  const radio = (value, label) => h("label.radio", h("input", { type: "radio", name, value }), label);
  const options = need.type === "date"
    ? h("input", { type: "date", "aria-label": words.byDay })
    : [...need.choices.map((one, i) => radio(i, one.label)), radio("", words.unknown)];
  const element = h("fieldset", h("legend", need.question), options);
  const read = () => {
    const input = element.querySelector("input:checked, input[type=date]");
    if (!input || (need.type === "date" && !input.value)) return null;
    if (need.type === "date") return { value: input.value, label: dayText(input.value) };
    return input.value === "" ? { value: null, label: words.unknown } : need.choices[input.value];
  };
  return { need, element, read };
}

// A list of conditions: agree to all at once, or answer one by one; what is left out stays open.
export function conditionsForm(needs, answer) {
  const parts = needs.map(radios);
  const error = h("p.error", { role: "alert" });
  const submit = (event) => {
    event.preventDefault();
    const given = parts.map(({ need, read }) => ({ need, said: read() })).filter(({ said }) => said);
    if (!given.length) {
      error.textContent = words.chooseOne;
      return;
    }
    answer(given.map(({ need, said }) => told(need.fact, said.value)), given.map(({ said }) => said.label).join("、"), event);
  };
  const say = (label, question, quiet) => choice(label, (event) => answer([{ question }], label, event), quiet);
  return h("div.choices",
    listed([say(words.all, words.allSent), say(words.unknown, words.unknown, true)]),
    h("details", h("summary", words.each),
      h("form", { onsubmit: submit }, parts.map((part) => part.element), error, h("button.choice", words.eachDone))));
}

export const candidates = (list, answer, none) =>
  h("ul.candidates",
    list.map((one) => h("li", choice(one.question, (event) => answer([{ select: { entry: one.id } }], one.question, event)))),
    none && h("li", choice(words.none, (event) => answer([{ select: { none: true } }], words.none, event), true)));

// Makes a turn's forms history: what could be chosen stays as text, what was chosen is marked.
export function settle(article, chosen) {
  for (const form of article.querySelectorAll(".live form, .live details, .live .detail, .fact button")) form.remove();
  for (const option of article.querySelectorAll(".live .choice")) {
    const label = option.textContent;
    const taken = chosen === label || chosen?.endsWith(words.told("", label));
    option.replaceWith(h(taken ? "span.was.taken" : "span.was", taken && h("span.unseen", words.chosen), label));
  }
}
