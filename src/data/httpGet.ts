import * as http from 'node:http';
import * as https from 'node:https';

const MOST_REDIRECTS = 5;

export interface GetOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Gives up when no byte has come for so long; there is no limit on the whole. */
  readonly stallMilliseconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** The server answered, but not with the file. Asking the same address again will not help. */
export class HttpStatusError extends Error {}

/**
 * Asks for a file and follows redirects. The body comes as the server stores it: some servers label a .tar.gz as
 * `Content-Encoding: x-gzip`, which `fetch` would unpack, so that neither size, checksum nor ranges would match.
 *
 * @returns the response (status 200, 206 or 416), its body not yet read.
 * @throws HttpStatusError for any other status.
 */
export async function httpGet(address: string, options: GetOptions): Promise<http.IncomingMessage> {
  let url = new URL(address);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await ask(url, options);
    const { statusCode = 0, headers } = response;
    if (statusCode === 200 || statusCode === 206 || statusCode === 416) return response;
    response.resume();
    if (statusCode < 300 || statusCode >= 400 || !headers.location) {
      throw new HttpStatusError(`the server answered ${statusCode} ${response.statusMessage ?? ''}`.trim());
    }
    url = new URL(headers.location, url);
  }
  throw new HttpStatusError(`the server redirected more than ${MOST_REDIRECTS} times`);
}

function ask(url: URL, { headers, stallMilliseconds, signal }: GetOptions): Promise<http.IncomingMessage> {
  const { get } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    // No kept-alive connection: a stalled one would keep the program from ending.
    const request = get(url, {
      headers: { 'accept-encoding': 'identity', ...headers },
      timeout: stallMilliseconds,
      signal,
      agent: false,
    });
    let response: http.IncomingMessage | undefined;
    request.on('timeout', () => {
      const stalled = new Error(`no data came for ${stallMilliseconds / 1000} s`);
      // Once there is a response, its reader must see why it ends.
      if (response) response.destroy(stalled);
      else request.destroy(stalled);
    });
    request.on('error', reject);
    request.on('response', (message) => {
      response = message;
      resolve(message);
    });
  });
}
