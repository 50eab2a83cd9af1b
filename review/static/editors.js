// Editors of fields, in place. Each calls `save(typed)` with what was typed, or `cancel()`.

import { Choices } from "./choices.js";
import { ask } from "./http.js";
import { element } from "./page.js";

export function edit(field, { texts, document: number, save, cancel, start = null }) {
  const editor = field.dataset.editor;
  const raw = JSON.parse(field.dataset.raw);
  const label = field.querySelector("dt").textContent.trim();
  const form = element("form", `editor ${editor}`);
  const make = MAKERS[editor] || line;
  const made = make({ form, raw, label, texts, number, field, start });
  const foot = element("div", "foot");
  const store = element("button", "main small", texts.save);
  store.type = "submit";
  store.append(" ", element("kbd", "", "Enter"));
  const leave = element("button", "small", texts.cancel);
  leave.type = "button";
  leave.append(" ", element("kbd", "", "Esc"));
  foot.append(store, leave);
  form.append(foot);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(made.typed(), made.fields?.());
  });
  leave.addEventListener("click", cancel);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      cancel();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !event.target.matches("button")) {
      event.preventDefault();
      save(made.typed(), made.fields?.());
    }
    event.stopPropagation();
  });
  field.classList.add("editing");
  field.querySelector("dd").prepend(form);
  made.focus();
  return () => {
    form.remove();
    field.classList.remove("editing");
  };
}

function box(form, label, value, rows = 1) {
  const input = element(rows > 1 ? "textarea" : "input");
  if (rows > 1) input.rows = rows;
  input.value = value ?? "";
  input.setAttribute("aria-label", label);
  input.autocomplete = "off";
  form.append(input);
  return input;
}

function line({ form, raw, label, start, field, number }) {
  const input = box(form, label, start ?? raw ?? "");
  if (["date", "number"].includes(field.dataset.editor)) {
    if (field.dataset.editor === "date" && raw && start === null) input.value = raw.split("-").reverse().join("/");
    if (field.dataset.editor === "number" && raw !== null && start === null) input.value = String(raw).replace(".", ",");
    understanding({ form, input, field, number });
  }
  return { typed: () => input.value, focus: () => (input.focus(), input.select()) };
}

function text({ form, raw, label, start }) {
  const input = box(form, label, start ?? raw ?? "", 4);
  input.style.fieldSizing = "content";
  return { typed: () => input.value, focus: () => (input.focus(), input.setSelectionRange(0, 0)) };
}

function lines({ form, raw, label, texts }) {
  const input = box(form, `${label}, ${texts.lines}`, (raw || []).join("\n"), 6);
  return { typed: () => input.value.split("\n"), focus: () => input.focus() };
}

function signer({ form, raw, texts }) {
  const fields = ["name", "position", "authority"].map((name) => {
    const label = element("label", "", texts[name]);
    const input = box(label, texts[name], raw?.[name]);
    form.append(label);
    return [name, input];
  });
  return {
    typed: () => {
      const typed = Object.fromEntries(fields.map(([name, input]) => [name, input.value.trim() || null]));
      return Object.values(typed).some(Boolean) ? typed : "";
    },
    focus: () => fields[0][1].focus(),
  };
}

function choice({ form, raw, label, texts }) {
  const select = element("select");
  select.setAttribute("aria-label", label);
  for (const [value, name] of Object.entries(texts.comparators)) {
    const option = element("option", "", name);
    option.value = value;
    option.selected = value === raw;
    select.append(option);
  }
  form.append(select);
  return { typed: () => select.value, focus: () => select.focus() };
}

function deadline({ form, raw, label, texts, number, field, start }) {
  const input = box(form, label, start ?? raw?.text ?? "");
  input.placeholder = texts.deadline_hint;
  understanding({ form, input, field, number });
  return { typed: () => input.value, focus: () => (input.focus(), input.select()) };
}

// What is being typed, understood at once.
function understanding({ form, input, field, number }) {
  const told = element("output", "understood");
  told.setAttribute("aria-live", "polite");
  form.append(told);
  const kind = field.closest("article").dataset.kind;
  let asked = 0;
  const look = async () => {
    const now = ++asked;
    const typed = input.value.trim();
    if (!typed) return told.replaceChildren();
    const query = new URLSearchParams({ kind, field: field.dataset.field, typed });
    const { told: meant } = await ask(`/documents/${number}/understand?${query}`);
    if (now !== asked) return;
    told.classList.toggle("refused", "refused" in meant);
    told.textContent = meant.refused ?? ["→ " + meant.text, ...(meant.notes || [])].join(" · ");
  };
  input.addEventListener("input", look);
  look();
}

function units({ form, raw, label, texts, number, field }) {
  const many = field.dataset.editor === "units";
  let chosen = many ? raw || [] : raw ? [raw] : [];
  const chips = element("div", "chips");
  const input = element("input");
  input.setAttribute("aria-label", `${label}. ${texts.add_unit}`);
  input.placeholder = texts.add_unit;
  input.autocomplete = "off";
  const holder = element("div", "with-choices");
  holder.append(input);
  form.append(chips, holder);
  const draw = () =>
    chips.replaceChildren(
      ...chosen.map((unit, n) => {
        const chip = element("span", "chip", unit.canonical || unit.name || unit);
        const remove = element("button", "", "×");
        remove.type = "button";
        remove.setAttribute("aria-label", `${texts.remove} ${unit.canonical || unit.name || unit}`);
        remove.addEventListener("click", () => {
          chosen = chosen.filter((_, k) => k !== n);
          draw();
          input.focus();
        });
        chip.append(remove);
        return chip;
      }),
    );
  const take = (unit) => {
    chosen = many ? [...chosen, unit] : [unit];
    input.value = "";
    draw();
  };
  new Choices(
    input,
    async (typed) => {
      const { told } = await ask(`/documents/${number}/units?q=${encodeURIComponent(typed)}`);
      return (told.units || []).map((unit) => ({ text: unit.canonical, value: unit }));
    },
    (found) => take(found.value),
  );
  input.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !input.value && chosen.length) {
      chosen = chosen.slice(0, -1);
      draw();
    }
  });
  draw();
  return {
    typed: () => (input.value.trim() ? [...(many ? chosen : []), input.value.trim()] : chosen),
    focus: () => input.focus(),
  };
}

// A measured amount: how it compares, the number or numbers, and what is counted.
function amount({ form, raw, texts }) {
  const holder = element("div", "amount");
  const parts = Object.keys(raw).map((name) => {
    if (name === "comparator") return [name, choice({ form: holder, raw: raw[name], label: texts.amount[name], texts })];
    const input = box(holder, texts.amount[name], raw[name] === null ? "" : String(raw[name]).replace(/\.(?=\d)/, name === "unit" ? "." : ","));
    input.placeholder = texts.amount[name];
    return [name, { typed: () => input.value, focus: () => (input.focus(), input.select()) }];
  });
  form.append(holder);
  return {
    fields: () => Object.fromEntries(parts.map(([name, part]) => [name, part.typed()])),
    typed: () => null,
    focus: () => parts.find(([name]) => name === "value")[1].focus(),
  };
}

const MAKERS = { amount, line, date: line, number: line, text, lines, signer, choice, deadline, units, unit: units };
