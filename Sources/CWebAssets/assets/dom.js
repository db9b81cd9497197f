// The few words that the other modules need for speaking to the document.

export const byId = (id) => document.getElementById(id);

/** Makes an element: attributes whose names begin with "on" are listeners, `null` and `false` are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** Tells people who do not see the page. */
export const announce = (text) => { byId("announcement").textContent = text; };

/** A group of radio buttons drawn as segments; calls `changed(value)`. */
export function segments(container, name, options, changed) {
  container.replaceChildren(...options.map(([value, label]) => make("label", {},
    make("input", { type: "radio", name, value, onchange: () => changed(value) }), label)));
}

export const choose = (container, value) => {
  const input = container.querySelector(`input[value="${CSS.escape(String(value))}"]`);
  if (input) input.checked = true;
};

/** Marks the one pressed button of a group. */
export const press = (buttons, pressed) => {
  for (const button of buttons) button.setAttribute("aria-pressed", String(button === pressed));
};

export const dollars = (amount) => "$" + Number(amount).toFixed(3).replace(/0$/, "");
export const seconds = (value) => value < 10 ? `${value.toFixed(1)} s` : `${Math.round(value)} s`;
