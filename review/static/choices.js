// A text box that offers choices under it (combobox): arrows move, Enter takes, Escape closes.

let made = 0;

export class Choices {
  // `find(text)` gives a promise of [{ text, note, value }]; `take(choice)` is told what was chosen.
  constructor(input, find, take) {
    this.input = input;
    this.find = find;
    this.take = take;
    this.offered = [];
    this.at = -1;
    this.asked = 0;
    this.list = document.createElement("ul");
    this.list.className = "choices";
    this.list.id = `choices-${++made}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.getAttribute("aria-label") || input.labels?.[0]?.textContent.trim() || "…");
    this.list.hidden = true;
    input.after(this.list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-autocomplete", "list");
    input.addEventListener("input", () => this.look());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  async look() {
    const asked = ++this.asked;
    const text = this.input.value.trim();
    const found = text ? await this.find(text) : [];
    if (asked !== this.asked) return;
    this.offered = found;
    this.at = found.length ? 0 : -1;
    this.draw();
  }

  draw() {
    this.list.replaceChildren(
      ...this.offered.map((choice, n) => {
        const row = document.createElement("li");
        row.id = `${this.list.id}-${n}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", String(n === this.at));
        row.append(choice.text);
        if (choice.note) {
          const note = document.createElement("span");
          note.className = "quiet";
          note.textContent = ` ${choice.note}`;
          row.append(note);
        }
        row.addEventListener("mousedown", (event) => {
          event.preventDefault();
          this.choose(n);
        });
        return row;
      }),
    );
    this.list.hidden = !this.offered.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    if (this.at >= 0) {
      this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
      this.list.children[this.at].scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (this.list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = (this.at + step + this.offered.length) % this.offered.length;
      this.draw();
    } else if (event.key === "Enter" && this.at >= 0) this.choose(this.at);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(n) {
    const choice = this.offered[n];
    this.close();
    this.take(choice);
  }

  close() {
    this.offered = [];
    this.at = -1;
    this.draw();
  }

  get open() {
    return !this.list.hidden;
  }
}
