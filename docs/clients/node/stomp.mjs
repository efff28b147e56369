// The connection over STOMP, with @stomp/stompjs.

import { connect as connectSecurely } from 'node:tls';
import { Client } from '@stomp/stompjs';
import { TCPWrapper } from '@stomp/tcp-wrapper';
import { untilItSucceeds } from './patience.mjs';

const WORDS = '/queue/docket.casework.in';

// Connects, and again for ever when the connection is lost.
//   onEvidence(text, delivery)     gives back a promise of what answers it, or of nothing; delivery is what the broker calls the message
//   onAnswer(text, correlationId)  hears what became of something that was said
export function connect({ url, evidence, answers }, onEvidence, onAnswer) {
  const { protocol, hostname, port, username, password } = new URL(url);
  const Socket = protocol === 'stomps:' ? SecureSocket : TCPWrapper;
  const waiting = new Map(); // what was said and the broker has not confirmed
  let connected = 0;
  const client = new Client({
    webSocketFactory: () => new Socket(hostname, Number(port || (protocol === 'stomps:' ? 61614 : 61613))),
    connectHeaders: { login: decodeURIComponent(username), passcode: decodeURIComponent(password) },
    reconnectDelay: 1_000,
    heartbeatIncoming: 10_000,
    heartbeatOutgoing: 10_000,
    onConnect: () => {
      connected++;
      // One message at a time: those of one recording come in order, and are worked on in order.
      client.subscribe(`/queue/${evidence}`, receive, { ack: 'client-individual', 'activemq.prefetchSize': '1' });
      client.subscribe(`/queue/${answers}`, reply => {
        untilItSucceeds(() => onAnswer(reply.body, reply.headers['correlation-id']));
        reply.ack();
      }, { ack: 'client-individual', 'activemq.prefetchSize': '10' });
      waiting.forEach(publish);
    },
    onStompError: frame => console.error(`broker: ${frame.headers.message}`),
    onWebSocketClose: () => client.active && console.error('connection lost'),
  });

  let working = Promise.resolve();

  function receive(message) {
    const then = connected;
    working = working.then(async () => {
      const answer = await untilItSucceeds(() => onEvidence(message.body, message.headers['message-id']));
      if (then !== connected || !client.connected) {
        return; // The broker gives the message again.
      }
      // The broker takes the answer and takes the message off the queue, or does neither.
      const transaction = client.begin();
      if (answer) {
        send(answer.id, answer.text, { transaction: transaction.id });
      }
      message.ack({ transaction: transaction.id });
      transaction.commit();
    });
  }

  function send(id, text, headers) {
    client.publish({
      destination: WORDS,
      body: text,
      headers: { persistent: 'true', 'correlation-id': id, 'content-type': 'application/cloudevents+json', ...headers },
      skipContentLengthHeader: true, // With that header ActiveMQ would make bytes of the text.
    });
  }

  function publish({ id, text, done }) {
    client.watchForReceipt(id, () => {
      waiting.delete(id);
      done();
    });
    send(id, text, { 'reply-to': `/queue/${answers}`, receipt: id });
  }

  // Keeps its promise when the broker has it on its disk. What was on its way when the connection was lost is sent again: Docket knows
  // it by its id.
  function say(id, text) {
    return new Promise(done => {
      waiting.set(id, { id, text, done });
      if (client.connected) {
        publish(waiting.get(id));
      }
    });
  }

  client.activate();
  return { say, close: () => client.deactivate() };
}

class SecureSocket extends TCPWrapper {
  getSocket(port, host) {
    return connectSecurely({ host, port, servername: host });
  }
}
