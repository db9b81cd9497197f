// The large picture: the invitation, the input with its crop, the running request, the result.
import { announce, byId } from "./dom.js";
import { contentAwareWindow, freedom, movedWindow } from "./cropping.js";

const PARTS = { empty: null, input: "below-input", running: "below-running", result: "below-result" };
const STEP = 0.02;

let picture = null;
let window_ = null;
let isMoved = false;
let changed = () => {};

/** `onCrop()` is called when a person has moved the crop. */
export function setUp(onCrop) {
  changed = onCrop;
  setUpDragging();
  byId("crop").addEventListener("keydown", moveByKey);
}

export function setMode(mode) {
  byId("stage").dataset.mode = mode;
  for (const part of Object.values(PARTS)) if (part) byId(part).hidden = part !== PARTS[mode];
}

export const mode = () => byId("stage").dataset.mode;

/** Shows a picture as input, with what a shape keeps of it. */
export function showInput(shown, shape, share = null) {
  picture = shown;
  byId("input-image").src = picture.source;
  setMode("input");
  setShape(shape, share);
}

/** Draws the crop for a shape: around the subject, or at a share of its way. */
export function setShape(shape, share = null) {
  if (!picture) return;
  window_ = contentAwareWindow(picture.image, shape);
  isMoved = share !== null;
  if (isMoved) window_ = movedWindow(window_, picture.image, share);
  if (mode() === "input") byId("stage").style.setProperty("--shape", picture.width / picture.height);
  draw();
}

/** The part to cut out and send, so that what is drawn is what is made; null when it is the whole. */
export const partToSend = () => (freedom(window_, picture.image).length > 0 ? window_ : null);

/** How far along its way a moved crop is, for a draft. */
export const movedShare = () => (isMoved ? freedom(window_, picture.image).share : null);

function draw() {
  const crop = byId("crop");
  const { side, length, share } = freedom(window_, picture.image);
  const isWhole = length === 0;
  crop.hidden = isWhole;
  const percent = (part, whole) => `${(100 * part) / whole}%`;
  crop.style.left = percent(window_.left, picture.width);
  crop.style.top = percent(window_.top, picture.height);
  crop.style.width = percent(window_.width, picture.width);
  crop.style.height = percent(window_.height, picture.height);
  crop.setAttribute("aria-orientation", side === "left" ? "horizontal" : "vertical");
  crop.setAttribute("aria-valuenow", Math.round(share * 100));
  const kept = Math.round((100 * window_.width * window_.height) / (picture.width * picture.height));
  byId("input-facts").textContent = `${picture.width} × ${picture.height}`
    + (isWhole ? ", all of it is used" : `, ${kept} % of it is used; drag the frame, or use its arrow keys, to move it`);
}

function moveTo(share, isFinal) {
  isMoved = true;
  window_ = movedWindow(window_, picture.image, share);
  draw();
  if (isFinal) changed();
}

function moveByKey(event) {
  const { share } = freedom(window_, picture.image);
  const steps = { ArrowLeft: -STEP, ArrowUp: -STEP, ArrowRight: STEP, ArrowDown: STEP, Home: -1, End: 1, PageUp: -0.1, PageDown: 0.1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  moveTo(share + steps[event.key], true);
}

function setUpDragging() {
  const crop = byId("crop");
  let begin = null;
  crop.addEventListener("pointerdown", (event) => {
    crop.setPointerCapture(event.pointerId);
    begin = { x: event.clientX, y: event.clientY, ...freedom(window_, picture.image) };
  });
  crop.addEventListener("pointermove", (event) => {
    if (!begin) return;
    const scale = picture.width / byId("input-image").clientWidth;
    const distance = (begin.side === "left" ? event.clientX - begin.x : event.clientY - begin.y) * scale;
    if (begin.length > 0 && distance !== 0) moveTo(begin.share + distance / begin.length, false);
  });
  const finish = () => { if (begin && isMoved) changed(); begin = null; };
  crop.addEventListener("pointerup", finish);
  crop.addEventListener("pointercancel", finish);
}

// MARK: Running

/** Begins to show a request that runs; `source` is what its picture will grow from. */
export function showRunning(source, shape) {
  byId("running-input").src = source ?? "";
  byId("running-input").hidden = !source;
  byId("preview").hidden = true;
  byId("preview").removeAttribute("src");
  byId("progress").removeAttribute("value");
  byId("progress-text").textContent = "Sending";
  byId("stage").style.setProperty("--shape", shape);
  setMode("running");
  announce("The request is on its way");
}

export function showProgress(text, share) {
  byId("progress-text").textContent = text;
  if (share === null) byId("progress").removeAttribute("value");
  else byId("progress").value = share;
}

export function showPreview(image) {
  byId("preview").src = image;
  byId("preview").hidden = false;
}
