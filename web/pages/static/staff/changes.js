// While the proposals are being tried out, how far that is comes up by itself. Without this there is a link.
const progress = document.getElementById("progress");

async function look() {
  const answer = await fetch(progress.dataset.address, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  const state = found.querySelector("[role=status]");
  if (state?.textContent !== progress.querySelector("[role=status]")?.textContent) {
    progress.replaceChildren(...found.body.childNodes);
  }
  if (progress.querySelector("p.state a")) setTimeout(look, 1000);
}

if (progress?.dataset.state === "running") setTimeout(look, 500);
