// Runs Azurite's blob service for one Docket hub:
//
//   node azurite.mjs --location FOLDER --port PORT
//
// - listens on 127.0.0.1 only and says "listening PORT" on standard output when it answers;
// - acknowledges a change when its metadata is on the disk (Azurite's own command saves it every five seconds);
// - ends when its standard input ends, which also happens when the hub is killed.

import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Journal } from "./journal.mjs";

const { values: options } = parseArgs({
  options: {
    location: { type: "string" },
    port: { type: "string" },
  },
});
mkdirSync(options.location, { recursive: true });
writeFileSync(join(options.location, "azurite.pid"), `${process.pid}\n`);

// Ctrl-C in a terminal reaches this process too, while the hub still needs it to finish its work.
process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});

// With this variable Azurite would keep its metadata in somebody's SQL server.
delete process.env.AZURITE_DB;

const require = createRequire(import.meta.url);
const { BlobServerFactory } = require("azurite/dist/src/blob/BlobServerFactory.js");
const { AzuriteTelemetryClient } = require("azurite/dist/src/common/Telemetry.js");

const environment = {
  blobHost: () => "127.0.0.1",
  blobPort: () => Number(options.port),
  blobKeepAliveTimeout: () => 60,
  location: async () => options.location,
  silent: () => true,
  loose: () => false,
  skipApiVersionCheck: () => true,
  cert: () => undefined,
  key: () => undefined,
  pwd: () => undefined,
  oauth: () => undefined,
  disableProductStyleUrl: () => true,
  disableTelemetry: () => true,
  inMemoryPersistence: () => false,
  extentMemoryLimit: () => undefined,
  debug: async () => undefined,
};
AzuriteTelemetryClient.init(options.location, false, environment);

const server = await new BlobServerFactory().createServer(environment);

// Extents go first: a blob must never refer to an extent that is not known.
const journals = [server.extentMetadataStore.db, server.metadataStore.db].map((database) => new Journal(database));

async function commit() {
  for (const journal of journals) {
    await journal.commit();
  }
}

/** A staged block promises nothing until its list is committed. */
function isPromise(request) {
  const query = request.url.slice(request.url.indexOf("?") + 1);
  return !["GET", "HEAD", "OPTIONS"].includes(request.method) && new URLSearchParams(query).get("comp") !== "block";
}

const [handle] = server.httpServer.listeners("request");
server.httpServer.removeAllListeners("request");
server.httpServer.on("request", (request, response) => {
  if (isPromise(request)) {
    const end = response.end;
    response.end = (...last) => {
      if (response.statusCode >= 400) {
        return end.apply(response, last);
      }
      commit().then(
        () => end.apply(response, last),
        (error) => {
          console.error(`Cannot write the metadata: ${error.message}`);
          response.destroy();
        },
      );
      return response;
    };
  }
  handle(request, response);
});

async function stop() {
  try {
    await server.close();
    process.exit(0);
  } catch (error) {
    console.error(`Azurite did not close in order: ${error.message}`);
    process.exit(1);
  }
}

try {
  await server.start();
} catch (error) {
  console.error(`Azurite cannot start: ${error.message}`);
  process.exit(1);
}
process.once("SIGTERM", stop);
process.stdin.once("end", stop);
process.stdin.once("error", stop);
process.stdin.resume();
console.log(`listening ${server.httpServer.address().port}`);
