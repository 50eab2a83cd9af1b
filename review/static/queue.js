// The queue by keyboard: j and k move, Enter opens, g begins with the worst.

const links = [...document.querySelectorAll("a.to")];
let at = -1;

function go(to) {
  at = Math.max(0, Math.min(links.length - 1, to));
  links[at]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches("input, select, textarea")) return;
  if (event.key === "j" || event.key === "ArrowDown") go(at + 1);
  else if (event.key === "k" || event.key === "ArrowUp") go(at - 1);
  else if (event.key === "g") document.querySelector('form[action="/next"]')?.submit();
  else if (event.key === "/") document.querySelector(".search input")?.focus();
  else return;
  event.preventDefault();
});

for (const choice of document.querySelectorAll(".filters select")) {
  choice.addEventListener("change", () => choice.form.submit());
}
