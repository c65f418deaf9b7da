// @ts-check
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATE } from '../common/paths.mjs';

/** @typedef {'L2LAB_TENSORFLOW' | 'L2LAB_PYTHON'} Choice */

const FILE = join(STATE, 'choices.json');
const NAMES = /** @type {Choice[]} */ (['L2LAB_TENSORFLOW', 'L2LAB_PYTHON']);

/** @param {Choice} name @returns {string | undefined} what the environment says; an empty variable says nothing */
const said = (name) => process.env[name] || undefined;

/** @returns {Record<string, unknown>} {} also for a damaged file */
function recorded() {
  try {
    return Object(JSON.parse(readFileSync(FILE, 'utf8')));
  } catch {
    return {};
  }
}

/**
 * The choices that the environment leaves open and an earlier set-up made. Without them the next `npm start` would
 * undo what `L2LAB_TENSORFLOW=cuda npm run setup` has installed.
 * @returns {Array<[Choice, string]>}
 */
export function rememberedChoices() {
  const values = recorded();
  return NAMES.flatMap((name) => {
    const value = values[name];
    return said(name) === undefined && typeof value === 'string' ? [[name, value]] : [];
  });
}

/**
 * What the user chose, now or at an earlier set-up. `auto` says that set-up shall choose, and so takes a choice back.
 * @param {Choice} name
 * @returns {string | undefined} undefined if set-up shall choose
 */
export function choice(name) {
  const value = said(name) ?? rememberedChoices().find(([other]) => other === name)?.[1];
  return value?.toLowerCase() === 'auto' ? undefined : value;
}

/** Keeps the present choice for the set-ups to come; the step that has carried it out calls this. @param {Choice} name */
export function rememberChoice(name) {
  const values = { ...recorded(), [name]: choice(name) };
  mkdirSync(STATE, { recursive: true });
  writeFileSync(`${FILE}.new`, JSON.stringify(values, null, 2) + '\n');
  renameSync(`${FILE}.new`, FILE);
}
