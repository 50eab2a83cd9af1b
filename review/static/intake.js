// Files dropped on the page are sent one after the other; the list is fetched anew while the ledger is at work.
// Without this module the form sends them all at once.

const form = document.querySelector("form[data-drop]");
const list = document.querySelector("[data-arrived]");
const told = document.querySelector("[data-told]");
const token = document.querySelector('meta[name="csrf"]').content;
const field = form.querySelector('input[type="file"]');

form.classList.add("scripted");

for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) form.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  send([...event.dataTransfer.files]);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  send([...field.files]);
});
field.addEventListener("change", () => send([...field.files]));

let sending = Promise.resolve();

function send(files) {
  field.value = "";
  for (const file of files) {
    const row = rowOf(file.name);
    list.prepend(row);
    if (file.size > Number(form.dataset.most) * 1048576) {
      say(row, form.dataset.tooLarge);
      continue;
    }
    sending = sending.then(() => one(file, row));
  }
  sending = sending.then(refresh);
}

function one(file, row) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `/intake/file?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("x-csrf-token", token);
    request.setRequestHeader("accept", "application/json");
    const bar = row.querySelector("progress");
    request.upload.addEventListener("progress", (event) => (bar.value = event.loaded / event.total));
    request.addEventListener("loadend", () => {
      if (request.status === 201) row.remove();
      else say(row, messageOf(request));
      refresh().then(done);
    });
    request.send(file);
  });
}

function messageOf(request) {
  try {
    return JSON.parse(request.responseText).message;
  } catch {
    return form.dataset.failed;
  }
}

function rowOf(name) {
  const row = document.createElement("tr");
  row.dataset.sending = "";
  for (let n = 0; n < 4; n++) row.insertCell();
  row.cells[0].textContent = name;
  const bar = document.createElement("progress");
  bar.value = 0;
  bar.setAttribute("aria-label", `${form.dataset.sending}: ${name}`);
  row.cells[2].append(bar);
  return row;
}

function say(row, words) {
  row.cells[2].textContent = words;
  row.cells[2].className = "standing overdue";
  row.dataset.sending = "refused";
  told.textContent = `${row.cells[0].textContent}: ${words}`;
}

async function refresh() {
  const answer = await fetch("/intake", { headers: { accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-arrived]");
  const before = statesOf(list);
  const ours = [...list.querySelectorAll("tr[data-sending]")];
  list.dataset.busy = fresh.dataset.busy;
  list.replaceChildren(...ours, ...fresh.rows);
  const after = statesOf(list);
  const changed = [...after].filter(([name, state]) => before.has(name) && before.get(name) !== state);
  if (changed.length) told.textContent = changed.map(([name, state]) => `${name}: ${state}`).join("; ");
}

function statesOf(rows) {
  const found = new Map();
  for (const row of rows.querySelectorAll("tr:not([data-sending])")) {
    found.set(row.cells[0].querySelector("bdi").textContent, row.querySelector(".standing")?.textContent.trim());
  }
  return found;
}

setInterval(() => {
  if (list.dataset.busy === "true" && !document.hidden) refresh();
}, 1500);
