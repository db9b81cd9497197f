// Requests to this server. The browser adds the session's cookie; changes need the session's token beside it.

let csrfToken = null;
export const setToken = (token) => { csrfToken = token; };

/** What the server says is wrong: `faults` are [{field, message}]. */
export class APIError extends Error {
  constructor(status, body) {
    super(body?.error ?? `The server answered with status ${status}`);
    this.status = status;
    this.faults = body?.errors ?? [];
  }
}

/** The connection failed; whether the request arrived is not known. */
export class NetworkError extends Error {
  constructor() { super("The server cannot be reached"); }
}

export async function call(method, path, body, headers = {}) {
  const options = { method, headers: { Accept: "application/json", ...headers }, credentials: "same-origin" };
  if (method !== "GET" && csrfToken) options.headers["x-csrf-token"] = csrfToken;
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new NetworkError();
  }
  const json = await response.json().catch(() => null);
  if (!response.ok) throw new APIError(response.status, json);
  return json;
}

/** Tries again while the connection fails: for requests that may safely arrive twice. */
export async function persist(method, path, body, headers) {
  for (let pause = 500; ; pause = Math.min(pause * 2, 8000)) {
    try {
      return await call(method, path, body, headers);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** The path of one of this server's URLs, whatever name the server is reached by; null for others'. */
export function ownPath(url) {
  try {
    const { pathname } = new URL(url, location.origin);
    return /^\/(assets|files)\/[^/]+$/.test(pathname) && !url.startsWith("data:") ? pathname : null;
  } catch {
    return null;
  }
}

/** Stores a picture and answers its URL. */
export async function upload(blob) {
  const uri = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(new Error("The picture cannot be read"));
    reader.readAsDataURL(blob);
  });
  const answer = await call("POST", "/upload-asset", { data_urls: [uri] });
  return new URL(answer.file_urls[0]).pathname;
}
