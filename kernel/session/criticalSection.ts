let depth = 0;

/** Runs `body`, during which JavaScript is not stopped by force: a frame half written would be the session's end. */
export function critical<T>(body: () => T): T {
  depth++;
  try {
    return body();
  } finally {
    depth--;
  }
}

export function inCriticalSection(): boolean {
  return depth > 0;
}
