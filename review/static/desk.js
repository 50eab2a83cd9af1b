// The desk: records on the right, steps by keyboard, what the page lights and offers.

import { edit } from "./editors.js";
import { ask, askText, send } from "./http.js";
import { element, Sheet } from "./page.js";

const desk = document.getElementById("desk");
const texts = JSON.parse(desk.dataset.texts);
const number = Number(desk.dataset.document);
const editing = desk.dataset.editing === "yes";
const records = document.getElementById("records");
const dialog = document.getElementById("dialog");
const keys = document.getElementById("keys");
const sheet = new Sheet(document.getElementById("paper"), { document: number, pages: Number(desk.dataset.pages), sha: desk.dataset.sha, texts });

let current = null; // the card that is looked at
let field = null; // the field in it, if one is chosen
let closeEditor = null;
let offer = null; // the menu over chosen words
let busy = false;
const marked = new Set();

// Which card, which field

const cards = () => [...records.querySelectorAll("article")];
const fieldsOf = (card) => [...card.querySelectorAll(".field")].filter((f) => f.offsetParent);

function choose(card, { focus = true } = {}) {
  if (!card) return;
  stopEditing();
  if (current !== card) {
    current?.classList.remove("current");
    current?.removeAttribute("aria-current");
  }
  clearField();
  current = card;
  card.classList.add("current");
  card.setAttribute("aria-current", "true");
  if (focus) card.focus({ preventScroll: true });
  reveal(card);
  sheet.shine(JSON.parse(card.dataset.evidence));
}

function chooseField(wanted, { focus = true } = {}) {
  if (!wanted) return;
  const card = wanted.closest("article");
  if (card !== current) choose(card, { focus: false });
  clearField();
  field = wanted;
  field.classList.add("chosen");
  field.tabIndex = -1;
  if (focus) field.focus({ preventScroll: true });
  reveal(field);
  sheet.shine(JSON.parse(card.dataset.evidence), JSON.parse(field.dataset.evidence), JSON.parse(field.dataset.find));
}

function clearField() {
  field?.classList.remove("chosen");
  field = null;
}

function reveal(target) {
  const place = target.getBoundingClientRect();
  const view = records.getBoundingClientRect();
  if (place.top < view.top + 48) records.scrollTop += place.top - view.top - 56;
  else if (place.bottom > view.bottom - 8) records.scrollTop += Math.min(place.bottom - view.bottom + 16, place.top - view.top - 56);
}

function step(by) {
  const all = cards();
  choose(all[Math.max(0, Math.min(all.length - 1, all.indexOf(current) + by))]);
}

function stepField(by) {
  if (!current) return step(0);
  const own = fieldsOf(current);
  const at = own.indexOf(field) + by;
  if (field === null) return by > 0 ? chooseField(own[0]) : step(-1);
  if (at < 0) return choose(current);
  if (at < own.length) return chooseField(own[at]);
  const all = cards();
  const following = all[all.indexOf(current) + 1];
  if (following) choose(following);
}

function unseenAfter(card) {
  const all = cards();
  const at = all.indexOf(card);
  return [...all.slice(at + 1), ...all.slice(0, at + 1)].find((c) => !c.classList.contains("seen"));
}

// Steps

async function take(body, { stay = false } = {}) {
  if (!editing || busy) return false;
  busy = true;
  const from = current?.id;
  const chosenField = field?.dataset.field;
  let answer;
  try {
    answer = await send(`/documents/${number}/steps`, body);
  } catch {
    say(texts.lost, true);
    return false;
  } finally {
    busy = false;
  }
  const { status, told } = answer;
  if (status === 409) return settle(body, told, from);
  if (status !== 200) {
    say(told.message || texts.lost, true);
    return false;
  }
  stopEditing();
  renew(told);
  const focus = told.focus ? document.getElementById(`r${told.focus}`) : null;
  const same = document.getElementById(from) || focus;
  if (["add", "split", "merge", "undo", "restore"].includes(body.step)) {
    choose(focus || (body.step === "undo" ? document.getElementById("head") : same) || cards()[0]);
  } else if (stay) {
    choose(same);
    if (chosenField) chooseField(same?.querySelector(`[data-field="${chosenField}"]`));
  } else {
    const next = (body.step === "reject" && followed) || (same && unseenAfter(same)) || cards()[0];
    choose(next);
  }
  say(told.left === 0 ? texts.finished : told.said);
  return true;
}

let followed = null;

function renew(told) {
  records.innerHTML = told.html; // made by our own templates, which escape every word of a document
  current = null;
  field = null;
  marked.clear();
  document.getElementById("seen").textContent = told.total - told.left;
  document.getElementById("total").textContent = told.total;
  const progress = document.getElementById("progress");
  progress.max = told.total;
  progress.value = told.total - told.left;
}

