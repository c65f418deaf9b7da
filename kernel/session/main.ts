import { Socket } from 'node:net';
import { frameReader, REQUESTS, type SessionRequest } from '../transport/frames';
import { CELL } from './awaitChecks';
import { awaitApi, Cell, Interrupted } from './Cell';
import { errorContent } from './errorContent';
import { inEventOfItsOwn } from './events';
import { isGraded, refuseToEnd, skipFileSync, watchMemory } from './grading';
import { Interrupts } from './Interrupts';
import { offerNotebookApi } from './notebookApi';
import { captureOutput, publish, tell } from './output';
import { answer } from './prompts';
import { nameCellsInStackTraces } from './stackTraces';
import { stopAtOps } from './tensorflowOps';
import { tieTimersToCells } from './timers';
import { loadTypeScript } from './typescript';

// Order matters: TypeScript's layer must be there before tslab loads, and the kernel's own timers before the cells'.
const typescript = loadTypeScript();
/* eslint-disable @typescript-eslint/no-require-imports */
const { createConverter } = require('tslab/dist/converter') as typeof import('tslab/dist/converter');
const jupyter = require('tslab/dist/jupyter') as { lastWriteDisplayData: unknown };
const { CellRunner } = require('./CellRunner') as typeof import('./CellRunner');
const { SessionHandler } = require('./SessionHandler') as typeof import('./SessionHandler');
/* eslint-enable @typescript-eslint/no-require-imports */

const interrupts = new Interrupts();
const converter = createConverter({ isJS: false, isBrowser: false });
const handler = new SessionHandler(typescript, new CellRunner(typescript, interrupts, converter));

/** tslab's `display` and the library's own send their messages through this function. */
jupyter.lastWriteDisplayData = (content: Record<string, unknown>, update?: boolean) =>
  publish(update ? 'update_display_data' : 'display_data', content);

async function execute(request: SessionRequest & { type: 'execute' }): Promise<void> {
  const cell = new Cell(request.id, request.count);
  if (isGraded) tell({ type: 'begun', id: request.id });
  const content = await handler.execute(cell, request.code, request.userExpressions);
  tell({ type: 'reply', id: request.id, content });
}

/** An error that no code caught, printed in the cell that caused it. */
function reportStray(kind: string, error: unknown): void {
  if (error instanceof Interrupted) return;
  console.error(`${kind} ${errorContent(error).traceback.join('\n')}`);
}

function handle(request: SessionRequest): void {
  const reply = (content: object) => tell({ type: 'reply', id: request.id, content: { ...content } });
  switch (request.type) {
    case 'execute':
      void execute(request);
      break;
    case 'complete':
      reply(handler.handleComplete({ code: request.code, cursor_pos: request.cursor }));
      break;
    case 'inspect':
      reply(handler.handleInspect({ code: request.code, cursor_pos: request.cursor, detail_level: 0 }));
      break;
    case 'isComplete':
      reply(handler.handleIsComplete({ code: request.code }));
      break;
    case 'interrupt':
      interrupts.cancel(request.id);
      break;
    case 'inputReply':
      answer(request.id, request.value, request.error);
      break;
  }
}

const requests = new Socket({ fd: REQUESTS, readable: true, writable: false });
requests.on(
  'data',
  frameReader<SessionRequest>((request) => inEventOfItsOwn(() => handle(request))),
);
requests.on('close', process.kill.bind(process, process.pid, 'SIGKILL'));

process.on('uncaughtException', (error) => reportStray('Uncaught', error));
process.on('unhandledRejection', (reason) => reportStray('Unhandled rejection:', reason));
Object.defineProperty(globalThis, CELL, { value: awaitApi });
captureOutput();
nameCellsInStackTraces();
stopAtOps();
offerNotebookApi();
if (isGraded) {
  refuseToEnd();
  watchMemory();
  void skipFileSync();
} else interrupts.listen();
tieTimersToCells();
tell({ type: 'ready' });
