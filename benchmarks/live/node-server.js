// A progress server as one would write it with the ws library: keeps each batch's newest state,
// gives it to whoever subscribes, and passes on what comes. Fed over TCP, one message a line.
'use strict';
const { WebSocketServer } = require('ws');
const http = require('http');
const net = require('net');

const [port, feedPort] = process.argv.slice(2).map(Number);
const batches = new Map(); // id -> { newest, sockets }

function batch(id) {
  let known = batches.get(id);
  if (!known) {
    known = { newest: null, sockets: new Set() };
    batches.set(id, known);
  }
  return known;
}

const server = http.createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false });
sockets.on('connection', (socket, request) => {
  const ids = new URL(request.url, 'http://localhost').searchParams.getAll('batch_id');
  for (const id of ids) {
    const known = batch(id);
    known.sockets.add(socket);
    if (known.newest) socket.send(known.newest, { binary: false });
  }
  socket.on('close', () => ids.forEach((id) => batch(id).sockets.delete(socket)));
  socket.on('error', () => {});
});

net.createServer((feed) => {
  let rest = '';
  feed.setEncoding('utf8');
  feed.on('error', () => {});
  feed.on('data', (data) => {
    const lines = (rest + data).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const known = batch(JSON.parse(line).batch_id);
      known.newest = Buffer.from(line);
      for (const socket of known.sockets) socket.send(known.newest, { binary: false });
    }
  });
}).listen(feedPort, '127.0.0.1', () => server.listen({ port, host: '127.0.0.1', backlog: 4096 }));
