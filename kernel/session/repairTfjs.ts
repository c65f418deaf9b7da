/** The part of tfjs's engine that counts where it is; tfjs keeps the engine in this global variable. */
interface Engine {
  state: { gradientDepth: number; kernelDepth: number; activeTape: unknown; scopeStack: unknown[] };
  endScope(): void;
}

/**
 * Brings tfjs back to rest after a forced stop in the middle of it: else it would go on recording for a gradient that
 * nobody asks for, and hold every tensor from then on.
 */
export function repairTfjs(): void {
  const engine = (globalThis as { _tfengine?: Engine })._tfengine;
  if (!engine) return;
  const { state } = engine;
  state.gradientDepth = 0;
  state.kernelDepth = 0;
  state.activeTape = null;
  while (state.scopeStack.length > 0) engine.endScope();
}
