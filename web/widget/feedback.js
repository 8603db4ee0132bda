// What the asker thinks of an answer, for good: four words, and a comment for who likes.
import { button, h, newId } from "./dom.js";
import { words } from "./words.js";

export function feedback(turn, { api, kept, emit }) {
  const id = newId();
  const verdicts = Object.keys(words.verdicts);
  const buttons = verdicts.map((verdict) => button(words.verdicts[verdict], () => send(verdict), ".verdict"));
  const note = h("p.detail", { role: "status" });
  const area = h("textarea", { id, rows: 2, maxlength: 1000 });
  const submit = (event) => {
    event.preventDefault();
    send(turn.verdict, area.value.trim());
  };
  const form = h("form", { onsubmit: submit }, h("label", { for: id }, words.comment), area, h("button.choice.quiet", words.commentSend));

  function mark(done) {
    verdicts.forEach((verdict, i) => buttons[i].setAttribute("aria-pressed", verdict === turn.verdict));
    form.hidden = done || !turn.verdict;
  }

  async function send(verdict, comment) {
    try {
      await api.send("feedback", { reply: turn.reply.reply, verdict, ...(comment && { comment }) });
      turn.verdict = verdict;
      if (comment) buttons[verdicts.indexOf(verdict)].focus();
      mark(comment);
      note.textContent = words.thanks;
      kept();
      emit("feedback", { verdict });
    } catch (failure) {
      note.textContent = failure.status === 404 ? words.feedbackGone : words.feedbackFailed;
    }
  }

  mark();
  return h("div.feedback", { role: "group", "aria-label": words.feedback },
    h("p.detail", { "aria-hidden": "true" }, words.feedback), h("div.line", buttons), note, form);
}
