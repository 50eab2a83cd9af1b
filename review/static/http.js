// Requests to our own server; every change carries the page's token.

const token = document.querySelector('meta[name="csrf"]').content;

export async function ask(address) {
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  return { status: answer.status, told: await answer.json().catch(() => ({})) };
}

export async function askText(address) {
  const answer = await fetch(address, { headers: { accept: "text/html" } });
  return { status: answer.status, text: await answer.text() };
}

export async function send(address, body = {}) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", "x-csrf-token": token },
    body: JSON.stringify(body),
  });
  if (answer.status === 401) location.reload();
  return { status: answer.status, told: await answer.json().catch(() => ({})) };
}
