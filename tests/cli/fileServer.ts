import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server on this machine. `answers` are given in turn; the last one goes on. */
export interface FileServer {
  readonly address: string;
  /** The Range header of each request so far, '' for none. */
  readonly ranges: string[];
  answerWith(...answers: Answer[]): void;
}

/** Starts a server for the tests of one file; it stops after them. */
export function startServer(): FileServer {
  let answers: Answer[] = [];
  let port = 0;
  const ranges: string[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range ?? '');
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    answer(request, response);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    get address() {
      return `http://127.0.0.1:${port}/file.tar.gz`;
    },
    ranges,
    answerWith: (...next) => {
      answers = next;
      ranges.length = 0;
    },
  };
}

/** Breaks a connection in many turns: however busy the machine is, the client has read what was sent. */
async function breakSoon(response: ServerResponse): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await setTimeout(10);
  response.destroy();
}

/** What a good server does: ranges, If-Range, ETag. With `stopAfter`, the connection breaks after so many bytes. */
export function serve(body: Buffer, options: { etag?: string; stopAfter?: number } = {}): Answer {
  const { etag = '"v1"', stopAfter } = options;
  return (request, response) => {
    const ifRange = request.headers['if-range'];
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? NaN);
    const partial = !Number.isNaN(from) && (ifRange === undefined || ifRange === etag);
    if (partial && from >= body.length) {
      response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
      return;
    }
    const rest = partial ? body.subarray(from) : body;
    response.writeHead(partial ? 206 : 200, {
      etag,
      'content-length': rest.length,
      ...(partial ? { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` } : {}),
    });
    if (stopAfter === undefined || stopAfter >= rest.length) response.end(rest);
    else response.write(rest.subarray(0, stopAfter), () => void breakSoon(response));
  };
}

/** The whole file, whatever was asked for. */
export const ignoreRange =
  (body: Buffer): Answer =>
  (_request, response) =>
    void response.writeHead(200, { 'content-length': body.length }).end(body);

export const refuse =
  (status: number): Answer =>
  (_request, response) =>
    void response.writeHead(status).end('no');

/** Some bytes, then silence. */
export const stall =
  (body: Buffer, bytes: number): Answer =>
  (_request, response) => {
    response.writeHead(200, { etag: '"v1"', 'content-length': body.length });
    response.write(body.subarray(0, bytes));
  };
