// An answer as text: always with its references, their dates and the day it holds for.
import { dayText } from "./days.js";
import { h } from "./dom.js";
import { words } from "./words.js";

const source = (one) =>
  `・${[one.ref, `${one.title}（${one.publisher}、${dayText(one.published)}）`, one.url].filter(Boolean).join(" ")}`;

const reason = (one) => `・${one.text}（${one.refs.join("、")}）`;

const year = (row) =>
  `・${words.year(row.year)} ${row.period} ${words.yen(row.you_pay)}（${row.status_label}、${words.columns[2]}: ${row.payer}）`;

export function asText(reply, asker, day) {
  const { personal, answer, asked } = reply;
  const stated = reply.states_answer ? answer : null;
  const documents = stated ? stated.sources : personal ? personal.basis.documents : [];
  return [
    stated ? stated.question : asker, "", reply.said, asked && asked.text,
    ...(asked ? asked.conditions.map((one) => `・${one}`) : []),
    ...(personal ? [personal.sentence, ...personal.rows.map(year), words.reasons, ...personal.reasons.map(reason)] : []),
    ...(documents.length ? ["", words.sources, ...documents.map(source)] : []),
    words.copyBasis(dayText(personal?.basis.as_of || day)),
  ].filter((line) => line != null).join("\n").replace(/\n{3,}/g, "\n\n");
}

// Resolves to whether the text is in the clipboard. Frames and plain http have no clipboard of the new kind.
export async function copy(text, root) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const active = root.activeElement;
    const area = h("textarea.unseen", { readonly: true });
    area.value = text;
    root.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    active?.focus();
    return done;
  }
}
