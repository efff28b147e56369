// The connection over AMQP 1.0, with rhea.

import rhea from 'rhea';
import { untilItSucceeds } from './patience.mjs';

const WORDS = 'docket.casework.in';

// Connects, and again for ever when the connection is lost.
//   onEvidence(text, delivery)     gives back a promise of what answers it, or of nothing; delivery is what the broker calls the message
//   onAnswer(text, correlationId)  hears what became of something that was said
export function connect({ url, evidence, answers }, onEvidence, onAnswer) {
  const { protocol, hostname, port, username, password } = new URL(url);
  const connection = rhea.create_container().connect({
    transport: protocol === 'amqps:' ? 'tls' : 'tcp',
    host: hostname,
    port: port || (protocol === 'amqps:' ? 5671 : 5672),
    username: decodeURIComponent(username) || 'anonymous',
    password: decodeURIComponent(password) || undefined,
    max_reconnect_delay: 30_000,
    all_errors_non_fatal: true, // Whatever the broker closes the connection for.
  });
  connection.on('disconnected', ({ error, reconnecting }) => {
    console.error(`connection lost: ${error?.message ?? 'by the broker'}`);
    if (!reconnecting) {
      process.exit(1); // rhea does not try a wrong user or password again: whoever starts this has to know.
    }
  });
  connection.on('connection_error', ({ error }) => console.error(`broker: ${error.description || error.condition}`));

  const words = speak(connection);
  const say = (id, text, replyTo) =>
    words({ body: text, durable: true, correlation_id: id, message_id: id, ...(replyTo && { reply_to: replyTo }) });

  // One message at a time: those of one recording come in order, and are worked on in order. What was not accepted when the connection
  // is lost comes again.
  const listener = connection.open_receiver({ source: evidence, credit_window: 0, autoaccept: false });
  let opened = 0;
  let working = Promise.resolve();
  listener.on('receiver_open', () => {
    opened++;
    listener.add_credit(1);
  });
  listener.on('message', ({ message, delivery }) => {
    const then = opened;
    working = working.then(async () => {
      const answer = await untilItSucceeds(() => onEvidence(textOf(message), message.message_id));
      if (answer) {
        await say(answer.id, answer.text);
      }
      if (then === opened) {
        delivery.accept(); // Only now: the broker has the answer.
        listener.add_credit(1);
      }
    });
  });

  const replies = connection.open_receiver({ source: answers, credit_window: 10, autoaccept: true });
  replies.on('message', ({ message }) => untilItSucceeds(() => onAnswer(textOf(message), message.correlation_id)));

  return { say: (id, text) => say(id, text, answers), close: () => connection.close() };
}

// Docket sends texts. Anything else was sent by somebody else, and is read as far as it can be.
function textOf({ body }) {
  return typeof body === 'string' ? body : body?.content?.toString() ?? String(body);
}

// Gives back a function that sends a message, and a promise that is kept when the broker has it on its disk. What was on its way when
// the connection was lost is sent again: Docket knows it by its id.
function speak(connection) {
  const sender = connection.open_sender(WORDS);
  const waiting = new Set();
  const onItsWay = new Map();
  const send = () => {
    for (const one of waiting) {
      if (sender.sendable() && !onItsWay.has(one)) {
        onItsWay.set(one, sender.send(one.message));
      }
    }
  };
  const taken = ({ delivery }) => {
    for (const [one, sent] of onItsWay) {
      if (sent === delivery) {
        onItsWay.delete(one);
        waiting.delete(one);
        one.done();
      }
    }
  };
  const again = () => {
    onItsWay.clear();
    send();
  };
  sender.on('sendable', send);
  sender.on('accepted', taken);
  sender.on('released', again);
  sender.on('rejected', ({ delivery }) => {
    console.error(`the broker rejected a message: ${delivery.remote_state?.error}`);
    again();
  });
  connection.on('disconnected', () => onItsWay.clear());
  return message => new Promise(done => {
    waiting.add({ message, done });
    send();
  });
}
