/**
 * What TensorFlow 2.21 prints when it is loaded, whatever log level is set, straight to the process's stderr. It says
 * nothing that a student can act on, and at each start of a kernel it would stand on the terminal like an error.
 */
const NOISE = [
  /^WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR$/,
  /^I\d{4} .* port\.cc:\d+\] oneDNN custom operations are on\./,
  /^I\d{4} .* cpu_feature_guard\.cc:\d+\] This TensorFlow binary is optimized/,
  /^To enable the following instructions: .*, in other operations, rebuild TensorFlow/,
];

/** True for a line that TensorFlow prints at every start; false for warnings, errors and all other text. */
export function isStartUpNoise(line: string): boolean {
  return NOISE.some((pattern) => pattern.test(line));
}
