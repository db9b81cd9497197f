// Follows a request until it ends: by server-sent events, and by asking when these do not come.
import { call, NetworkError, APIError } from "./api.js";

const POLL = 700;
const ENDS = ["completed", "failed", "cancelled"];

/**
 * Reports `queued({position, eta_seconds})`, `step({step, steps, label, eta_seconds})`, `preview({step, image})`,
 * `connection(isThere)` and once `ended()`. Answers a function that stops following; the request goes on.
 */
export function follow(id, report) {
  let isOver = false;
  let source = null;
  const end = (tell = true) => {
    if (isOver) return;
    isOver = true;
    source?.close();
    if (tell) report.ended();
  };
  listen();
  return () => end(false);

  function listen() {
    source = new EventSource(`/v2/requests/${id}/events`);
    source.onopen = () => report.connection(true);
    for (const name of ["queued", "step", "preview"]) {
      source.addEventListener(name, (event) => { if (!isOver) report[name](JSON.parse(event.data)); });
    }
    for (const name of ENDS) source.addEventListener(name, () => end());
    source.onerror = () => {
      if (isOver) return;
      // The browser connects again by itself unless the server refuses.
      if (source.readyState === EventSource.CLOSED) poll();
      else report.connection(false);
    };
  }

  async function poll() {
    while (!isOver) {
      try {
        const answer = await call("GET", `/v2/requests/${id}/status`);
        report.connection(true);
        if (answer.status === "COMPLETED") return end();
        if (answer.progress) report.step(answer.progress);
        else report.queued({});
      } catch (error) {
        if (error instanceof APIError) return end();
        if (!(error instanceof NetworkError)) throw error;
        report.connection(false);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
    return undefined;
  }
}

/** A line for people. */
export function sentence({ position, step, steps, label, eta_seconds: eta }) {
  const left = eta === undefined || eta === null ? "" : `, about ${eta < 1 ? "1 s" : `${Math.round(eta)} s`} left`;
  if (step !== undefined) return `Step ${step} of ${steps}${label ? `: ${label}` : ""}${left}`;
  if (position > 1) return `${position - 1} ahead in the queue${left}`;
  return `Waiting for a worker${left}`;
}
