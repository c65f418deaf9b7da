import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROTOCOL_VERSION, type Content } from '../transport/message';

function packageVersion(name: string): string {
  const folder = require.resolve(`${name}/package.json`);
  return (JSON.parse(readFileSync(folder, 'utf8')) as { version: string }).version;
}

/** The content of a `kernel_info_reply`. */
export function kernelInfo(): Content {
  const root = join(__dirname, '..', '..', '..');
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const typescript = packageVersion('@tslab/typescript-for-tslab');
  const tslab = packageVersion('tslab');
  return {
    status: 'ok',
    protocol_version: PROTOCOL_VERSION,
    implementation: 'tslab',
    implementation_version: tslab,
    language_info: {
      name: 'typescript',
      version: typescript,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      // JupyterLab reads `mode`; the classic notebook reads the other two.
      codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
      nbconvert_exporter: 'script',
    },
    banner: `TypeScript ${typescript} on tslab ${tslab}, started by l2lab ${own.version} (Node ${process.version})`,
    help_links: [{ text: 'TypeScript handbook', url: 'https://www.typescriptlang.org/docs/' }],
  };
}
