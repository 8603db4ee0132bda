// Prints the conversation alone: while it prints, the page around it is not shown and all its folded parts are open.
const alone = new CSSStyleSheet();
alone.replaceSync(`@media print{body :not(:has(careplan-faq),careplan-faq){display:none!important}
html,body,:has(careplan-faq){margin:0!important;padding:0!important;height:auto!important;overflow:visible!important}}`);

export class Printing {
  constructor(element, isOpen) {
    this.element = element;
    addEventListener("beforeprint", () => {
      if (isOpen() && (this.asked || document.activeElement === element)) this.begin();
    });
    addEventListener("afterprint", () => this.end());
  }

  print() {
    this.asked = true;
    window.print();
    this.asked = false;
  }

  begin() {
    this.folded = [...this.element.shadowRoot.querySelectorAll("details:not([open])")];
    for (const one of this.folded) one.open = true;
    document.adoptedStyleSheets.push(alone);
    this.element.root.classList.add("printing");
  }

  end() {
    if (!this.folded) return;
    for (const one of this.folded) one.open = false;
    this.folded = null;
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== alone);
    this.element.root.classList.remove("printing");
  }
}
