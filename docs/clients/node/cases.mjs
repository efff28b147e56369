// What a case system does with evidence. Replace this file with your own database: the rest stays as it is.

import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

export class Cases {
  #folder;

  constructor(folder) {
    this.#folder = folder;
  }

  // Files what a message tells and gives back the answer to it. For an id that was filed before it gives back the same answer and
  // changes nothing: a message can come twice. What was rejected is looked at again: somebody may have put it right. With a database,
  // the id is the primary key of a table that is written in the transaction that changes the case. What throws is tried again.
  async file(event) {
    const answer = join(this.#folder, `message-${event.id}.json`);
    const before = await read(answer);
    if (before) {
      return before;
    }
    const recording = join(this.#folder, `recording-${event.data.recordingId}.json`);
    const known = await read(recording);
    const problem = whyNot(event, known);
    if (problem) {
      return rejection(event, problem);
    }
    if (isNewer(event, known)) {
      await write(recording, event);
    }
    return write(answer, acknowledgement(event));
  }
}

// Reject only what a person has to look at. Everything else is acknowledged, also what needs no action here.
function whyNot(event, known) {
  if (!/^docket\.evidence\.(retained|updated|released|disposed)\.v1$/.test(event.type)) {
    return `the type ${event.type} is not known here`;
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

function rejection(event, reason) {
  return { type: 'docket.handover.rejected.v1', id: `rej-${event.id}`, data: { handoverId: event.id, reason } };
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
async function write(file, content) {
  await mkdir(join(file, '..'), { recursive: true });
  const part = await open(`${file}.part`, 'w');
  try {
    await part.writeFile(JSON.stringify(content));
    await part.sync();
  } finally {
    await part.close();
  }
  await rename(`${file}.part`, file);
  return content;
}
