// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUNTIME } from './config.mjs';

/**
 * The JupyterLab of this clone that is open already.
 * @returns {Promise<{ url: string, token: string, pid: number } | undefined>}
 */
export async function openServer() {
  if (!existsSync(RUNTIME)) return undefined;
  for (const name of readdirSync(RUNTIME).filter((file) => /^jpserver-\d+\.json$/.test(file))) {
    try {
      const server = JSON.parse(readFileSync(join(RUNTIME, name), 'utf8'));
      // A server that was killed leaves this file behind, so ask it; another one at its port does not know the token.
      const headers = { authorization: `token ${server.token}` };
      const answer = await fetch(`${server.url}api/status`, { headers, signal: AbortSignal.timeout(3000) });
      if (answer.ok) return server;
    } catch {
      // Nobody answers there.
    }
  }
  return undefined;
}
