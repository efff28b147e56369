// Says what is wrong with an AsyncAPI document, one line for each finding, and ends with 1 if there is any.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Parser } from '@asyncapi/parser';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const file = resolve(process.argv[2]);
// Most tools that read the document know version 3.0.0, and no more of them 3.1.0.
const parser = new Parser({ ruleset: { rules: { 'asyncapi-latest-version': 'off' } } });
// The parser knows JSON Schema of draft 7 only.
parser.registerSchemaParser({
  getMimeTypes: () => ['application/schema+json;version=draft-2020-12'],
  parse: async ({ data }) => data,
  validate: async ({ data, path }) => {
    const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
    return ajv.validateSchema(data) ? [] : ajv.errors.map(({ message, instancePath }) => ({ message: `${instancePath} ${message}`, path }));
  },
});

const { document, diagnostics } = await parser.parse(await readFile(file, 'utf8'), { source: file });
for (const { severity, code, path, message } of diagnostics) {
  console.log(`${['error', 'warning', 'information', 'hint'][severity]} ${code} at ${path.join('/')}: ${message}`);
}
console.log(`${document?.allMessages().length ?? 0} messages, ${document?.allOperations().length ?? 0} operations`);
process.exit(diagnostics.length > 0 ? 1 : 0);
