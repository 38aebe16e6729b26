// Imported before all else: libraries ask for the working folder while they are loaded.
try {
  process.cwd();
} catch {
  process.stderr.write(
    'proofload: the working folder is gone [no-working-folder]\n  what to do: cd to one that is there\n',
  );
  process.exit(7);
}
