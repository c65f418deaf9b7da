// @ts-check
// Runs a tool that ends with its parent, however that ends: node leash.mjs COMMAND …
// An orphan (npm, pip, the compiler) would go on writing into the folders that the next set-up fills.
import { spawn } from 'node:child_process';

const [command = '', ...args] = process.argv.slice(2);
const tool = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
tool.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
tool.on('exit', (code) => process.exit(code ?? 1));

// The parent holds the other end and writes nothing: it closes when the parent is gone.
process.stdin.resume().on('close', () => {
  if (process.platform === 'win32') tool.kill();
  else process.kill(-process.pid, 'SIGKILL');
});
