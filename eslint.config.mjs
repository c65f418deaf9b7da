import tseslint from 'typescript-eslint';
import eslint from '@eslint/js';
import globals from 'globals';

// The folders of src/, lowest first: each imports only from itself and from those before it.
const LAYERS = ['data', 'engine', 'model', 'training', 'analysis', 'charts', 'exercises', 'notebook', 'cli'];
// Folders beside src/ that stand alone: the library needs none of them, and the kernel nothing of the library.
const PROGRAMS = ['kernel', 'bench', 'homework', 'scripts', 'tests'];

const inside = (names) => names.flatMap((name) => [`**/${name}`, `**/${name}/**`]);

/** Forbids the files of a folder to import what matches. */
const forbid = (folder, group, message) => ({
  files: [`${folder}/**/*.ts`],
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
});

const layerRules = [
  ...LAYERS.map((layer, i) =>
    forbid(
      `src/${layer}`,
      [...inside([...LAYERS.slice(i + 1), ...PROGRAMS]), '../index', '../index.js'],
      `src/${layer}/ imports only from the layers before it: ${LAYERS.slice(0, i).join(', ') || 'none'}.`,
    ),
  ),
  ...LAYERS.filter((layer) => layer !== 'engine').map((layer) => ({
    files: [`src/${layer}/**/*.ts`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [{ group: ['**/engine/*'], message: 'src/engine/ has one door: its index.ts.' }],
        },
      ],
    },
  })),
  forbid('kernel', inside(['src', 'bench', 'homework', 'scripts', 'tests']), 'kernel/ is a program of its own.'),
];

/** Lints the cells of a notebook, each as a file of its own. */
const cells = {
  preprocess: (text) =>
    JSON.parse(text)
      .cells.filter((cell) => cell.cell_type === 'code')
      .map((cell, i) => ({ text: [cell.source].flat().join(''), filename: `cell-${i + 1}.ts` })),
  postprocess: (messages) => messages.flat(),
};

const asynchronousReads = {
  'no-restricted-syntax': [
    'error',
    {
      selector: 'MemberExpression[property.name=/^(dataSync|arraySync)$/]',
      message: 'Read numbers with `await x.data()`: a GPU behind WebGPU has no other way.',
    },
  ],
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'out/', '.venv*/', '.cache/', 'data/', '.l2lab/'] },
  eslint.configs.recommended,
  ...tseslint.configs.recommended,
  ...layerRules,
  { files: ['src/**/*.ts', 'bench/**/*.ts'], rules: asynchronousReads },
  {
    files: ['notebooks/**/*.ipynb', 'homework/source/**/*.ipynb'],
    plugins: { notebook: { processors: { cells } } },
    processor: 'notebook/cells',
  },
  {
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: { globals: globals.node },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'off',
    },
  },
  {
    files: ['**/*.ipynb/*.ts'],
    // A cell uses what earlier ones declare, declares what later ones use, and shows the value of its last line.
    rules: {
      ...asynchronousReads,
      '@typescript-eslint/no-unused-vars': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      'no-undef': 'off',
    },
  },
);
