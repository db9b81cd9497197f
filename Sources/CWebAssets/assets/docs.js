// The API's description, drawn from the server's own /openapi.json.
import { byId, make } from "./dom.js";
import { call } from "./api.js";

const json = (value) => JSON.stringify(value, null, 2);
const anchor = (verb, path) => `${verb}${path}`.replace(/[^a-z0-9]+/gi, "-");

let components = {};
const resolve = (value) => (value?.$ref ? value.$ref.split("/").slice(2).reduce((part, name) => part[name], components) : value);

function table(columns, rows) {
  return make("div", { class: "table", tabindex: 0, role: "region", "aria-label": columns[0] }, make("table", {},
    make("thead", {}, make("tr", {}, ...columns.map((title) => make("th", { scope: "col" }, title)))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, cell)))))));
}

/** What a value may be, in words. */
function kind(schema = {}) {
  if (schema.enum) return schema.enum.join(", ");
  const parts = [schema.type === "array" ? `list of ${kind(schema.items)}` : schema.format ?? schema.type ?? ""];
  if (schema.minimum !== undefined) parts.push(`${schema.minimum} to ${schema.maximum ?? "…"}`);
  if (schema.maxLength !== undefined) parts.push(`${schema.minLength ?? 0} to ${schema.maxLength} characters`);
  if (schema.maxItems !== undefined) parts.push(`at most ${schema.maxItems}`);
  if (schema.default !== undefined) parts.push(`usually ${schema.default}`);
  return parts.filter(Boolean).join(", ");
}

/** Fields of a body, those of objects within it too. */
function fieldRows(schema, prefix = "") {
  return Object.entries(schema?.properties ?? {}).flatMap(([name, field]) => {
    const isRequired = schema.required?.includes(name);
    const row = [prefix + name, kind(field), `${isRequired ? "Required. " : ""}${field.description ?? ""}`];
    const inner = field.type === "array" ? fieldRows(field.items, `${prefix}${name}[].`) : fieldRows(field, `${prefix}${name}.`);
    return [row, ...inner];
  });
}

/** A request's example: the required fields, and defaults. */
function exampleBody(schema) {
  const examples = { image_url: "https://example.com/garden.jpg", prompt: "First snow at dusk, windows lit" };
  const entries = Object.entries(schema.properties ?? {})
    .filter(([name, field]) => schema.required?.includes(name) || field.default !== undefined)
    .map(([name, field]) => [name, examples[name] ?? field.default ?? (field.type === "array" ? ["…"] : "…")]);
  return Object.fromEntries(entries);
}

function curl(verb, path, operation, schema) {
  const parts = [`curl ${verb === "get" ? "" : `-X ${verb.toUpperCase()} `}'${location.origin}${path}'`];
  if (operation.security?.length > 0) parts.push(`-H "x-api-key: $YUKIMI_KEY"`);
  if (schema) parts.push(`-H 'Content-Type: application/json' -d '${json(exampleBody(schema))}'`);
  return parts.join(" \\\n  ");
}

function response(status, given) {
  const { description, content = {} } = resolve(given);
  const example = content["application/json"]?.example;
  const title = `${status} ${description === "OK" ? Object.keys(content).join(", ") : description}`;
  if (example === undefined) return make("p", { class: "facts" }, title);
  return make("details", {}, make("summary", {}, title), make("pre", { tabindex: 0 }, json(example)));
}

function section(verb, path, operation) {
  const schema = operation.requestBody?.content["application/json"].schema;
  const parameters = (operation.parameters ?? []).map((parameter) =>
    [parameter.name, `${parameter.in}; ${kind(parameter.schema)}`, parameter.description ?? ""]);
  const fields = schema ? fieldRows(schema) : [];
  return make("section", { class: "operation", id: anchor(verb, path), "aria-label": `${verb} ${path}` },
    make("h2", {}, make("span", { class: "verb" }, verb.toUpperCase()), path),
    make("p", {}, operation.summary),
    ...(parameters.length > 0 ? [table(["Parameter", "Values", "Meaning"], parameters)] : []),
    ...(fields.length > 0 ? [table(["Field", "Values", "Meaning"], fields)] : []),
    make("pre", { tabindex: 0 }, curl(verb, path, operation, schema)),
    make("div", { class: "answers" },
      ...Object.entries(operation.responses).map(([status, given]) => response(status, given))));
}

try {
  const description = await call("GET", "/openapi.json");
  components = description.components;
  const operations = Object.entries(description.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, operation]) => [verb, path, operation]));
  byId("contents").replaceChildren(...operations.map(([verb, path]) => make("a", { href: `#${anchor(verb, path)}` },
    make("span", { class: "verb" }, verb.toUpperCase()), path)));
  byId("operations").replaceChildren(...operations.map((operation) => section(...operation)));
  byId("errors").replaceChildren(...Object.entries(components.responses).map(([name, given]) =>
    response(name.replace("error", ""), given)));
  if (location.hash) byId(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
} catch (error) {
  byId("fault").textContent = error.message;
}
