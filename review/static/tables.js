// Tables sort by their headings and shorten to the rows that have some words, on the page as it is.
// Without this module the headings that are links sort on the server, and the filter's words are searched there.

const collator = new Intl.Collator("vi", { numeric: true, sensitivity: "base" });

for (const table of document.querySelectorAll("table[data-sorts]")) {
  const whole = !document.querySelector(".pager");
  table.querySelectorAll("thead th").forEach((heading, column) => {
    const link = heading.querySelector("a.sorter");
    if (link && !whole) return; // only a part of the list is here: the server sorts all of it
    const button = link ?? document.createElement("button");
    if (!link) {
      button.type = "button";
      button.className = "sorter";
      button.append(...heading.childNodes);
      heading.append(button);
    }
    button.addEventListener("click", (event) => {
      event.preventDefault();
      sort(table, heading, column);
    });
  });
}

function sort(table, heading, column) {
  const down = heading.getAttribute("aria-sort") === "ascending";
  table.querySelectorAll("[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  const body = table.tBodies[0];
  body.querySelectorAll("tr.group").forEach((row) => row.remove());
  const rows = [...body.rows].map((row) => [valueOf(row.cells[column]), row]);
  rows.sort(([a], [b]) => (down ? -1 : 1) * compare(a, b));
  body.append(...rows.map(([, row]) => row));
}

function valueOf(cell) {
  const text = cell.dataset.value ?? cell.textContent.trim();
  const number = cell.classList.contains("number") ? Number(cell.dataset.value ?? plain(text)) : NaN;
  return Number.isNaN(number) ? text : number;
}

function plain(text) {
  const figure = text.replace("%", "").trim();
  return document.documentElement.lang === "en" ? figure.replaceAll(",", "") : figure.replaceAll(".", "").replace(",", ".");
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a), String(b));
}

const bare = (text) => text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");

for (const field of document.querySelectorAll("input[data-filters]")) {
  field.addEventListener("input", () => {
    const words = bare(field.value).split(/\s+/).filter(Boolean);
    for (const row of document.querySelectorAll("table.lines tbody tr")) {
      const text = row.classList.contains("group") ? "" : (row.dataset.words ??= bare(row.textContent));
      row.hidden = words.length > 0 && !words.every((word) => text.includes(word));
    }
  });
}
