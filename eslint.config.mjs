import tseslint from 'typescript-eslint';
import eslint from '@eslint/js';
import globals from 'globals';

// The layers of src/, lowest first: a folder imports only from itself and from folders before it.
const LAYERS = ['backend', 'data', 'model', 'training', 'analysis', 'charts', 'notebook'];
const ENTRY_POINTS = ['kernel', 'cli'];

const above = (names) => names.map((name) => `**/${name}/**`);

const layerRules = LAYERS.map((layer, i) => ({
  files: [`src/${layer}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: [...above([...LAYERS.slice(i + 1), ...ENTRY_POINTS]), '../index', '../index.js'],
            message: `src/${layer}/ imports only from the layers before it: ${LAYERS.slice(0, i).join(', ') || 'none'}.`,
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'out/', '.venv*/', '.cache/', 'data/', '.l2lab/'] },
  eslint.configs.recommended,
  ...tseslint.configs.recommended,
  ...layerRules,
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
);
