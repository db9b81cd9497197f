// Things that the prompt can name, each as a card with a front view and up to three more.
import { byId, make } from "./dom.js";
import { pictureFromFile, pictureFromPath, picturesIn } from "./pictures.js";
import { ownPath } from "./api.js";

const VIEW_LIMIT = 4;
const IMAGE_LIMIT = 10;

let cards = [];
let changed = () => {};

export function setUp(onChange) {
  changed = onChange;
  byId("add-element").addEventListener("click", () => {
    cards.push({ views: [] });
    draw();
    byId("elements").lastElementChild.querySelector("input, button").focus();
  });
}

/** The request's `elements`; uploads what the server does not have yet. */
export async function fields() {
  const filled = cards.filter((card) => card.views.length > 0);
  return Promise.all(filled.map(async (card) => {
    const [frontal, ...others] = await Promise.all(card.views.map(async (view) => location.origin + await view.stored()));
    return others.length > 0
      ? { frontal_image_url: frontal, reference_image_urls: others } : { frontal_image_url: frontal };
  }));
}

/** Shows a request's elements; views that are not on this server any more are left out. */
export async function fill(bodies) {
  cards = await Promise.all(bodies.map(async (body) => {
    const paths = [body.frontal_image_url, ...(body.reference_image_urls ?? [])].map((url) => url && ownPath(url));
    const views = await Promise.all(paths.filter(Boolean).map((path) => pictureFromPath(path).catch(() => null)));
    return { views: views.filter(Boolean) };
  }));
  draw();
}

/** What a draft keeps: the views that the server has. */
export const stored = () => cards.map((card) => {
  const [frontal, ...others] = card.views.map((view) => view.path).filter(Boolean);
  return { frontal_image_url: frontal, reference_image_urls: others };
});

/** What people see for a field such as `elements[0].frontal_image_url`. */
export function nameOf(field) {
  const match = /^elements\[(\d+)\]/.exec(field);
  return match ? `(element${Number(match[1]) + 1})` : "";
}

async function addViews(card, files) {
  const total = cards.reduce((sum, card) => sum + card.views.length, 0);
  const room = Math.min(VIEW_LIMIT - card.views.length, IMAGE_LIMIT - 1 - total);
  const fault = byId("fault-elements");
  fault.textContent = files.length > room ? `At most ${VIEW_LIMIT} views of an element, and ${IMAGE_LIMIT} pictures in all` : "";
  for (const file of [...files].slice(0, room)) {
    try {
      const view = await pictureFromFile(file);
      card.views.push(view);
      // Uploaded at once, so that the draft can keep it; a failure shows when the request is made.
      view.stored().then(changed, () => {});
    } catch (error) {
      fault.textContent = error.message;
    }
  }
  draw();
  changed();
}

/** Writes the element's name into the prompt, where the cursor is. */
function mention(number) {
  const prompt = byId("prompt");
  const [start, end] = [prompt.selectionStart, prompt.selectionEnd];
  const before = prompt.value.slice(0, start);
  const text = `${before && !/\s$/.test(before) ? " " : ""}(element${number}) `;
  prompt.setRangeText(text, start, end, "end");
  prompt.focus();
  prompt.dispatchEvent(new Event("input"));
}

function draw() {
  byId("elements").replaceChildren(...cards.map(card));
}

function card(element, index) {
  const name = `(element${index + 1})`;
  const remove = () => { cards.splice(index, 1); draw(); changed(); };
  const file = make("input", {
    type: "file", accept: "image/*", multiple: true, hidden: true, onchange: (event) => addViews(element, event.target.files),
  });
  const add = make("button", { type: "button", class: "view add", onclick: () => file.click() },
    element.views.length === 0 ? "Front view" : "More views");
  const views = element.views.map((view, position) => make("div", { class: "view" },
    make("img", { src: view.source, alt: `${name}, view ${position + 1}` }),
    make("button", {
      type: "button", class: "remove", "aria-label": `Remove view ${position + 1} of ${name}`,
      onclick: () => { element.views.splice(position, 1); draw(); changed(); },
    }, "×")));
  return make("div", {
    class: "element", "data-element": index,
    ondrop: (event) => {
      event.preventDefault();
      event.stopPropagation();
      byId("veil").classList.remove("on");
      addViews(element, picturesIn(event.dataTransfer).files);
    },
  },
  make("div", { class: "row" },
    make("button", { type: "button", class: "name", title: "Write it into the prompt", onclick: () => mention(index + 1) }, name),
    make("button", { type: "button", class: "quiet", onclick: remove, "aria-label": `Remove ${name}` }, "Remove")),
  make("div", { class: "views" }, ...views, ...(element.views.length < VIEW_LIMIT ? [add] : []), file));
}
