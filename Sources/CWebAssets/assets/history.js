// What the account asked for before: pictures to open, to compare two by two, and to delete.
import { byId, make } from "./dom.js";
import { call, ownPath } from "./api.js";

const PER_PAGE = 24;
const DAYS = 31;

let rows = [];
let page = 1;
let total = 0;
let picked = [];
let opened = () => {};
let compared = () => {};

export function setUp(open, compare) {
  opened = open;
  compared = compare;
  byId("more").addEventListener("click", () => { page += 1; load(false); });
  byId("compare-two").addEventListener("click", () => compared(picked.map((id) => rows.find((row) => row.request_id === id))));
}

/** Reads the newest again. */
export async function refresh() {
  page = 1;
  await load(true);
}

/** One request as the history has it. */
export const find = (id) => call("GET", `/inference-request/request-history/${id}`);

async function load(fromStart) {
  const from = new Date(Date.now() - (DAYS - 1) * 86_400_000).toISOString().slice(0, 10);
  const answer = await call("GET", `/inference-request/request-history?per_page=${PER_PAGE}&page=${page}&from_date=${from}`);
  rows = fromStart ? answer.data : [...rows, ...answer.data];
  total = answer.total;
  picked = picked.filter((id) => rows.some((row) => row.request_id === id));
  draw();
}

function draw() {
  byId("thumbnails").replaceChildren(...rows.map(thumbnail));
  byId("more").hidden = rows.length >= total;
  byId("compare-two").hidden = picked.length !== 2;
  byId("history-hint").textContent = total === 0 ? "Your results will be here." : picked.length === 1 ? "Pick a second one to compare." : "";
}

function thumbnail(row) {
  const path = row.generation_url && ownPath(row.generation_url);
  const picture = path
    ? make("img", { src: path, alt: "", loading: "lazy", decoding: "async" })
    : make("span", {}, row.model_status === "PENDING" ? "Still running" : row.error ?? "No picture");
  // A file that has expired leaves its words.
  picture.addEventListener("error", () => picture.replaceWith(make("span", {}, "This picture is not kept any more")));
  const name = row.prompt || "Without a prompt";
  const isPicked = picked.includes(row.request_id);
  return make("li", { class: isPicked ? "thumbnail picked" : "thumbnail", "data-request": row.request_id },
    make("button", { type: "button", class: "open", "aria-label": `Open: ${name}`, onclick: () => opened(row) }, picture),
    make("p", { class: "caption" }, name),
    make("div", { class: "tools" },
      path ? make("label", {}, make("input", {
        type: "checkbox", checked: isPicked, "aria-label": `Compare: ${name}`, onchange: () => pick(row.request_id),
      }), "Compare") : make("span"),
      make("button", { type: "button", "aria-label": `Delete: ${name}`, onclick: () => remove(row) }, "Delete")));
}

function pick(id) {
  picked = picked.includes(id) ? picked.filter((other) => other !== id) : [...picked.slice(-1), id];
  draw();
  byId("thumbnails").querySelector(`[data-request="${id}"] input`)?.focus();
}

async function remove(row) {
  if (!window.confirm("Delete this request and its picture?")) return;
  try {
    await call("DELETE", `/inference-request/request-history/${row.request_id}`);
    rows = rows.filter((other) => other !== row);
    picked = picked.filter((id) => id !== row.request_id);
    total -= 1;
    draw();
  } catch (error) {
    byId("fault").textContent = error.message;
  }
}
