// Enter that confirms a conversion never sends. Browsers tell of it in three ways: `isComposing`, key code 229,
// or (Safari) an ordinary keydown right after `compositionend`, before the key comes up again.
const CONVERTING = 229;
const RIGHT_AFTER = 300; // ms

export function onEnter(field, pressed) {
  let composing = false;
  let endedAt = -Infinity;
  field.addEventListener("compositionstart", () => { composing = true; });
  field.addEventListener("compositionend", (event) => { composing = false; endedAt = event.timeStamp; });
  field.addEventListener("keyup", () => { endedAt = -Infinity; });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || composing || event.isComposing) return;
    if (event.keyCode === CONVERTING || event.timeStamp - endedAt < RIGHT_AFTER) event.preventDefault();
    else pressed(event);
  });
}
