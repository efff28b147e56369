// What a case system does with evidence. Replace this file with your own database: the rest stays as it is.

import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

// What a text says; nothing if it is no message of Docket, to which no answer is possible.
export function eventOf(text) {
  try {
    const event = JSON.parse(text);
    return isName(event?.id) ? event : undefined;
  } catch {
    return undefined;
  }
}

// Ids become names of files here.
function isName(id) {
  return typeof id === 'string' && /^[\w-]{1,100}$/.test(id);
}

export class Cases {
  #folder;

  constructor(folder) {
    this.#folder = folder;
  }

  // Files what a message tells and gives back the answer to it. For an id that was filed before it gives back the same answer and
  // changes nothing: a message can come twice. What was rejected is looked at again: somebody may have put it right. With a database,
  // the id is the primary key of a table that is written in the transaction that changes the case. What throws is tried again.
  // delivery is what the broker calls the message: the same when it gives the same one again, another one when Docket sent it again.
  async file(event, delivery) {
    const answer = join(this.#folder, `message-${event.id}.json`);
    const before = await read(answer);
    if (before) {
      return before;
    }
    const recording = join(this.#folder, `recording-${event.data?.recordingId}.json`);
    const known = isName(event.data?.recordingId) ? await read(recording) : undefined;
    const problem = whyNot(event, known);
    if (problem) {
      return rejection(event, delivery, problem);
    }
    if (isNewer(event, known)) {
      await write(recording, JSON.stringify(event));
    }
    const said = acknowledgement(event);
    await write(answer, JSON.stringify(said));
    return said;
  }

  // Keeps a text that is no message of Docket for a person to look at, and gives back where. Tried again, it would fail for ever, and
  // hold up all that comes after it.
  async putAside(text) {
    const file = join(this.#folder, `aside-${randomUUID()}.txt`);
    await write(file, text);
    return file;
  }
}

// Reject only what a person has to look at. Everything else is acknowledged, also what needs no action here.
function whyNot(event, known) {
  if (!/^docket\.evidence\.(retained|updated|released|disposed)\.v1$/.test(event.type)) {
    return `the type ${event.type} is not known here`;
  }
  if (!isName(event.data?.recordingId)) {
    return 'it names no recording';
  }
  if (!Number.isFinite(Date.parse(event.time))) {
    return 'it has no time';
  }
  if (event.type === 'docket.evidence.retained.v1' && !event.data.incident && !known) {
    return 'the recording has no incident: which case is it of?';
  }
  return undefined;
}

// What was not acknowledged in time is sent again, and can come after what was written later of the same recording.
function isNewer(event, known) {
  return !known || Date.parse(event.time) >= Date.parse(known.time);
}

function acknowledgement(event) {
  return { type: 'docket.handover.acknowledged.v1', id: `ack-${event.id}`, data: { handoverId: event.id } };
}

function rejection(event, delivery, reason) {
  return { type: 'docket.handover.rejected.v1', id: `rej-${delivery}`, data: { handoverId: event.id, reason } };
}

async function read(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

// On the disk, and whole, before it counts.
async function write(file, text) {
  await mkdir(dirname(file), { recursive: true });
  await synced(`${file}.part`, 'w', part => part.writeFile(text));
  await rename(`${file}.part`, file);
  // A power cut could take its name away again. Windows cannot be asked for that.
  if (process.platform !== 'win32') {
    await synced(dirname(file), 'r', () => undefined);
  }
}

async function synced(path, flags, act) {
  const opened = await open(path, flags);
  try {
    await act(opened);
    await opened.sync();
  } finally {
    await opened.close();
  }
}
