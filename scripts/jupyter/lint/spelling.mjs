// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spellCheckDocument } from 'cspell-lib';
import { ROOT } from '../../common/paths.mjs';
import { prose } from './markdown.mjs';

const SETTINGS = 'cspell.json';

/**
 * Words that the dictionary of American English and the words of cspell.json do not hold, each with what to do.
 * @param {{ name: string, blocks: import('./markdown.mjs').Token[] }[]} parts Markdown texts, and how messages name them
 * @returns {Promise<string[]>}
 */
export async function spellingProblems(parts) {
  // One document for all: each has to begin with the settings and the dictionaries.
  let text = '';
  const starts = parts.map(({ blocks }) => {
    const start = text.length;
    text += `${prose(blocks).join('\n')}\n`;
    return start;
  });
  const partAt = (/** @type {number} */ offset) => parts[starts.filter((start) => start <= offset).length - 1];
  const settings = JSON.parse(readFileSync(join(ROOT, SETTINGS), 'utf8'));
  const { issues } = await spellCheckDocument(
    { uri: 'stdin:///prose.txt', text, languageId: 'plaintext', locale: settings.language },
    { generateSuggestions: true, numSuggestions: 3, noConfigSearch: true },
    settings,
  );
  const problems = issues.map(({ text: word, offset, suggestions = [] }) => {
    const advice = suggestions.length > 0 ? `Is ${suggestions.join(' or ')} meant? ` : '';
    return (
      `${partAt(offset)?.name}: "${word}" is no word of American English. ${advice}Code belongs in \`…\`, quoted Spanish ` +
      `in «…», a name or a word of the field in ${SETTINGS}.`
    );
  });
  return [...new Set(problems)];
}
