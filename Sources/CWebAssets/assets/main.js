// The playground: one picture, one sentence, and what becomes of them. Begins at the bottom.
import { announce, byId, dollars, make } from "./dom.js";
import { APIError, NetworkError, call, ownPath, persist } from "./api.js";
import { pictureFromAddress, pictureFromFile, pictureFromPath, picturesIn } from "./pictures.js";
import { ratioOf } from "./cropping.js";
import { LANGUAGES, snippet } from "./snippets.js";
import { press } from "./dom.js";
import { signIn } from "./session.js";
import { follow, sentence } from "./progress.js";
import * as compare from "./compare.js";
import * as form from "./form.js";
import * as history_ from "./history.js";
import * as presets from "./presets.js";
import * as results from "./results.js";
import * as stage from "./stage.js";

let picture = null;
let models = [];
let balance = null;
let running = null;
let language = LANGUAGES[0];

// MARK: The picture

/** Takes a picture as input; what goes wrong stands next to it. */
async function take(making, share = null) {
  form.clearFault("image_url");
  byId("fault").textContent = "";
  try {
    picture = await making;
    stage.showInput(picture, form.state.aspect_ratio, share);
    byId("show-result").hidden = results.current() === null;
    // Uploaded at once, so that a reload keeps it; a failure shows when the request is made.
    picture.stored().then((path) => { form.saveDraft({ picture: path, share }); refreshSnippet(); }, () => {});
  } catch (error) {
    if (stage.mode() !== "empty" && !picture) stage.setMode("empty");
    const text = error.faults?.[0]?.message ?? error.message;
    if (stage.mode() === "empty") form.showFaults([{ field: "image_url", message: text }]);
    else byId("fault").textContent = text;
  }
}

function setUpPictures() {
  const file = byId("file");
  byId("choose").addEventListener("click", () => file.click());
  byId("replace").addEventListener("click", () => file.click());
  file.addEventListener("change", () => { if (file.files[0]) take(pictureFromFile(file.files[0])); file.value = ""; });
  byId("address-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const address = byId("address").value.trim();
    if (address) take(pictureFromAddress(address));
  });
  setUpDrops();
  document.addEventListener("paste", (event) => {
    const { files, address } = picturesIn(event.clipboardData);
    const isTyping = event.target.closest?.("input, textarea");
    if (files.length > 0) take(pictureFromFile(files[0]));
    else if (address && !isTyping) take(pictureFromAddress(address));
    else return;
    event.preventDefault();
  });
}

/** A picture can be dropped anywhere. */
function setUpDrops() {
  const veil = byId("veil");
  document.addEventListener("dragover", (event) => { event.preventDefault(); veil.classList.add("on"); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) veil.classList.remove("on"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    veil.classList.remove("on");
    const { files, address } = picturesIn(event.dataTransfer);
    if (files.length > 0) take(pictureFromFile(files[0]));
    else if (address) take(pictureFromAddress(address));
  });
}

// MARK: The request

/** The JSON that the form stands for; uploads what the server does not have. */
async function requestBody() {
  const part = stage.partToSend();
  const path = await (part ? picture.storedPart(part) : picture.stored());
  return { image_url: location.origin + path, ...await form.fields() };
}

async function run(event) {
  event.preventDefault();
  if (running) return;
  form.clearFaults();
  byId("fault").textContent = "";
  if (!picture) return void form.showFaults([{ field: "image_url", message: "Choose a picture first" }]);
  setRunning(true);
  try {
    stage.showRunning(picture.source, ratioOf(form.state.aspect_ratio));
    // On a phone the button is far below the picture.
    byId("stage").scrollIntoView({ block: "nearest" });
    const body = await requestBody();
    // With the key, a request whose answer was lost is found again instead of being made twice.
    const headers = { "Idempotency-Key": crypto.randomUUID?.() ?? String(Math.random()) };
    const { request_id: id } = await persist("POST", `/v2/${form.state.model}`, body, headers);
    watch(id);
  } catch (error) {
    setRunning(false);
    stage.showInput(picture, form.state.aspect_ratio, stage.movedShare());
    complain(error);
  }
}