// Somebody else was there meanwhile: both sides, side by side, and the choice.
function settle(body, told, from) {
  renew(told);
  choose(document.getElementById(from) || cards()[0], { focus: false });
  dialog.innerHTML = told.conflict;
  dialog.classList.add("conflict");
  dialog.showModal();
  dialog.onclick = async (event) => {
    const chosen = event.target.closest("button")?.value;
    if (!chosen) return;
    dialog.close();
    if (chosen === "mine") await take({ ...body, version: told.version }, { stay: true });
  };
  return false;
}

function version() {
  return Number(current.dataset.version);
}

function record() {
  return current.dataset.record ? Number(current.dataset.record) : null;
}

function confirm() {
  if (!cards().some((card) => !card.classList.contains("seen"))) return nextDocument();
  if (current) take({ step: "confirm", record: record(), version: version() });
}

function reject() {
  if (!current || record() === null) return;
  const all = cards();
  const after = all[all.indexOf(current) + 1] ?? all[all.indexOf(current) - 1];
  const id = after?.id;
  followed = null;
  const from = current;
  take({ step: "reject", record: record(), version: Number(from.dataset.version) }).then((done) => {
    if (done && id) choose(document.getElementById(id) || cards()[0]);
  });
}

function acceptAll() {
  const versions = Object.fromEntries(cards().filter((c) => c.dataset.record && !c.classList.contains("seen")).map((c) => [c.dataset.record, Number(c.dataset.version)]));
  take({ step: "accept_all", versions });
}

// Editing in place

function startEditing(wanted = null, start = null) {
  if (!editing || !current) return;
  const target = wanted || field || fieldsOf(current)[0];
  if (!target) return;
  stopEditing();
  chooseField(target, { focus: false });
  const card = current;
  closeEditor = edit(target, {
    texts,
    document: number,
    start,
    cancel: () => {
      stopEditing();
      chooseField(target);
    },
    save: (typed, fields = null) =>
      take({ step: "change", record: card.dataset.record ? Number(card.dataset.record) : null, version: Number(card.dataset.version), fields: fields ?? { [target.dataset.field]: typed } }, { stay: true }),
  });
  reveal(target);
}

function stopEditing() {
  closeEditor?.();
  closeEditor = null;
}

function editNamed(...names) {
  const target = names.map((name) => current?.querySelector(`[data-field="${name}"]`)).find(Boolean);
  if (!target) return;
  target.classList.remove("empty");
  startEditing(target);
}

function split() {
  if (!editing || !current || record() === null) return;
  stopEditing();
  const own = current;
  const content = own.querySelector('[data-field="content"]');
  const form = element("form", "editor text");
  const area = element("textarea");
  area.rows = 6;
  area.value = JSON.parse(content.dataset.raw).split(/(?<=;)\s+/).join("\n");
  area.setAttribute("aria-label", texts.split);
  const hint = element("p", "quiet", texts.split);
  const foot = element("div", "foot");
  const go = element("button", "main small", texts.save);
  go.append(" ", element("kbd", "", "Ctrl+Enter"));
  foot.append(go);
  form.append(hint, area, foot);
  const send = () => take({ step: "split", record: Number(own.dataset.record), version: Number(own.dataset.version), parts: area.value.split("\n").filter((l) => l.trim()) });
  form.addEventListener("submit", (event) => (event.preventDefault(), send()));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stopEditing();
    else if (event.key === "Enter" && event.ctrlKey) send();
    event.stopPropagation();
  });
  content.classList.add("editing");
  content.querySelector("dd").prepend(form);
  closeEditor = () => (form.remove(), content.classList.remove("editing"));
  area.focus();
  reveal(content);
}

function mark() {
  if (!current || record() === null) return;
  const id = current.dataset.record;
  if (!marked.delete(id)) marked.add(id);
  current.classList.toggle("marked", marked.has(id));
  say(`${marked.size} ${texts.marked}`);
}

function merge() {
  if (!current || record() === null) return;
  const kind = current.dataset.kind;
  const all = cards().filter((c) => c.dataset.kind === kind && c.dataset.record);
  let own = all.filter((c) => marked.has(c.dataset.record));
  if (own.length && !own.includes(current) && current.dataset.kind === kind) own.push(current);
  if (own.length < 2) {
    const place = (c) => Number(c.querySelector("h2 .figure").textContent);
    const next = all.filter((c) => place(c) > place(current)).sort((a, b) => place(a) - place(b))[0];
    own = next ? [current, next] : [];
  }
  if (own.length < 2) return say(texts.mergeable, true);
  own.sort((a, b) => Number(a.querySelector("h2 .figure").textContent) - Number(b.querySelector("h2 .figure").textContent));
  take({ step: "merge", versions: Object.fromEntries(own.map((c) => [c.dataset.record, Number(c.dataset.version)])) });
}

