import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// TypeScript would turn a plain import() into require(), which cannot load an ECMAScript module.
const importModule = new Function('url', 'return import(url)') as (url: string) => Promise<unknown>;

interface EnvironmentModule {
  withTensorflow(user: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
}

/**
 * The environment in which the session starts: allocator, TensorFlow's log level and CUDA's libraries. The project's
 * kernelspec already sets it; a kernel started by other means gets it here.
 */
export async function sessionEnvironment(): Promise<NodeJS.ProcessEnv> {
  if (process.env['TF_CPP_MIN_LOG_LEVEL'] !== undefined) return process.env;
  const path = join(__dirname, '..', '..', '..', 'scripts', 'common', 'environment.mjs');
  try {
    const { withTensorflow } = (await importModule(pathToFileURL(path).href)) as EnvironmentModule;
    return withTensorflow(process.env);
  } catch (error) {
    console.error('kernel: TensorFlow starts without its usual settings:', error);
    return process.env;
  }
}