function complain(error) {
  const homeless = error.faults?.length ? form.showFaults(error.faults) : [error.message];
  byId("fault").textContent = homeless.join("; ");
}

function setRunning(isRunning) {
  if (!isRunning) running = null;
  byId("run").disabled = isRunning;
  byId("stop").disabled = false;
}

/** Follows a request to its end. The address bar holds its id, so that a reload finds it. */
function watch(id) {
  history.replaceState(null, "", `#request=${id}`);
  setRunning(true);
  let latest = {};
  let received = performance.now();
  const show = () => {
    const elapsed = (performance.now() - received) / 1000;
    const eta = latest.eta_seconds == null ? null : Math.max(0, latest.eta_seconds - elapsed);
    const share = latest.step === undefined ? null : latest.step / Math.max(1, latest.steps);
    stage.showProgress(sentence({ ...latest, eta_seconds: eta }), share);
  };
  const hear = (news) => { latest = news; received = performance.now(); show(); };
  // Between two reports the time left goes on.
  const timer = setInterval(show, 1000);
  const leave = follow(id, {
    queued: hear,
    step: hear,
    preview: ({ image }) => stage.showPreview(image),
    connection: (isThere) => { if (!isThere) stage.showProgress("The connection is lost; the request goes on. Trying again…", null); },
    ended: () => { clearInterval(timer); finish(id); },
  });
  running = { id, leave: () => { clearInterval(timer); leave(); } };
  show();
}

/** Shows what a request that has ended left. */
async function finish(id) {
  setRunning(false);
  const row = await persist("GET", `/inference-request/request-history/${id}`);
  refreshBalance();
  history_.refresh();
  if (row.model_status === "COMPLETED") {
    form.rememberSeed(row.seed);
    await results.show(row);
    byId("show-result").hidden = false;
    return;
  }
  history.replaceState(null, "", location.pathname);
  if (picture) stage.showInput(picture, form.state.aspect_ratio, stage.movedShare());
  else stage.setMode("empty");
  byId("fault").textContent = `${row.error ?? "The request failed."} Nothing was charged.`;
}

async function stop() {
  if (!running) return;
  byId("stop").disabled = true;
  stage.showProgress("Stopping", null);
  try {
    await call("DELETE", `/v2/requests/${running.id}`);
  } catch (error) {
    // 409: it ended meanwhile, and its end is reported anyway. 422 would say the same.
    if (!(error instanceof APIError)) complain(error);
  }
}

// MARK: Results and history

async function open(row) {
  if (row.model_status === "PENDING") {
    stage.showRunning(row.parameters?.image_url ? ownPath(row.parameters.image_url) : null, 1.5);
    return watch(row.request_id);
  }
  if (!row.generation_url) return void (byId("fault").textContent = row.error);
  byId("fault").textContent = "";
  try {
    await results.show(row);
    if (!running) history.replaceState(null, "", `#request=${row.request_id}`);
    byId("stage").scrollIntoView({ block: "nearest", behavior: "smooth" });
  } catch {
    byId("fault").textContent = "This picture is not kept any more";
  }
}

async function useAsInput() {
  const path = ownPath(results.current().generation_url);
  await take(pictureFromPath(path));
  announce("The result is the new input");
  byId("prompt").focus();
}

/** The form as it was for the shown result, with its seed. */
async function sameSettings() {
  const { parameters, seed, model_name: model } = results.current();
  if (models.some((served) => served.slug === model)) form.state.model = model;
  await form.fill(parameters, seed);
  showCost();
  const path = ownPath(parameters.image_url ?? "");
  if (path) await take(pictureFromPath(path));
  announce("The form has this result's settings and seed");
  byId("prompt").focus();
}

