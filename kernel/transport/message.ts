import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** Jupyter's message header. */
export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

export type Content = Record<string, unknown>;

/** A request as it came from a client; `identities` is the way back to that client. */
export interface Request {
  identities: Buffer[];
  header: Header;
  content: Content;
}

/** Version of Jupyter's messaging protocol that the kernel speaks. */
export const PROTOCOL_VERSION = '5.3';

const DELIMITER = Buffer.from('<IDS|MSG>');
const session = randomUUID();

function sign(key: string, parts: readonly (Buffer | string)[]): string {
  if (!key) return '';
  const digest = createHmac('sha256', key);
  for (const part of parts) digest.update(part);
  return digest.digest('hex');
}

/** Reads a message from the wire. Throws if it is malformed or its signature is not made with `key`. */
export function parseRequest(key: string, frames: readonly Buffer[]): Request {
  const split = frames.findIndex((frame) => frame.equals(DELIMITER));
  const parts = frames.slice(split + 2, split + 6);
  if (split < 0 || parts.length < 4) throw new Error('message without delimiter or with parts missing');
  const signature = frames[split + 1]!;
  const expected = Buffer.from(sign(key, parts));
  if (key && (signature.length !== expected.length || !timingSafeEqual(signature, expected))) {
    throw new Error('message with a wrong signature');
  }
  const [header, , , content] = parts.map((part) => JSON.parse(part.toString()) as unknown);
  return { identities: frames.slice(0, split), header: header as Header, content: content as Content };
}

/** The frames of a message that answers `parent` (or nobody's, where it is undefined). */
export function messageFrames(
  key: string,
  prefix: readonly (Buffer | string)[],
  type: string,
  parent: Header | undefined,
  content: Content,
): (Buffer | string)[] {
  const header: Header = {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username: 'kernel',
    date: new Date().toISOString(),
    version: PROTOCOL_VERSION,
  };
  const parts = [JSON.stringify(header), JSON.stringify(parent ?? {}), '{}', JSON.stringify(content)];
  return [...prefix, DELIMITER, sign(key, parts), ...parts];
}
