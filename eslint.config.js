import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'reports/', 'coverage/', 'tests/fixtures/', 'bench/children/', 'go/', 'eslint.config.js'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'tsconfig.authored.json', 'tsconfig.in-k6.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-globals': ['error', { name: 'structuredClone', message: 'absent in k6' }],
    },
  },
  {
    // Only cli may touch the process, and only system may start things or open sockets.
    files: ['src/**/*.ts'],
    ignores: [
      'src/cli/**',
      'src/system/**',
      'src/in-k6/**',
      'src/undo/guardian*.ts',
      'src/undo/deputy-main.ts',
      'src/gateway/gateway-main.ts',
      '**/*.test.ts',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'exit', message: 'throw a ProofloadError; only cli ends the process' },
        { object: 'process', property: 'stdout', message: 'take an output as a parameter; only cli writes' },
      ],
      'no-console': 'error',
    },
  },
  { files: ['**/*.test.ts', 'tests/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);
