// Which action a key press means. Letters and signs without Alt are for typing while a field has the focus.
const CONVERTING = 229;
const FIELDS = "input, select, textarea";
const NATIVE = "a, button, summary";
const MOVING = ["ArrowUp", "ArrowDown", "Enter", "PageUp", "PageDown", "Home", "End"];

// How a key is called where members choose theirs: "c", "Alt+c", "ArrowDown".
export const nameOf = (event) => {
  const typed = event.altKey ? event.code.replace(/^(Key|Digit)/, "") : event.key;
  const key = typed.length === 1 ? typed.toLowerCase() : typed;
  return event.altKey ? `Alt+${key}` : key;
};

export class Keys {
  constructor(chosen) {
    this.actions = new Map();
    for (const [action, key] of Object.entries(chosen)) {
      if (action === "pick") {
        for (let n = 1; key && n < 10; n++) this.actions.set(`${key === "alt" ? "Alt+" : ""}${n}`, ["pick", n]);
      } else if (key) this.actions.set(key, [action]);
    }
  }

  // The action and its number, or nothing where the key is left to the browser. `seek` is the search field.
  action(event, seek) {
    if (event.isComposing || event.keyCode === CONVERTING || event.ctrlKey || event.metaKey) return undefined;
    const found = this.actions.get(nameOf(event));
    if (!found || event.altKey) return found;
    const field = event.target.closest?.(FIELDS);
    if (field && (field !== seek || event.key.length === 1)) return undefined;
    if (field && ["Home", "End"].includes(event.key)) return undefined;
    if (event.target.closest?.(NATIVE) && event.key === "Enter") return undefined;
    if (MOVING.includes(event.key) && event.shiftKey) return undefined;
    return found;
  }
}
