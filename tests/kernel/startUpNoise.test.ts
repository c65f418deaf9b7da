import { startUpNoise } from '../../kernel/supervisor/startUpNoise';

const rest = (text: string): string[] => {
  const isNoise = startUpNoise();
  return text.split('\n').filter((line) => !isNoise(line));
};

const DAWN = '/home/runner/work/node-webgpu/node-webgpu/third_party/dawn/src/dawn/native/vulkan';

it.each([
  [
    'a driver that Dawn cannot use',
    'error: XDG_RUNTIME_DIR is invalid or not set in the environment.\n' +
      'Warning: Vulkan shaderUniform*ArrayDynamicIndexing required.\n' +
      ' - While initializing adapter (backend=BackendType::Vulkan)\n' +
      `    at InitializeImpl (${DAWN}/PhysicalDeviceVk.cpp:257)\n`,
  ],
  [
    'no driver',
    'Warning: vkCreateInstance: Found no drivers!\n' +
      'Warning: vkCreateInstance failed with VK_ERROR_INCOMPATIBLE_DRIVER\n' +
      `    at CheckVkSuccessImpl (${DAWN}/VulkanError.cpp:106)\n`,
  ],
  [
    'no Vulkan',
    "Warning: Couldn't load Vulkan: libvulkan.so.1: cannot open shared object file: No such file or directory\n" +
      `    at operator() (${DAWN}/BackendVk.cpp:368)\n`,
  ],
  [
    'TensorFlow',
    'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n' +
      'I0000 00:00:1795763294.177072   27961 port.cc:153] oneDNN custom operations are on.',
  ],
])('what is said of %s is left out', (_, text) => {
  const found = rest(`before\n${text}\nafter`);
  expect(found).toEqual(['before', 'after']);
});

it('every other text is passed on, empty lines too', () => {
  const text = [
    'Warning: Invalid CommandBuffer',
    ' - While calling [Queue].Submit([[Invalid CommandBuffer]])',
    `    at ValidateObject (${DAWN}/Device.cpp:700)`,
    '',
    'W0000 00:00:1795763294.177072   27961 port.cc:153] a warning',
    'Warning: something is required for this.',
    '',
  ].join('\n');
  expect(rest(text).join('\n')).toBe(text);
});
