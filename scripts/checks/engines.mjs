// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../common/paths.mjs';
import { mayHaveNvidia } from '../setup/tensorflowPlan.mjs';
import { probeBackend, probeWebgpu } from './probe.mjs';

/** @typedef {import('./checkups.mjs').Checkup} Checkup */

const WEBGPU = 'GPU by WebGPU';
const DRIVERS = 'for AMD and Intel: sudo apt-get install mesa-vulkan-drivers; for NVIDIA its own driver brings it';

/** @param {number} bytes */
const megabytes = (bytes) => `${Math.floor(bytes / 1e6)} MB`;

/** A sign of a graphics card on Linux, with or without a driver that WebGPU can use. */
function mayHaveGpu() {
  const drawn = existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('render'));
  return drawn || mayHaveNvidia();
}

/** Why there is no adapter, and what helps if anything does. @param {boolean} vulkan whether its loader is there */
function noAdapter(vulkan) {
  if (process.platform !== 'linux') return { missing: 'no GPU was found' };
  if (!mayHaveGpu()) return { missing: vulkan ? 'no GPU was found' : 'no GPU was found, and no Vulkan library' };
  if (vulkan) return { missing: 'there is a graphics card, but no Vulkan driver for it', mend: DRIVERS };
  return {
    missing: 'there is a graphics card, but no Vulkan library (libvulkan.so.1)',
    mend: `sudo apt-get install libvulkan1, and the card's driver: ${DRIVERS}`,
  };
}

/** The graphics card that WebGPU finds, with what its buffers can hold. A machine without one misses nothing. @returns {Checkup} */
export function webgpu() {
  if (!existsSync(join(ROOT, 'node_modules', 'webgpu', 'package.json'))) {
    return {
      name: WEBGPU,
      missing: 'not available: npm could not fetch its package (webgpu), which is optional',
      mend: 'delete node_modules and run npm run setup',
      needed: false,
    };
  }
  const answer = probeWebgpu();
  if ('error' in answer) return { name: WEBGPU, missing: `not available: ${answer.error}`, needed: false };
  const { adapter, vulkan } = answer;
  if (!adapter) return { name: WEBGPU, ...noAdapter(vulkan), needed: false };
  const limits = `largest buffer ${megabytes(adapter.maxBufferBytes)}, largest binding ${megabytes(adapter.maxBindingBytes)}`;
  const found = `${adapter.name} (vendor: ${adapter.vendor}; driver: ${adapter.driver}); ${limits}`;
  if (!adapter.software) return { name: WEBGPU, found };
  const asked = 'a software renderer, used only when asked for by name (L2LAB_BACKEND=webgpu)';
  return { name: WEBGPU, missing: `${found}; ${asked}`, needed: false };
}

/** What the library itself chooses here, and why. @returns {Checkup} */
export function lessonsComputeOn() {
  const name = 'lessons compute on';
  if (!existsSync(join(ROOT, 'dist', 'index.js'))) {
    return { name, missing: 'not known before set-up', mend: 'npm run setup', needed: false };
  }
  const asked = process.env['L2LAB_BACKEND'];
  const answer = probeBackend();
  if ('error' in answer) {
    if (answer.error.includes('L2LAB_PRECISION')) {
      return { name, missing: answer.error, mend: 'unset L2LAB_PRECISION, or set it to float32' };
    }
    const mend = asked
      ? `L2LAB_BACKEND=${asked} asks for it: unset it, or set it to auto`
      : 'L2LAB_BACKEND=tensorflow computes on the processor';
    return { name, missing: answer.error, mend };
  }
  const { description, reason } = answer;
  const parts = [description];
  if (reason && !description.includes(reason)) parts.push(reason);
  if (asked && !parts.join().includes('L2LAB_BACKEND')) parts.push(`L2LAB_BACKEND=${asked}`);
  if (process.env['L2LAB_PRECISION'] === 'bfloat16' && !description.includes('bfloat16')) {
    parts.push('L2LAB_PRECISION=bfloat16 changes nothing here');
  }
  return { name, found: parts.join('; ') };
}
