import { existsSync } from 'fs';
import { delimiter, join } from 'path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const USUAL_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Nothing but the page: no first-run questions and no traffic of the browser's own. */
const QUIET = [
  ...['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ...['--disable-gpu', '--disable-quic'],
];

/** The browser that the environment variable CHROMIUM names, else one found on the PATH or in a usual place. */
export function findChromium(): string | undefined {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = folders.flatMap((folder) => COMMANDS.map((command) => join(folder, command)));
  return [...onPath, ...USUAL_PLACES].find((file) => existsSync(file));
}

/**
 * Starts Chromium without a window.
 *
 * @throws if there is none, or it does not start.
 */
export async function openChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) {
    throw new Error(
      'No Chromium or Chrome was found; install one (Debian: apt install chromium) or set the environment variable ' +
        'CHROMIUM to its path.',
    );
  }
  // Chromium's sandbox refuses to run as root, which is what containers run as.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...QUIET, ...sandbox] });
}
