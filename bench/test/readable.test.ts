import { expect, test } from 'vitest';
import { readable } from '../measure.ts';

test('commands name files without the folders of the machine', () => {
  const command = [
    '/usr/bin/serve',
    '--model',
    '/a/b/model.gguf',
    '--lora',
    '/c/1.gguf,/c/d/2.gguf',
    '--lora',
    'name=/c/3.gguf:0.5',
    '--url',
    'http://127.0.0.1:80/v1',
  ];
  expect(readable(command)).toBe(
    'serve --model model.gguf --lora 1.gguf,2.gguf --lora name=3.gguf:0.5 ' +
      '--url http://127.0.0.1:80/v1',
  );
});
