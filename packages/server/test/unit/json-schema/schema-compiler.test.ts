import { afterEach, describe, expect, test } from 'vitest';
import {
  CompilerBusy,
  SchemaCompiler,
} from '../../../src/json-schema/schema-compiler.ts';

const open: SchemaCompiler[] = [];
afterEach(() => Promise.all(open.splice(0).map((compiler) => compiler.close())));

function createCompiler(options: object = {}): SchemaCompiler {
  const compiler = new SchemaCompiler(options);
  open.push(compiler);
  return compiler;
}

function task(schema: unknown) {
  return { schema: JSON.stringify(schema), isStrict: false };
}

const hopeless = task({
  allOf: Array.from({ length: 14 }, (_, index) => ({
    anyOf: Array.from({ length: 8 }, (_unused, other) => ({
      properties: {
        [`p${index}`]: { minimum: other },
        [`q${other}`]: { maximum: index },
      },
    })),
  })),
});

describe('a compiler of schemas', () => {
  test('makes a grammar, and the same one for the same schema without another try', () => {
    const compiler = createCompiler();
    const first = compiler.compile(task({ type: 'string' }));
    expect(compiler.compile(task({ type: 'string' }))).toBe(first);
    return expect(first).resolves.toMatchObject({ kind: 'grammar' });
  });

  test('gives up what takes too long, and goes on with the next', async () => {
    const compiler = createCompiler({ timeLimitMs: 50 });
    const [slow, quick] = [
      compiler.compile(hopeless),
      compiler.compile(task({ const: 1 })),
    ];
    expect(await slow).toMatchObject({
      kind: 'fault',
      message: expect.stringMatching(/too (complex|many)/),
    });
    expect(await quick).toMatchObject({ kind: 'grammar' });
  });

  test('counts the time of a processor, and not what the machine is busy with', async () => {
    const compiler = createCompiler({ timeLimitMs: 400 });
    await compiler.compile(task({ const: 1 }));
    const compiled = compiler.compile(task({ type: 'string' }));
    // Nothing is settled while this thread works; a timer would find all of its time gone.
    const until = performance.now() + 1000;
    while (performance.now() < until);
    expect(await compiled).toMatchObject({ kind: 'grammar' });
  });

  test('says so when too many schemas wait already', () => {
    const compiler = createCompiler({ maxWaiting: 1 });
    void compiler.compile(task({ const: 1 }));
    void compiler.compile(task({ const: 2 }));
    expect(() => compiler.compile(task({ const: 3 }))).toThrow(CompilerBusy);
  });
});
