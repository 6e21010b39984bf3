// Describes one explorer for one place on a page: JSON in, JSON out.
//   in   {"name": "frame", "options": {"n": "5"}}
//   out  {"values": {"n": 5, ...}, "table": {"caption": "...", "head": [...], "rows": [[...], ...]}}
//        or {"error": "what is wrong with the name or an option"}
import { readFileSync } from "node:fs";
import { catalogue } from "../../_static/explorers/catalogue.mjs";
import { readValues } from "../../_static/explorers/parameters.mjs";

function describe({ name, options }) {
  if (!Object.hasOwn(catalogue, name)) {
    return { error: `no explorer ${name}; there are ${Object.keys(catalogue).join(", ")}` };
  }
  const { parameters, table } = catalogue[name];
  try {
    const values = readValues(parameters, options);
    return { values, table: table(values) };
  } catch (error) {
    if (error instanceof RangeError) return { error: error.message };
    throw error;
  }
}

process.stdout.write(JSON.stringify(describe(JSON.parse(readFileSync(0, "utf8")))));
