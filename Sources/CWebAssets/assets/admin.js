// The operator's page: what runs now, who may ask, what was paid, and what did not arrive.
import { announce, byId, dollars, make, seconds } from "./dom.js";
import { APIError, call } from "./api.js";
import { showSpend } from "./chart.js";
import { signIn } from "./session.js";

const LIVE = 2000;
const SLOW = 15_000;

const when = (time) => (time ? new Date(time).toLocaleString([], { dateStyle: "short", timeStyle: "medium" }) : "–");

/** A table of rows; columns are [title, cell(row), class]. Tables scroll sideways, so the keyboard must reach them. */
function table(place, columns, rows, empty) {
  place.tabIndex = rows.length > 0 ? 0 : -1;
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", place.parentElement.querySelector("h2").textContent);
  if (rows.length === 0) return place.replaceChildren(make("p", {}, empty));
  const head = make("tr", {}, ...columns.map(([title, , kind]) => make("th", { scope: "col", class: kind }, title)));
  const body = rows.map((row) => make("tr", {}, ...columns.map(([, cell, kind]) => {
    const content = cell(row) ?? "–";
    return make("td", { class: kind, title: kind === "text" ? content : null }, content);
  })));
  return place.replaceChildren(make("table", {}, make("thead", {}, head), make("tbody", {}, ...body)));
}

const state = (name) => make("span", { class: `state ${name}` }, name);

/** A button that changes something after a question, and shows the page anew. */
function action(label, question, path, done) {
  return make("button", {
    type: "button",
    onclick: async () => {
      if (question && !window.confirm(question)) return;
      try {
        await call("POST", path);
        announce(done);
      } catch (error) {
        byId("fault").textContent = error.message;
      }
      refreshAll();
    },
  }, label);
}

// MARK: Parts

async function showHealth() {
  const { checks, workers, running } = await call("GET", "/admin/workers");
  byId("checks").replaceChildren(...Object.entries(checks).map(([name, trouble]) =>
    make("li", { class: trouble === "ok" ? null : "bad" }, trouble === "ok" ? `${name} is well` : `${name}: ${trouble}`)));
  table(byId("workers"), [
    ["Worker", (row) => row.name], ["State", (row) => row.state], ["Since", (row) => row.since, "number"],
    ["Starts", (row) => row.starts, "number"], ["Works on", (row) => row.job],
  ], workerRows(workers, running), "This server starts no workers; requests are done by workers elsewhere.");
}

/** This server's workers, and others that hold a request of the same database. */
function workerRows(workers, running) {
  const jobOf = (lease) => `${lease.request_id.slice(0, 8)} · ${lease.engine}, lease for ${seconds(lease.lease_seconds)}`;
  const rows = workers.map(({ number, pid, up_seconds: up, starts }) => {
    const leases = running.filter((lease) => lease.worker.split("/")[1] === String(pid));
    return {
      name: `${number + 1}`, state: pid === null ? "not running" : `process ${pid}`, starts,
      since: up === null ? null : seconds(up), job: leases.map(jobOf).join(", ") || "waits",
    };
  });
  const own = new Set(workers.map((worker) => String(worker.pid)));
  const others = running.filter((lease) => !own.has(lease.worker.split("/")[1]));
  return [...rows, ...others.map((lease) => ({ name: lease.worker, state: "elsewhere", job: jobOf(lease) }))];
}

async function showJobs() {
  const { data } = await call("GET", "/admin/jobs");
  table(byId("jobs"), [
    ["Submitted", (row) => when(row.submitted), "time"], ["Account", (row) => row.account], ["Model", (row) => row.model],
    ["State", (row) => state(row.status)],
    ["Step", (row) => (row.status === "processing" && row.step !== null ? `${row.step} of ${row.steps}` : null)],
    ["Prompt", (row) => row.error ?? row.prompt, "text"],
    ["Time", (row) => (row.seconds === null ? null : seconds(row.seconds)), "number"],
    ["Charged", (row) => dollars(row.charge), "number"],
    ["", (row) => (["queued", "processing"].includes(row.status)
      ? action("Stop", "Stop this request?", `/admin/jobs/${row.request_id}/cancel`, "The request is being stopped") : "")],
  ], data, "Nobody has asked for anything yet.");
}

async function showKeys() {
  const { data } = await call("GET", "/admin/keys");
  const stateOf = (key) => (key.revoked ? state("revoked") : key.expires ? `until ${when(key.expires)}` : "valid");
  table(byId("keys"), [
    ["Account", (row) => row.account], ["Name", (row) => row.name], ["Key", (row) => `${row.hint}…`],
    ["Scopes", (row) => row.scopes.join(", ")], ["State", stateOf], ["Last used", (row) => when(row.last_used), "time"],
    ["", (row) => (row.revoked ? "" : action("Revoke", `Revoke the key "${row.name}"? This cannot be undone.`,
      `/admin/keys/${row.id}/revoke`, "The key is revoked"))],
  ], data, "There are no keys.");
}

async function showCredits() {
  const { accounts, entries, spend } = await call("GET", "/admin/credits");
  showSpend(byId("chart"), byId("legend"), spend);
  table(byId("accounts"), [
    ["Account", (row) => row.account], ["Granted", (row) => dollars(row.granted), "number"],
    ["Available", (row) => dollars(row.available), "number"], ["Reserved", (row) => dollars(row.reserved), "number"],
    ["Spent", (row) => dollars(row.spent), "number"],
  ], accounts, "There are no accounts.");
  table(byId("entries"), [
    ["Time", (row) => when(row.created), "time"], ["Account", (row) => row.account], ["Kind", (row) => row.kind],
    ["From", (row) => row.from], ["To", (row) => row.to], ["Amount", (row) => dollars(row.amount), "number"],
    ["For", (row) => row.note || row.request_id?.slice(0, 8)],
  ], entries, "Nothing has moved yet.");
}

async function showFailures() {
  const { data } = await call("GET", "/admin/webhook-failures");
  table(byId("failures"), [
    ["Last attempt", (row) => when(row.last_attempt), "time"], ["Account", (row) => row.account],
    ["Address", (row) => row.url, "text"], ["Event", (row) => row.event_type], ["State", (row) => state(row.status)],
    ["Attempts", (row) => row.attempts, "number"], ["Answer", (row) => row.response_status ?? row.error, "text"],
    ["", (row) => action("Redeliver", null, `/admin/webhook-failures/${row.delivery_id}/redeliver`, "It is sent again")],
  ], data, "Everything arrived.");
}

// MARK: Begin

async function refresh(parts) {
  try {
    await Promise.all(parts.map((part) => part()));
    byId("fault").textContent = "";
    byId("refreshed").textContent = new Date().toLocaleTimeString();
  } catch (error) {
    byId("fault").textContent = error instanceof APIError && error.status === 403
      ? "This key lacks the scope admin or operator: sign out, and in again with one that has it." : error.message;
  }
}

const refreshAll = () => refresh([showHealth, showJobs, showKeys, showCredits, showFailures]);

/** Again and again while somebody looks, but not while the keyboard is inside a table, which would lose its place. */
function repeat(parts, pause) {
  setInterval(() => {
    if (!document.hidden && !document.activeElement?.closest(".table button")) refresh(parts);
  }, pause);
}

await signIn();
await refreshAll();
repeat([showHealth, showJobs], LIVE);
repeat([showKeys, showCredits, showFailures], SLOW);
