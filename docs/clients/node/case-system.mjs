// A small case system: files evidence, answers Docket, and says what a person types. See README.md.

import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Cases, eventOf } from './cases.mjs';

const [url, system = 'cms', folder = 'cases'] = process.argv.slice(2);
if (!/^(amqps?|stomps?):/.test(url ?? '')) {
  console.error('usage: node case-system.mjs amqp://HOST:PORT|stomp://HOST:PORT [SYSTEM [FOLDER]]');
  process.exit(2);
}
const SOURCE = `urn:${system}`; // What authorities.yaml knows this system by.
const { connect } = await import(url.startsWith('stomp') ? './stomp.mjs' : './amqp.mjs');
const cases = new Cases(folder);

// What is said to Docket is a CloudEvent in structured JSON.
function cloudEvent({ type, id, data }) {
  return JSON.stringify({ specversion: '1.0', id, source: SOURCE, type, time: new Date().toISOString(), data });
}

async function putAside(text) {
  console.error(`this is no message of Docket, find out who sent it: ${await cases.putAside(text)}`);
}

const docket = connect(
  { url, evidence: `docket.evidence.${system}`, answers: `reply.${system}.answers` },
  async (text, delivery) => {
    const event = eventOf(text);
    if (!event) {
      return putAside(text);
    }
    const answer = await cases.file(event, delivery ?? randomUUID());
    console.log(`${event.type} ${event.data?.recordingId}: ${answer.data.reason ?? 'filed'}`);
    return { id: answer.id, text: cloudEvent(answer) };
  },
  async (text, id) => {
    const answer = eventOf(text);
    if (!answer) {
      return putAside(text);
    }
    console.log(`answer to ${id}: ${answer.data?.answer}: ${answer.data?.words}`);
  },
);

// The words of a person, to the data of the message that says them.
const WORDS = {
  decide: (by, recordingId, decision, ...reason) =>
    ['docket.decision.v1', { recordingId, decision, by, reason: reason.join(' ') }],
  hold: (by, recordingId, kind, reference, ...reason) =>
    ['docket.hold.v1', { recordingId, kind, reference, by, reason: reason.join(' ') }],
  lift: (by, recordingId, kind, reference, ...reason) =>
    ['docket.hold-lifted.v1', { recordingId, kind, reference, by, reason: reason.join(' ') }],
};

const lines = createInterface({ input: process.stdin });
for await (const line of lines) {
  const [word, ...rest] = line.trim().split(/\s+/);
  if (!Object.hasOwn(WORDS, word)) {
    console.error('say: decide BY RECORDING DECISION REASON, or: hold|lift BY RECORDING KIND REFERENCE REASON');
    continue;
  }
  const [type, data] = WORDS[word](...rest);
  const id = randomUUID(); // Keep it with the words if they have to be said again: the same id is said once.
  console.log(`${word} is ${id}`);
  await docket.say(id, cloudEvent({ type, id, data }));
}
await docket.close();
