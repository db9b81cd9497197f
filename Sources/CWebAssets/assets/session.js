// Signing in: by the one-time link that the server printed, or with a key. The page never keeps a key.
import { byId } from "./dom.js";
import { call, setToken } from "./api.js";

let current = null;

/** Resolves once somebody is signed in, to {account, scopes, …}. */
export async function signIn() {
  const link = new URLSearchParams(location.hash.slice(1)).get("sign-in");
  // The link's text leaves the address bar and the browser's history at once.
  if (link) history.replaceState(null, "", location.pathname);
  const session = link ? await openWithLink(link) : await call("GET", "/session");
  current = session?.signed_in ? session : await askForKey();
  setToken(current.csrf_token);
  byId("account").hidden = false;
  byId("admin-link").hidden = !["admin", "operator"].some((scope) => current.scopes.includes(scope));
  byId("sign-out").addEventListener("click", signOut);
  return current;
}

async function openWithLink(link) {
  try {
    return await call("POST", "/session", { link });
  } catch (error) {
    const session = await call("GET", "/session");
    if (!session.signed_in) byId("fault-key").textContent = error.message;
    return session;
  }
}

function askForKey() {
  const dialog = byId("sign-in");
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.showModal();
  return new Promise((resolve) => {
    byId("sign-in-form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const field = byId("key");
      try {
        const session = await call("POST", "/session", { key: field.value.trim() });
        field.value = "";
        dialog.close();
        resolve(session);
      } catch (error) {
        byId("fault-key").textContent = error.faults?.[0]?.message ?? error.message;
        field.focus();
      }
    });
  });
}

async function signOut() {
  await call("DELETE", "/session");
  sessionStorage.clear();
  location.assign(location.pathname);
}
