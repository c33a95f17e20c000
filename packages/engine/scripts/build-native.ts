/** Compiles the addon and makes the models that need no download. */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureLlamaCpp, fractionOf } from '../llama-cpp/ensure-llama-cpp.ts';
import { ConsoleProgress } from './console-progress.ts';
import { addonBuildDir, modelsDir, packageDir } from './paths.ts';
import { runCommand } from './run-command.ts';
import { runScript } from './run-script.ts';

await runScript(async () => {
  const progress = new ConsoleProgress();
  const { buildDir } = await ensureLlamaCpp(progress);

  progress.step('compiling the engine');
  const cmakeJs = createRequire(import.meta.url).resolve('cmake-js/bin/cmake-js');
  const folders = ['--out', addonBuildDir, `--CDLLAMA_CPP_BUILD_DIR=${buildDir}`];
  await runCommand(process.execPath, [cmakeJs, 'compile', ...folders], {
    cwd: packageDir,
    onLine: (line) => {
      const done = fractionOf(line);
      if (done !== undefined) progress.fraction(done);
    },
  });

  progress.step('making the models of the tests');
  mkdirSync(modelsDir, { recursive: true });
  const makeTinyModel = join(addonBuildDir, 'bin', 'make-tiny-model');
  const kinds = [
    'speaking',
    'drafting',
    'random',
    'calling',
    'random-calling',
    'random-infill',
    'bert',
    'bert-ranker',
    'qwen3',
    'adapter',
    'random-places',
    'eyes',
    'whole-eyes',
    'places-eyes',
    'ears',
  ];
  for (const kind of kinds)
    await runCommand(makeTinyModel, [kind, join(modelsDir, `${kind}.gguf`)]);
  progress.done();
});
