import { describeBackend } from '../tensorflow/describeBackend';
import { describeMachine } from '../tensorflow/machine';
import type { RunEnvironment } from './History';

/** Records where a run happens. Call it after the backend is chosen. */
export function describeRun(): RunEnvironment {
  const { description, tfjsVersion, tensorflowVersion } = describeBackend();
  return {
    backend: description,
    machine: describeMachine(),
    versions: {
      node: process.versions.node,
      tfjs: tfjsVersion,
      ...(tensorflowVersion && { tensorflow: tensorflowVersion }),
    },
  };
}
