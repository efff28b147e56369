// Makes a Loki database, as which Azurite keeps its metadata, durable at each commit.
//
// The database itself writes all its documents at once, every five seconds. Between these snapshots, a commit appends the changed
// documents to a journal, one JSON line for each, and syncs it. Loading applies the journals to the snapshot. A line sets or removes
// one whole document by its id, so applying it again, or to a snapshot that has it already, changes nothing.

import { open, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";

export class Journal {
  #database;
  #path;
  #number = 0;
  #unwritten = [];
  #last = Promise.resolve();

  constructor(database) {
    this.#database = database;
    this.#path = database.filename;
    this.#loadWithJournals();
    this.#saveAndDropJournals();
  }

  /** Resolves when every change made so far is on the disk; commits that come together share one write. */
  commit() {
    this.#last = this.#last.catch(() => {}).then(() => this.#write());
    return this.#last;
  }

  async #write() {
    this.#collect();
    const changes = this.#unwritten;
    if (changes.length === 0) {
      return;
    }
    this.#unwritten = [];
    try {
      // The first line break sets the new lines apart from one that a failed write left unfinished.
      await writeAndSync(this.#journal(this.#number), "a", `\n${changes.join("\n")}\n`);
    } catch (error) {
      this.#unwritten = [...changes, ...this.#unwritten];
      throw error;
    }
  }

  #collect() {
    for (const collection of this.#database.collections) {
      collection.setChangesApi(true);
      for (const { name, operation, obj } of collection.getChanges()) {
        this.#unwritten.push(JSON.stringify({ name, removed: operation === "R", document: obj }));
      }
      collection.flushChanges();
    }
  }

  #journal(number) {
    return `${this.#path}.${number}.journal`;
  }

  async #numbers() {
    const prefix = `${basename(this.#path)}.`;
    return (await readdir(dirname(this.#path)))
      .filter((name) => name.startsWith(prefix) && name.endsWith(".journal"))
      .map((name) => Number(name.slice(prefix.length, -".journal".length)))
      .sort((a, b) => a - b);
  }

  #saveAndDropJournals() {
    const database = this.#database;
    const save = database.saveDatabaseInternal.bind(database);
    let covered = 0;
    database.saveDatabaseInternal = (done) => {
      // Collected for the next journal although the snapshot has them: the snapshot may fail.
      this.#collect();
      covered = this.#number++;
      save(done);
    };
    database.persistenceAdapter.saveDatabase = (path, text, done) => {
      const last = covered;
      this.#replace(text, last).then(() => done(), done);
    };
  }

  async #replace(text, covered) {
    const temporary = `${this.#path}~`;
    await writeAndSync(temporary, "w", text);
    await rename(temporary, this.#path);
    await syncFolder(this.#path);
    for (const number of await this.#numbers()) {
      if (number <= covered) {
        await rm(this.#journal(number));
      }
    }
  }

  #loadWithJournals() {
    const database = this.#database;
    database.persistenceAdapter.loadDatabase = (path, done) => {
      this.#read().then(done, done);
    };
    const load = database.loadDatabase.bind(database);
    database.loadDatabase = (options, done) => {
      load(options, (error) => {
        for (const collection of error ? [] : database.collections) {
          collection.ensureAllIndexes(true);
        }
        done(error);
      });
    };
  }

  async #read() {
    const content = JSON.parse(await readFile(this.#path, "utf8"));
    for (const number of await this.#numbers()) {
      const lines = (await readFile(this.#journal(number), "utf8")).split("\n");
      apply(lines.map(parse).filter(Boolean), content.collections);
      this.#number = number + 1;
    }
    return content;
  }
}

/** A line that a crash left unfinished was never acknowledged. */
function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function apply(changes, collections) {
  for (const collection of collections) {
    const documents = new Map(collection.data.map((document) => [document.$loki, document]));
    for (const { removed, document } of changes.filter(({ name }) => name === collection.name)) {
      if (removed) {
        documents.delete(document.$loki);
      } else {
        documents.set(document.$loki, document);
      }
      collection.maxId = Math.max(collection.maxId, document.$loki);
    }
    // The database finds documents by binary search on their ids.
    collection.data = [...documents.values()].sort((a, b) => a.$loki - b.$loki);
  }
}

async function writeAndSync(path, flags, text) {
  const file = await open(path, flags);
  try {
    const isNew = (await file.stat()).size === 0;
    await file.writeFile(text);
    await file.sync();
    if (isNew) {
      await syncFolder(path);
    }
  } finally {
    await file.close();
  }
}

async function syncFolder(path) {
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
