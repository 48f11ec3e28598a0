/**
 * What Node can do at best: a constant JSON body, no routing, no lookup. Plain JavaScript, so that
 * neither its start nor its memory contains the stripping of types.
 * Usage: bare.js <port> <body>
 */

import { createServer } from 'node:http'

const [port, body = ''] = process.argv.slice(2)

// The fastest of the plain ways: without the length Node sends chunks, at nine tenths of this.
const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }

createServer((_request, response) => {
  response.writeHead(200, headers)
  response.end(body)
}).listen(Number(port), '127.0.0.1')
