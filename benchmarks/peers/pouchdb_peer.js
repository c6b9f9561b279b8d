// One run of PouchDB and express-pouchdb; prints its figures as one JSON value on standard output.
// `node pouchdb_peer.js RECORDS FOLDER` replicates one JSON body a line; with `serve` before FOLDER it is the server.
"use strict";
const { spawn } = require("node:child_process");
const { readFileSync } = require("node:fs");
const path = require("node:path");
const PouchDB = require("pouchdb-node");

const BATCH = 1000; // ten times its default: what served it best

function serve(folder) {
  const Databases = PouchDB.defaults({ prefix: folder + path.sep });
  const face = require("express-pouchdb")(Databases, {
    mode: "minimumForPouchDB",
    inMemoryConfig: true,
    logPath: path.join(folder, "log.txt"),
  });
  const app = require("express")().use(face);
  const listening = app.listen(0, "127.0.0.1", () => console.log(listening.address().port));
}

async function measured(records, folder, port) {
  const address = `http://127.0.0.1:${port}/records`;
  const sends = new PouchDB(path.join(folder, "sends"));
  const receives = new PouchDB(path.join(folder, "receives"));
  const bodies = readFileSync(records, "utf8").trim().split("\n").map(JSON.parse);
  await sends.bulkDocs(bodies.map((body, number) => ({ _id: String(number).padStart(12, "0"), ...body })));
  await new PouchDB(address).info();
  const push = await timed(() => sends.replicate.to(address, { batch_size: BATCH }));
  const pull = await timed(() => receives.replicate.from(address, { batch_size: BATCH }));
  const { doc_count: count } = await receives.info();
  if (count !== bodies.length) throw new Error(`${count} of ${bodies.length} records came through`);
  return { count, push, pull };
}

async function timed(work) {
  const began = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - began) / 1e9;
}

function main(records, folder) {
  const server = spawn(process.execPath, [__filename, "serve", folder], { stdio: ["ignore", "pipe", "inherit"] });
  server.stdout.once("data", async (port) => {
    try {
      console.log(JSON.stringify(await measured(records, folder, String(port).trim())));
    } catch (error) {
      console.error(error);
      process.exitCode = 1;
    } finally {
      server.kill();
    }
  });
}

const [first, second] = process.argv.slice(2);
if (first === "serve") serve(second);
else main(first, second);
