// Puts texts into the clipboard; HTML goes with its plain text beside it. Resolves to whether it is there.
export async function copy(text, plain) {
  try {
    const kinds = plain === undefined ? { "text/plain": text } : { "text/html": text, "text/plain": plain };
    const blobs = Object.entries(kinds).map(([kind, content]) => [kind, new Blob([content], { type: kind })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    return copyTheOldWay(plain ?? text); // plain http has no clipboard of the new kind
  }
}

function copyTheOldWay(text) {
  const active = document.activeElement;
  const area = document.createElement("textarea");
  area.className = "unseen";
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  active?.focus();
  return done;
}