// The document's own fields, also those that nothing was read for

function allFields() {
  const head = document.getElementById("head");
  if (current !== head) choose(head);
  head.classList.toggle("all");
  reveal(head);
}

// Other readings of a field, one key away

function candidates() {
  if (!current) return;
  const target = field && JSON.parse(field.dataset.candidates).length ? field : fieldsOf(current).find((f) => JSON.parse(f.dataset.candidates).length) ?? [...current.querySelectorAll(".field")].find((f) => JSON.parse(f.dataset.candidates).length);
  if (!target) return say(texts.nothing);
  target.classList.remove("empty");
  chooseField(target, { focus: false });
  const found = JSON.parse(target.dataset.candidates);
  menu(
    target.getBoundingClientRect(),
    found.map((one) => ({
      text: one.value,
      note: [`${one.origin} · ${Math.floor(one.confidence * 100)}%`, one.note].filter(Boolean).join(" · "),
      take: () => take({ step: "change", record: record(), version: version(), fields: { [target.dataset.field]: one.value } }, { stay: true }),
    })),
  );
}

// Words chosen on the page: a value, or something new

function offerWords() {
  const chosen = sheet.chosen();
  if (!chosen || !editing) return false;
  const label = field?.querySelector("dt").textContent.trim();
  const adding = (kind) => ({ text: texts[kind], take: () => take({ step: "add", kind, text: chosen.text, page: chosen.page, bbox: chosen.bbox }) });
  const choices = [];
  if (field) {
    const target = field;
    const typed = ["units", "unit"].includes(target.dataset.editor) ? [chosen.text] : chosen.text;
    choices.push({ text: `${texts.value} “${label}”`, take: () => take({ step: "change", record: record(), version: version(), fields: { [target.dataset.field]: typed } }, { stay: true }) });
  } else if (current?.dataset.kind === "task") {
    choices.push({ text: texts.unit, take: () => take({ step: "change", record: record(), version: version(), fields: { lead: [chosen.text] } }, { stay: true }) });
  }
  choices.push(adding("task"), adding("target"), adding("result"));
  menu(chosen.at, choices, chosen.text);
  return true;
}

function menu(at, choices, about = null) {
  closeMenu();
  const back = document.activeElement;
  offer = element("div", "offer");
  offer.setAttribute("role", "menu");
  if (about) offer.append(element("p", "quiet", about.length > 80 ? `${about.slice(0, 77)}…` : about));
  choices.forEach((one, n) => {
    const button = element("button", "", "");
    button.type = "button";
    button.setAttribute("role", "menuitem");
    button.append(element("kbd", "", String(n + 1)), " ", element("bdi", "", one.text));
    if (one.note) button.append(element("span", "quiet", ` ${one.note}`));
    button.addEventListener("click", () => {
      closeMenu();
      getSelection().removeAllRanges();
      one.take();
    });
    offer.append(button);
  });
  document.body.append(offer);
  const size = offer.getBoundingClientRect();
  offer.style.left = `${Math.max(8, Math.min(innerWidth - size.width - 8, at.left))}px`;
  offer.style.top = `${at.bottom + size.height + 8 < innerHeight ? at.bottom + 6 : Math.max(8, at.top - size.height - 6)}px`;
  const buttons = [...offer.querySelectorAll("button")];
  buttons[0]?.focus({ preventScroll: true });
  offer.addEventListener("keydown", (event) => {
    const here = buttons.indexOf(document.activeElement);
    if (event.key === "ArrowDown") buttons[(here + 1) % buttons.length].focus();
    else if (event.key === "ArrowUp") buttons[(here - 1 + buttons.length) % buttons.length].focus();
    else if (/^[1-9]$/.test(event.key)) buttons[event.key - 1]?.click();
    else if (event.key === "Escape") {
      closeMenu();
      back?.focus?.();
    } else if (event.key !== "Enter" && event.key !== " " && event.key !== "Tab") return;
    else return event.stopPropagation();
    event.preventDefault();
    event.stopPropagation();
  });
}

function closeMenu() {
  offer?.remove();
  offer = null;
}

// Where to go

async function nextDocument() {
  if (!editing) return (location.href = "/");
  const { told } = await send(`/next.json?after=${number}`);
  location.href = told.to || "/";
}

async function history() {
  if (!current) return;
  const query = record() === null ? "" : `?record=${record()}`;
  const { text } = await askText(`/documents/${number}/history${query}`);
  dialog.onclick = null;
  dialog.classList.remove("conflict");
  dialog.innerHTML = text;
  dialog.showModal();
}

