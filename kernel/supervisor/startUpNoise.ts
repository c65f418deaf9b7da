/**
 * What TensorFlow 2.21, the search for a graphics card and Node print at a start or an end although nothing is wrong, straight
 * to the process's stderr and whatever log level is set. A student can do nothing about it, and on the terminal it looks like
 * an error.
 */
const NOISE = [
  /^WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR$/,
  // "I" is for information; warnings and errors begin with W, E and F.
  /^I\d{4} [\d:.]+ +\d+ \S+:\d+\] /,
  /^To enable the following instructions: .*, in other operations, rebuild TensorFlow/,
  // Of the kernel's own interrupter, when it ends with the process.
  /^Waiting for the debugger to disconnect\.\.\.$/,
  // Of Mesa's drivers, which ask for a screen.
  /^error: XDG_RUNTIME_DIR is invalid or not set in the environment\.$/,
];

/** How Dawn begins to say that there is no driver, or one that it cannot use; `useBackend` tells what follows from that. */
const NO_CARD = /^Warning: (Couldn't load Vulkan|vkCreateInstance|Vulkan .* required\.$)/;
/** How it goes on: what it was at, where in its source, and an empty line. */
const NO_CARD_GOES_ON = /^( - While initializing adapter | {4}at \S+ \(.*[\\/]dawn[\\/].*\)$|$)/;

/**
 * A test for the lines of a process's stderr, to be asked for each in turn: true for a line of that kind; false for warnings,
 * errors and all other text, and where information is asked for.
 */
export function startUpNoise(): (line: string) => boolean {
  if (process.env['TF_CPP_MIN_LOG_LEVEL'] === '0') return () => false;
  let noCard = false;
  return (line) => {
    noCard = NO_CARD.test(line) || (noCard && NO_CARD_GOES_ON.test(line));
    return noCard || NOISE.some((pattern) => pattern.test(line));
  };
}