function setUpResults() {
  compare.setUp();
  byId("use-as-input").addEventListener("click", useAsInput);
  byId("same-settings").addEventListener("click", sameSettings);
  byId("show-result").addEventListener("click", () => results.show(results.current()));
  byId("stop").addEventListener("click", stop);
  history_.setUp(open, (rows) => results.showBoth(rows));
}

// MARK: Cost

async function refreshBalance() {
  balance = (await call("GET", "/v1/get-user-credits")).credits;
  byId("balance").textContent = `${dollars(balance)} left`;
  showCost();
}

function showCost() {
  const price = models.find((model) => model.slug === form.state.model)?.price;
  if (price === undefined || balance === null) return;
  byId("cost").textContent = balance < price
    ? `Costs ${dollars(price)}, and only ${dollars(balance)} is left` : `Costs ${dollars(price)} of ${dollars(balance)}`;
}

async function loadModels() {
  models = (await call("GET", "/inference-model-information/list")).data;
  byId("model").replaceChildren(...models.map((model) => make("option", { value: model.slug },
    `${model.slug} · ${model.engine} · ${dollars(model.price)}`)));
  if (!models.some((model) => model.slug === form.state.model)) form.state.model = models[0].slug;
  form.show();
}

// MARK: Code

let snippetTimer = null;

/** Writes the code anew, a moment after the last change. */
function refreshSnippet() {
  clearTimeout(snippetTimer);
  if (byId("code").open) snippetTimer = setTimeout(writeSnippet, 250);
}

async function writeSnippet() {
  const place = byId("snippet");
  if (!picture) return void (place.textContent = "Choose a picture first: its address is part of the request.");
  try {
    place.textContent = snippet(language, location.origin, form.state.model, await requestBody());
  } catch (error) {
    place.textContent = error.message;
  }
}

function setUpCode() {
  const buttons = LANGUAGES.map((name) => make("button", { type: "button" }, name));
  for (const button of buttons) {
    button.addEventListener("click", () => { language = button.textContent; press(buttons, button); writeSnippet(); });
  }
  byId("languages").replaceChildren(...buttons);
  press(buttons, buttons[0]);
  byId("code").addEventListener("toggle", writeSnippet);
  byId("copy").addEventListener("click", async () => {
    await writeSnippet();
    await navigator.clipboard.writeText(byId("snippet").textContent);
    announce("Copied");
    byId("copy").textContent = "Copied";
    setTimeout(() => { byId("copy").textContent = "Copy"; }, 1500);
  });
}

// MARK: Begin

function changed(name) {
  if (name === "aspect_ratio" && picture) {
    if (stage.mode() !== "running") stage.showInput(picture, form.state.aspect_ratio);
    form.saveDraft({ share: null });
  }
  if (name === "model") showCost();
  refreshSnippet();
}

/** Finds the request in the address bar, running or done, and the draft. */
async function resume() {
  const draft = await form.restoreDraft();
  showCost();
  if (draft.picture) await take(pictureFromPath(draft.picture), draft.share ?? null);
  byId("fault").textContent = "";
  form.clearFaults();
  const id = new URLSearchParams(location.hash.slice(1)).get("request");
  if (!id) return;
  try {
    const row = await history_.find(id);
    if (row.model_status === "COMPLETED") form.rememberSeed(row.seed);
    if (row.model_status !== "FAILED") await open(row);
  } catch (error) {
    // Deleted, or somebody else's: nothing to find.
    if (error instanceof NetworkError) byId("fault").textContent = error.message;
    else history.replaceState(null, "", location.pathname);
  }
}

async function begin() {
  form.setUp(changed);
  presets.setUp((prompt) => {
    byId("prompt").value = prompt;
    byId("prompt").dispatchEvent(new Event("input"));
  });
  stage.setUp(() => { form.saveDraft({ share: stage.movedShare() }); refreshSnippet(); });
  byId("form").addEventListener("submit", run);
  setUpPictures();
  setUpResults();
  setUpCode();
  await signIn();
  await Promise.all([loadModels(), refreshBalance(), history_.refresh()]);
  await resume();
}

begin();