async function claim(over = false) {
  const bar = document.getElementById("taken");
  const { told } = await send(`/documents/${number}/claim${over ? "?take_over=true" : ""}`);
  bar.hidden = told.mine !== false;
  if (bar.hidden) return;
  const stay = element("button", "small", texts.takeover);
  stay.addEventListener("click", () => claim(true));
  const leave = element("button", "small main", texts.another);
  leave.addEventListener("click", nextDocument);
  bar.replaceChildren(`${told.who} ${texts.busy} ${told.until}. `, leave, " ", stay);
}

let quiet = null;

function say(words, wrong = false) {
  const said = document.getElementById("said");
  said.textContent = words;
  said.classList.toggle("is-wrong", wrong);
  said.classList.add("shown");
  clearTimeout(quiet);
  quiet = setTimeout(() => said.classList.remove("shown"), wrong ? 6000 : 2500);
}

// The keyboard

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => stepField(1),
  ArrowUp: () => stepField(-1),
  Enter: confirm,
  A: acceptAll,
  e: () => startEditing(),
  d: () => editNamed("deadline", "period"),
  u: () => editNamed("lead", "owners", "issuer"),
  U: () => editNamed("support", "executors"),
  c: candidates,
  x: reject,
  s: split,
  m: merge,
  " ": mark,
  z: () => take({ step: "undo" }),
  h: history,
  f: allFields,
  "[": () => turnTo(sheet.page - 1),
  "]": () => turnTo(sheet.page + 1),
  "+": () => sheet.zoomBy(1),
  "=": () => sheet.zoomBy(1),
  "-": () => sheet.zoomBy(-1),
  0: () => sheet.zoomBy(0),
  r: () => sheet.turn(),
  w: () => sheet.beginChoice(),
  t: offerWords,
  g: nextDocument,
  b: () => (location.href = "/"),
  "/": () => (location.href = "/search"),
  "?": () => keys.showModal(),
};

function turnTo(page) {
  sheet.show(page).catch(() => {});
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.matches("input, textarea, select") || dialog.open || keys.open) return;
  if (sheet.choice && choosing(event)) return event.preventDefault();
  if (event.key === "Escape") {
    closeMenu();
    return current && choose(current);
  }
  const pressing = event.target.matches("button, a, summary");
  if (pressing && (event.key === "Enter" || event.key === " ")) return;
  if (event.target.id === "paper" && event.key.startsWith("Arrow")) return;
  const does = KEYS[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});

function choosing(event) {
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key];
  if (by) sheet.moveChoice(by, event.shiftKey);
  else if (event.key === "Enter" || event.key === "t") offerWords() && (sheet.choice = null);
  else if (event.key === "Escape") {
    sheet.endChoice();
    current?.focus();
  } else return false;
  return true;
}

// The mouse

records.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const card = event.target.closest("article");
  if (button?.classList.contains("to-page")) return turnTo(Number(button.dataset.page));
  if (card && card !== current) choose(card, { focus: !button });
  if (button?.dataset.step === "confirm") return confirm();
  if (button?.dataset.step === "reject") return reject();
  if (button?.dataset.step === "accept_all") return acceptAll();
  if (button?.dataset.step === "restore") return take({ step: "restore", record: Number(button.dataset.record) });
  if (button?.dataset.step) return take({ step: button.dataset.step });
  if (button?.dataset.act) return ACTS[button.dataset.act]();
  if (event.target.closest("form")) return;
  const clicked = event.target.closest(".field");
  if (!clicked) return;
  if (clicked === field && event.target.closest(".value")) startEditing(clicked);
  else chooseField(clicked);
});

const ACTS = {
  edit: () => startEditing(),
  deadline: KEYS.d,
  unit: KEYS.u,
  split,
  merge,
  history,
  all: allFields,
  "page-back": KEYS["["],
  "page-on": KEYS["]"],
  smaller: KEYS["-"],
  larger: KEYS["+"],
  fit: KEYS[0],
  turn: KEYS.r,
};

for (const button of document.querySelectorAll(".tools [data-act]")) button.addEventListener("click", () => ACTS[button.dataset.act]());
document.getElementById("next")?.addEventListener("click", nextDocument);
document.getElementById("help").addEventListener("click", () => keys.showModal());
document.getElementById("paper").addEventListener("mouseup", () => setTimeout(offerWords, 0));
document.addEventListener("mousedown", (event) => offer && !offer.contains(event.target) && closeMenu());

// Begin

const asked = location.hash && document.getElementById(location.hash.slice(1));
choose(asked || cards().find((card) => !card.classList.contains("seen")) || cards()[0]);
if (!sheet.page) sheet.show(1).catch(() => {});
if (editing) {
  claim();
  setInterval(claim, 240000);
}
