/* A text field with a list of answers from the server, by the ARIA combobox pattern.

   <div class="combo" data-combo="/address/"><input ...></div>; the address answers ?q= with
   [{"value": "...", "label": "...", "note": "..."}]. Without this script the field is a plain text field. */
const QUIET_MS = 200;

for (const box of document.querySelectorAll("[data-combo]")) start(box);

function start(box) {
  const input = box.querySelector("input:not([type=hidden])");
  const kept = box.querySelector("input[type=hidden]");
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", box.dataset.label ?? input.labels[0]?.textContent ?? "");
  box.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off",
  })) input.setAttribute(name, value);

  let at = -1;
  let timer = 0;
  let asked = 0;

  const options = () => [...list.children];
  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    const all = options();
    if (!all.length) return;
    at = (index + all.length) % all.length;
    all.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    all[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[at].id);
  };
  const choose = (option) => {
    input.value = option.dataset.label;
    if (kept) kept.value = option.dataset.value;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const show = (answers) => {
    list.replaceChildren(...answers.map((answer, place) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${place}`;
      option.role = "option";
      option.dataset.value = answer.value;
      option.dataset.label = answer.label;
      option.append(Object.assign(document.createElement("bdi"), { textContent: answer.label }));
      if (answer.note) option.append(Object.assign(document.createElement("small"), { textContent: answer.note }));
      option.setAttribute("aria-selected", "false");
      return option;
    }));
    list.hidden = !answers.length;
    at = -1;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  };
  const ask = async () => {
    const mine = ++asked;
    const words = input.value.trim();
    if (words.length < 2) return close();
    const address = new URL(box.dataset.combo, location.href);
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (mine === asked && answer.ok) show(await answer.json());
    } catch {
      close();
    }
  };

  input.addEventListener("input", () => {
    if (kept) kept.value = "";
    clearTimeout(timer);
    timer = setTimeout(ask, QUIET_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && !list.hidden) mark(at + 1);
    else if (event.key === "ArrowUp" && !list.hidden) mark(at - 1);
    else if (event.key === "Enter" && at >= 0 && !list.hidden) choose(options()[at]);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    choose(option);
  });
  input.addEventListener("blur", close);
}
