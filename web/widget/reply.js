// Draws one reply. What is asked for comes right after the answer, so that Tab leads there first.
import { candidates, conditionsForm, factForm } from "./asking.js";
import { day } from "./days.js";
import { button, h, newId, unseen } from "./dom.js";
import { fee } from "./fee.js";
import { contact, link, sources } from "./links.js";
import { words } from "./words.js";

const MOST_OTHERS = 3;

const titled = (title, ...content) => [h("h4", title), ...content];

const folded = (title, ...content) => h("details.more", h("summary", title), content);

// Lines become paragraphs, lines that begin with 「・」 or 「- 」 a list.
function prose(text) {
  const blocks = [];
  for (const line of text.split("\n").filter(Boolean)) {
    const item = line.match(/^(?:・|-\s)(.*)/);
    if (!item) blocks.push(h("p", line));
    else if (blocks.at(-1)?.tagName === "UL") blocks.at(-1).append(h("li", item[1]));
    else blocks.push(h("ul", h("li", item[1])));
  }
  return blocks;
}

const cited = (list) => h("ul", list.map((one) => h("li", one.text, " ", h("span.detail", one.refs.join("、")))));

export const choosing = (reply) => reply.outcome === "choose" && !reply.asked && !reply.personal;

export function heading(reply) {
  const { asked, personal } = reply;
  if (reply.states_answer) return reply.answer.question;
  if (asked && !reply.said) return asked.scheme ? words.conditions(asked.scheme) : asked.text;
  if (personal) return personal.rows.length ? words.paysYears : words.paysElse;
  return choosing(reply) ? words.confirm : words.answer;
}

// What is heard of a reply: enough to know it, not all of it.
export function spoken(reply) {
  const { asked, personal } = reply;
  return [
    reply.states_answer ? reply.said.replace(reply.answer.answer, reply.answer.short_answer) : reply.said,
    asked && [asked.lead, asked.text, ...asked.conditions].filter(Boolean).join("\n"),
    personal && personal.sentence, personal?.rows.length && words.tableSaid,
    reply.states_answer && words.sourcesSaid(reply.answer.sources.length),
    choosing(reply) && words.choicesSaid(reply.candidates.length + 1),
  ].filter(Boolean).join("\n");
}

function askedBack(reply, answer) {
  const { asked } = reply;
  const needs = reply.needs.filter((need) => reply.asks.includes(need.fact));
  const shown = reply.said ? h("h4", asked.scheme ? words.conditions(asked.scheme) : asked.text) : null;
  return h("div.live", asked.lead && h("p", asked.lead), shown,
    asked.scheme && [h("p", asked.text), h("ul", asked.conditions.map((one) => h("li", one)))],
    asked.scheme ? conditionsForm(needs, answer) : needs.slice(0, 1).map((need) => factForm(need, answer)));
}

function facts(reply, answer, forms) {
  const form = async ({ fact, value }) => {
    try {
      const found = (await forms()).find((one) => one.fact === fact);
      return [h("p", found.question), factForm(found, answer, value)];
    } catch (failure) {
      return [h("p.error", failure.message)];
    }
  };
  const line = (fact) => {
    const place = h("div.live");
    const open = async () => {
      const shown = place.hasChildNodes();
      opener.setAttribute("aria-expanded", !shown);
      place.replaceChildren(...(shown ? [] : await form(fact)));
    };
    const opener = button([words.correct, unseen(`（${fact.name}）`)], open, ".text", { "aria-expanded": "false" });
    return h("li", h("div.fact", h("p", h("span.detail", `${fact.name} `), fact.label, fact.words && h("span.detail", ` ${words.from(fact.words)}`)), opener), place);
  };
  return reply.facts.length ? titled(words.facts, h("ul.facts", reply.facts.map(line))) : [];
}

const step = (one) => h("li", h("strong", one.name), h("p", one.text), h("p.detail", contact(one.contact)));

function personalParts({ personal, said, kind }) {
  const reasons = personal.reasons.length ? titled(words.reasons, cited(personal.reasons)) : [];
  const amounts = [h("p.sentence", personal.sentence), fee(personal.rows)];
  return { first: kind === "why" ? [reasons, amounts] : [amounts], later: [
    kind !== "why" && reasons,
    personal.next_steps.length ? titled(words.steps, h("ol", personal.next_steps.map(step))) : [],
    personal.changes.length ? folded(words.changes, h("ul", personal.changes.map((one) => h("li", one)))) : [],
    personal.basis.documents.length ? folded(words.basis, h("p.detail", day(personal.basis.as_of), words.basisDay), sources(personal.basis.documents)) : [],
  ] };
}

function offered(reply, answer) {
  const more = !reply.asked && reply.needs[0];
  const stated = reply.states_answer ? reply.answer.id : null;
  const choose = choosing(reply);
  const near = choose ? reply.candidates : reply.candidates.filter((one) => one.id !== stated).slice(0, MOST_OTHERS);
  const name = choose ? words.near : reply.outcome === "no_answer" ? words.perhaps : words.others;
  const offer = more && h("div.live", titled(reply.personal ? words.moreOwn : words.more, h("p", more.question), factForm(more, answer)));
  const list = near.length && h("div.live", titled(name, candidates(near, answer, choose)));
  return { offer, list };
}

function stated(reply, service) {
  const { answer } = reply;
  return [
    answer.updated_by && h("p", link(new URL(`entries/${answer.updated_by}`, service), words.newer)),
    titled(words.sources, sources(answer.sources)),
  ];
}

// Who knows more: at once where there is no answer, not twice where the next steps name them.
function reached({ outcome, asked, personal, contact: who }) {
  const known = JSON.stringify(who);
  if (asked || personal?.next_steps.some((one) => JSON.stringify(one.contact) === known)) return null;
  const shown = h("p", contact(who));
  return outcome === "no_answer" && !personal ? titled(words.contact, shown) : folded(words.contact, shown);
}

export function drawReply(reply, { answer, forms, service }) {
  const id = newId();
  const personal = reply.personal && personalParts(reply);
  const { offer, list } = offered(reply, answer);
  const decided = !personal && !reply.asked && reply.eligibility.license_years.length && reply.eligibility.explanation;
  return h("article", { "aria-labelledby": id },
    h("h3", { id, tabindex: -1 }, heading(reply)),
    reply.kind === "why" && personal ? null : prose(reply.said),
    reply.asked && askedBack(reply, answer),
    choosing(reply) && list,
    personal && (reply.said || reply.states_answer) && h("h4", reply.personal.rows.length ? words.paysYears : words.paysElse),
    personal?.first, reply.states_answer && stated(reply, service),
    reply.also.map((one) => titled(one.question, prose(one.answer), sources(one.sources))),
    facts(reply, answer, forms), personal?.later,
    decided && folded(words.decided, cited(decided)),
    offer, !choosing(reply) && list,
    reached(reply));
}
