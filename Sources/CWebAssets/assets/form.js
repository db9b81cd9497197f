// The request as the form shows it: reading, filling, faults next to their fields, and a draft that survives a reload.
import { byId, choose, make, segments } from "./dom.js";
import { SHAPES, ratioOf } from "./cropping.js";
import * as elements from "./elements.js";

const DRAFT = "draft";

export const state = {
  model: "", aspect_ratio: "16:9", resolution: "1K", output_format: "png", seedMode: "random", lastSeed: null,
};
let changed = () => {};

/** Draws the controls; `onChange(name)` is called for every change that a person makes. */
export function setUp(onChange) {
  changed = (name) => { saveDraft(); onChange(name); };
  const set = (name) => (value) => { state[name] = value; changed(name); };
  byId("shapes").replaceChildren(...SHAPES.map((shape) => shapeButton(shape, set("aspect_ratio"))));
  segments(byId("resolution"), "resolution", [["1K", "1K"], ["2K", "2K"]], set("resolution"));
  segments(byId("format"), "format", [["png", "PNG"], ["jpeg", "JPEG"], ["webp", "WebP"]], set("output_format"));
  segments(byId("seed-mode"), "seed-mode", [["random", "Random"], ["fixed", "Fixed"], ["again", "Same again"]], setSeedMode);
  byId("seed").addEventListener("input", () => { clearFault("seed"); changed("seed"); });
  byId("prompt").addEventListener("input", () => { clearFault("prompt"); changed("prompt"); });
  byId("model").addEventListener("change", () => set("model")(byId("model").value));
  elements.setUp(() => { clearFault("elements"); changed("elements"); });
  show();
}

function shapeButton(shape, onchange) {
  const ratio = ratioOf(shape);
  const [width, height] = ratio > 1 ? [26, 26 / ratio] : [26 * ratio, 26];
  const glyph = make("span");
  glyph.style.width = `${width}px`;
  glyph.style.height = `${height}px`;
  const input = make("input", { type: "radio", name: "shape", value: shape, onchange: () => onchange(shape) });
  return make("label", {}, input, glyph, shape);
}

function setSeedMode(mode) {
  state.seedMode = mode;
  if (mode === "again" && state.lastSeed !== null) byId("seed").value = state.lastSeed;
  if (mode === "fixed" && byId("seed").value === "") byId("seed").value = Math.floor(Math.random() * 2 ** 32);
  show();
  changed("seed");
}

/** Brings the controls in line with the state. */
export function show() {
  choose(byId("shapes"), state.aspect_ratio);
  choose(byId("resolution"), state.resolution);
  choose(byId("format"), state.output_format);
  choose(byId("seed-mode"), state.seedMode);
  byId("seed-mode").querySelector("input[value=again]").disabled = state.lastSeed === null;
  byId("seed").hidden = state.seedMode === "random";
  byId("seed").readOnly = state.seedMode === "again";
  byId("model").value = state.model;
}

export function rememberSeed(seed) {
  state.lastSeed = Number(seed);
  if (state.seedMode === "again") byId("seed").value = seed;
  show();
}

/** The request's fields but for the picture. */
export async function fields() {
  const { aspect_ratio, resolution, output_format } = state;
  const body = { prompt: byId("prompt").value, aspect_ratio, resolution, output_format };
  if (state.seedMode !== "random" && byId("seed").value !== "") body.seed = Number(byId("seed").value);
  const named = await elements.fields();
  if (named.length > 0) body.elements = named;
  return body;
}

/** Fills the form from a request's body. */
export async function fill(body, seed = body.seed) {
  byId("prompt").value = body.prompt ?? "";
  for (const name of ["aspect_ratio", "resolution", "output_format"]) state[name] = body[name] ?? state[name];
  state.seedMode = seed === undefined || seed === null ? "random" : "fixed";
  byId("seed").value = seed ?? "";
  show();
  await elements.fill(body.elements ?? []);
  saveDraft();
}

// MARK: Faults

const fieldOf = (name) => name.replace(/[.[].*$/, "");

/** Puts each fault next to its field and moves there; what has no field here comes back. */
export function showFaults(faults) {
  const homeless = [];
  let first = null;
  for (const { field, message } of faults) {
    const name = fieldOf(field);
    const place = byId(`fault-${name}`);
    if (!place) { homeless.push(`${field}: ${message}`); continue; }
    const text = name === "elements" ? `${elements.nameOf(field)} ${message}` : message;
    place.textContent = text.charAt(0).toUpperCase() + text.slice(1);
    const input = byId(name);
    input?.setAttribute("aria-invalid", "true");
    first ??= input ?? place;
  }
  first?.scrollIntoView({ block: "center" });
  if (first?.focus) first.focus();
  return homeless;
}

export function clearFault(name) {
  byId(`fault-${name}`).textContent = "";
  byId(name)?.removeAttribute("aria-invalid");
}

export const clearFaults = () => ["prompt", "image_url", "elements", "aspect_ratio", "seed"].forEach(clearFault);

// MARK: Draft

/** The form survives a reload of this tab, without pictures that the server does not have yet, and never a key. */
export function saveDraft(more = {}) {
  const earlier = JSON.parse(sessionStorage.getItem(DRAFT) ?? "{}");
  const draft = { ...earlier, ...more, ...state, prompt: byId("prompt").value, seed: byId("seed").value };
  draft.elements = elements.stored();
  sessionStorage.setItem(DRAFT, JSON.stringify(draft));
}

/** Fills the form from the draft, and answers it. */
export async function restoreDraft() {
  const draft = JSON.parse(sessionStorage.getItem(DRAFT) ?? "{}");
  const stored = draft.elements ?? [];
  for (const name of Object.keys(state)) if (draft[name] !== undefined) state[name] = draft[name];
  byId("prompt").value = draft.prompt ?? "";
  byId("seed").value = draft.seed ?? "";
  show();
  await elements.fill(stored);
  return draft;
}
