// Which units a user may see: searched for, shown as chips.

import { Choices } from "./choices.js";
import { ask } from "./http.js";

for (const field of document.querySelectorAll(".units-field")) {
  const input = field.querySelector(".units-search");
  const kept = field.querySelector('input[name="units"]');
  const chips = document.createElement("div");
  chips.className = "chips";
  field.append(chips);
  let units = JSON.parse(field.dataset.units);

  const draw = () => {
    kept.value = units.map(([id]) => id).join(",");
    chips.replaceChildren(
      ...units.map(([id, name]) => {
        const chip = document.createElement("span");
        chip.className = "chip";
        const remove = document.createElement("button");
        remove.type = "button";
        remove.textContent = "×";
        remove.setAttribute("aria-label", `${input.dataset.remove} ${name}`);
        remove.addEventListener("click", () => {
          units = units.filter(([other]) => other !== id);
          draw();
        });
        chip.append(name, remove);
        return chip;
      }),
    );
  };

  new Choices(
    input,
    async (text) => {
      const { told } = await ask(`/units.json?q=${encodeURIComponent(text)}`);
      return (told.units || []).map((unit) => ({ text: unit.name, value: [unit.id, unit.name] }));
    },
    (choice) => {
      if (!units.some(([id]) => id === choice.value[0])) units = [...units, choice.value];
      input.value = "";
      draw();
    },
  );
  draw();
}
