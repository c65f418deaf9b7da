/**
 * What TensorFlow 2.21 and Node print at a start or an end although nothing is wrong, straight to the process's stderr and
 * whatever log level is set. A student can do nothing about it, and on the terminal it looks like an error.
 */
const NOISE = [
  /^WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR$/,
  // "I" is for information; warnings and errors begin with W, E and F.
  /^I\d{4} [\d:.]+ +\d+ \S+:\d+\] /,
  /^To enable the following instructions: .*, in other operations, rebuild TensorFlow/,
  // Of the kernel's own interrupter, when it ends with the process.
  /^Waiting for the debugger to disconnect\.\.\.$/,
];

/** True for a line of that kind; false for warnings, errors and all other text, and where information is asked for. */
export function isStartUpNoise(line: string): boolean {
  return process.env['TF_CPP_MIN_LOG_LEVEL'] !== '0' && NOISE.some((pattern) => pattern.test(line));
}
