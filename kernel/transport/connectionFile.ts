import { readFileSync } from 'node:fs';

/** What Jupyter writes into the connection file: where to listen, and the key that signs messages. */
export interface ConnectionFile {
  transport: string;
  ip: string;
  key: string;
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
}

/** The file named by `--config-path=FILE`. Throws if the option or the file is missing. */
export function readConnectionFile(argv: readonly string[]): ConnectionFile {
  const option = argv.find((argument) => argument.startsWith('--config-path='));
  const path = option?.slice('--config-path='.length);
  if (!path) {
    throw new Error(
      'the kernel requires --config-path=FILE, got none; do not start it by hand, Jupyter starts it with the file',
    );
  }
  return JSON.parse(readFileSync(path, 'utf8')) as ConnectionFile;
}
