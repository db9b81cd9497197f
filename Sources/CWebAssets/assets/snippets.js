// The form's request as programs. Each reads the key from the environment variable YUKIMI_KEY and writes the picture
// into a file.

export const LANGUAGES = ["curl", "Python", "SDK", "JavaScript", "Swift"];

const EXTENSIONS = { png: "png", jpeg: "jpg", webp: "webp" };

/** The program's text. `body` is the JSON that the form stands for. */
export function snippet(language, origin, model, body) {
  const file = `result.${EXTENSIONS[body.output_format]}`;
  return WRITERS[language]({ origin, model, body, file, url: `${origin}/v1/${model}` });
}

const indented = (text, spaces) => text.split("\n").join(`\n${" ".repeat(spaces)}`);
const json = (value) => JSON.stringify(value, null, 2);

/** In single quotes nothing but these means anything to a shell. */
const shell = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** JSON is Python but for names of three constants, which a request's fields never hold, and lone surrogates. */
const python = (value) => JSON.stringify(value, null, 4);

/** JSON text as a Swift literal that takes every character as it stands. */
function swift(text) {
  let hashes = "#";
  while (text.includes(`"""${hashes}`) || text.includes(`\\${hashes}`)) hashes += "#";
  return `${hashes}"""\n${text}\n"""${hashes}`;
}

const WRITERS = {
  curl: ({ url, body, file }) => `curl --fail-with-body ${shell(url)} \\
  -H "x-api-key: $YUKIMI_KEY" -H 'Content-Type: application/json' \\
  -o ${file} -d ${shell(json(body))}
`,

  Python: ({ url, body, file }) => `import os
import requests

response = requests.post(
    ${JSON.stringify(url)},
    headers={"x-api-key": os.environ["YUKIMI_KEY"]},
    json=${indented(python(body), 4)},
    timeout=300,
)
response.raise_for_status()
with open("${file}", "wb") as file:
    file.write(response.content)
`,

  SDK: ({ origin, model, body, file }) => `import os
from segmind import SegmindClient

client = SegmindClient(api_key=os.environ["YUKIMI_KEY"], base_url=${JSON.stringify(`${origin}/v1`)}, timeout=300.0)
response = client.run_sync(${JSON.stringify(model)}, **${python(body)})
with open("${file}", "wb") as file:
    file.write(response.content)
`,

  JavaScript: ({ url, body, file }) => `import { writeFile } from "node:fs/promises";

const response = await fetch(${JSON.stringify(url)}, {
  method: "POST",
  headers: { "x-api-key": process.env.YUKIMI_KEY, "Content-Type": "application/json" },
  body: JSON.stringify(${indented(json(body), 2)}),
});
if (!response.ok) throw new Error(await response.text());
await writeFile("${file}", new Uint8Array(await response.arrayBuffer()));
`,

  Swift: ({ url, body, file }) => `import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

let body = ${swift(json(body))}
guard let url = URL(string: ${JSON.stringify(url)}), let key = ProcessInfo.processInfo.environment["YUKIMI_KEY"] else {
    fatalError("YUKIMI_KEY is not set")
}
var request = URLRequest(url: url, timeoutInterval: 300)
request.httpMethod = "POST"
request.setValue(key, forHTTPHeaderField: "x-api-key")
request.setValue("application/json", forHTTPHeaderField: "Content-Type")
request.httpBody = Data(body.utf8)
let (image, response) = try await URLSession.shared.data(for: request)
guard (response as? HTTPURLResponse)?.statusCode == 200 else {
    fatalError(String(decoding: image, as: UTF8.self))
}
try image.write(to: URL(fileURLWithPath: "${file}"))
`,
};
