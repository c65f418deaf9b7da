import { readConnectionFile } from './transport/connectionFile';
import { readGradingLimits } from './supervisor/gradingLimits';
import { KernelServer } from './supervisor/KernelServer';

/** How often the kernel looks whether the program that started it still lives. */
const PARENT_CHECK_MILLISECONDS = 500;

/** Entry point of the kernelspec: `node main.js --config-path=FILE`, with `--grading` for notebooks that are graded. */
async function main(): Promise<void> {
  const connection = readConnectionFile(process.argv);
  const grading = process.argv.includes('--grading') ? readGradingLimits(process.env) : undefined;
  const server = new KernelServer(connection, grading);
  process.on('SIGINT', () => server.interrupt());
  process.on('SIGTERM', () => server.close());
  if (process.env['JPY_PARENT_PID']) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && server.close(1), PARENT_CHECK_MILLISECONDS);
  }
  await server.open();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
