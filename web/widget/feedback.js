// What the asker thinks of an answer, for good: four words, and a comment for who likes.
import { button, h, newId } from "./dom.js";
import { words } from "./words.js";

export function feedback(turn, { api, kept, emit }) {
  const id = newId();
  const buttons = Object.entries(words.verdicts).map(([verdict, label]) =>
    button(label, () => send(verdict), ".verdict", { "aria-pressed": String(turn.verdict === verdict), value: verdict }));
  const note = h("p.detail", { role: "status" });
  const area = h("textarea", { id, rows: 2, maxlength: 1000 });
  const form = h("form", { hidden: !turn.verdict, onsubmit: (event) => { event.preventDefault(); send(turn.verdict, area.value.trim()); } },
    h("label", { for: id }, words.comment), area, h("button.choice.quiet", words.commentSend));

  async function send(verdict, comment) {
    if (turn.sending) return;
    turn.sending = true;
    try {
      await api.send("feedback", { reply: turn.reply.reply, verdict, ...(comment && { comment }) });
      turn.verdict = verdict;
      for (const one of buttons) one.setAttribute("aria-pressed", String(one.value === verdict));
      if (comment && form.contains(form.getRootNode().activeElement)) buttons.find((one) => one.value === verdict).focus();
      form.hidden = Boolean(comment);
      note.textContent = words.thanks;
      kept();
      emit("feedback", { verdict });
    } catch (failure) {
      note.textContent = failure.status === 404 ? words.feedbackGone : words.feedbackFailed;
    }
    delete turn.sending;
  }

  return h("div.feedback", { role: "group", "aria-label": words.feedback },
    h("p.detail", { "aria-hidden": "true" }, words.feedback), h("div.line", buttons), note, form);
}
