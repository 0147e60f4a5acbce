// Starts @vercel/cosmosdb-server 1.0.1 on a free port, corrected where it differs from the service.
//
// Prints the port, and ends when its standard input does, so it never outlives the tests.
// Corrected: a missed point read is 404, a query stays in the partition its header names, an
// operation of a batch belongs to the batch's partition, a refused batch leaves nothing, and a
// composite index can be read backwards.
"use strict";

const { AsyncLocalStorage } = require("node:async_hooks");

const library = (module) => require(`@vercel/cosmosdb-server/lib/${module}`);
const operations = library("handler/_document-operations.js");
const Items = library("account/items.js").default;

// What the request being served has named: its partition, and the data before its batch.
const serving = new AsyncLocalStorage();

function partitionOf(request) {
  const header = request.headers["x-ms-documentdb-partitionkey"];
  const value = header && JSON.parse(header)[0];
  return typeof value === "string" ? value : undefined;
}

function scopeQueries() {
  const query = Items.prototype.query;
  Items.prototype.query = function scoped(...parameters) {
    const { partition } = serving.getStore();
    if (partition === undefined) return query.apply(this, parameters);
    const everything = this._data;
    const mine = [...everything].filter(([, item]) => this._getPartition(item.read()) === partition);
    this._data = new Map(mine);
    try {
      return query.apply(this, parameters);
    } finally {
      this._data = everything;
    }
  };
}

// A batch runs from its first operation to its last without a pause, so nobody else's write can
// come between the copy and its restoration.
function makeBatchesAtomic(name) {
  const operate = operations[name];
  operations[name] = (collection, input) => {
    const request = serving.getStore();
    if (!request.batch) return operate(collection, input);
    const documents = collection.documents;
    request.before ??= [new Map(documents._data), new Map(documents._index)];
    const restore = () => ([documents._data, documents._index] = request.before);
    try {
      const partitionKey = JSON.stringify([request.partition]);
      const result = operate(collection, { ...input, partitionKey });
      if (result.statusCode >= 400) restore();
      return result;
    } catch (error) {
      restore();
      throw error;
    }
  };
}

function readIndexesBackwards() {
  const helpers = require("@zeit/cosmosdb-query/lib/helpers.js");
  const { sort } = helpers;
  const turned = { ascending: "descending", descending: "ascending" };
  const backwards = (index) => index.map(({ path, order }) => ({ path, order: turned[order] }));
  helpers.sort = (rows, ridOf, indexes, ...orders) => {
    const both = indexes && [...indexes, ...indexes.map(backwards)];
    return sort(rows, ridOf, both, ...orders);
  };
}

scopeQueries();
readIndexesBackwards();
Object.keys(operations)
  .filter((name) => name.endsWith("Operation"))
  .forEach(makeBatchesAtomic);

const server = library("index.js").createHttpServer({ keepAlive: true });
const [serve] = server.listeners("request");
server.removeAllListeners("request");
server.on("request", (request, response) => {
  const partition = partitionOf(request);
  const batch = Boolean(request.headers["x-ms-cosmos-is-batch-request"]);
  // Unless it says so, a point read misses with 500 and a scoped query is refused.
  if (partition !== undefined) request.headers["x-ms-documentdb-query-enablecrosspartition"] = "true";
  serving.run({ partition, batch, before: undefined }, () => serve(request, response));
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));

process.stdin.on("end", () => process.exit(0)).resume();
