import type { ChatTool, EngineRequest, Grammar, ModelInfo } from '@samewire/engine';
import { quoted, WireError } from '../errors/wire-error.ts';
import {
  CompilerBusy,
  type GrammarCompiler,
} from '../grammar-compiler/grammar-compiler.ts';
import type { Compiled, GrammarTask } from '../grammar-compiler/grammar-task.ts';
import type { CompiledSchema } from '../json-schema/compile-schema.ts';
import type { CompiledLark } from '../lark/compile-lark.ts';
import { argumentsSchema, customArgument, type OfferedTool } from './offered-tools.ts';
import type { OutputFormat } from './output-format.ts';

/** What the arguments of calls have to keep to, by the names of their tools. */
export type ToolGrammars = ReadonlyMap<string, Grammar>;

export interface GrammarOptions {
  readonly compiler: GrammarCompiler;
  readonly model: { readonly info: ModelInfo | undefined };
  /** Whether strict schemas need not follow OpenAI's rules for them; default false. */
  readonly isLenient?: boolean;
}

/** Makes the grammars of what requests ask for. */
export class Grammars {
  readonly #compiler: GrammarCompiler;
  readonly #model: GrammarOptions['model'];
  readonly #isLenient: boolean;

  constructor({ compiler, model, isLenient = false }: GrammarOptions) {
    this.#compiler = compiler;
    this.#model = model;
    this.#isLenient = isLenient;
  }

  /**
   * The request held to the form that its answer has to have, and its calls to those of their
   * tools. Most ask for neither: they are given back as they are, with nothing to wait for.
   *
   * @throws WireError as `ofFormat` and `ofTools`
   */
  hold(
    request: EngineRequest,
    format: OutputFormat,
    tools: readonly OfferedTool[],
  ): EngineRequest | Promise<EngineRequest> {
    if (format.kind === 'any' && tools.length === 0) return request;
    return this.#hold(request, format, tools);
  }

  async #hold(
    request: EngineRequest,
    format: OutputFormat,
    tools: readonly OfferedTool[],
  ): Promise<EngineRequest> {
    const grammar = await this.ofFormat(format);
    return { ...holdCalls(request, await this.ofTools(tools)), ...grammar };
  }

  /**
   * What a request has to have for its format, beside everything else.
   *
   * @throws WireError for a schema that is not taken
   */
  async ofFormat(format: OutputFormat): Promise<{ grammar?: Grammar }> {
    if (format.kind === 'any') return {};
    if (this.#model.info?.takesGrammars === false) throw unsupportedFormat(format);
    if (format.kind === 'grammar') return { grammar: { gbnf: format.gbnf } };
    const { schema, isStrict, name, param, code, sentence } = format;
    const compiled = await this.#compile({
      schema: JSON.stringify(schema),
      isStrict: isStrict && !this.#isLenient,
    });
    if (compiled.kind === 'grammar') return { grammar: { gbnf: compiled.gbnf } };
    const reason = `In context=${compiled.context}, ${compiled.message}.`;
    throw new WireError(
      sentence?.(reason) ??
        `Invalid schema for response_format '${quoted(name)}': ${reason}`,
      { param, code },
    );
  }

  /**
   * Of tools that are not strict, a schema that cannot be enforced leaves their arguments free.
   *
   * @throws WireError for a strict tool whose schema is not taken, and for a custom tool whose
   *   input cannot be held to its form
   */
  async ofTools(tools: readonly OfferedTool[]): Promise<ToolGrammars> {
    const { info } = this.#model;
    if (tools.length === 0 || info?.takesGrammars === false) return new Map();
    const held = tools.find((tool) => tool.inputFormat !== undefined);
    if (held !== undefined && info?.chatCapabilities.jsonArguments === false)
      throw unsupportedForm(held);
    const entries = await Promise.all(
      tools.map(async (tool) => [tool.name, await this.#ofTool(tool)] as const),
    );
    return new Map(entries.flatMap(([name, made]) => (made ? [[name, made]] : [])));
  }

  async #ofTool(tool: OfferedTool): Promise<Grammar | undefined> {
    const { inputFormat: format } = tool;
    if (format?.syntax === 'lark') {
      const compiled = await this.#compile({
        lark: format.definition,
        argument: customArgument,
      });
      if (compiled.kind === 'grammar') return { gbnf: compiled.gbnf };
      throw invalidLark(tool, compiled);
    }
    const isStrict = tool.isStrict && !this.#isLenient;
    const mustHold = isStrict || format !== undefined;
    const schema = JSON.stringify(argumentsSchema(tool));
    try {
      const compiled = await this.#compile({ schema, isStrict });
      if (compiled.kind === 'grammar') return { gbnf: compiled.gbnf };
      if (mustHold) throw invalidParameters(tool, compiled);
    } catch (error) {
      if (mustHold || !(error instanceof WireError)) throw error;
    }
    return undefined;
  }

  async #compile<Task extends GrammarTask>(task: Task): Promise<Compiled<Task>> {
    try {
      return await this.#compiler.compile(task);
    } catch (error) {
      if (!(error instanceof CompilerBusy)) throw error;
      throw new WireError('Too many grammars are waiting. Please try again later.', {
        status: 429,
        type: 'requests',
        code: 'queue_full',
        retryAfterMs: 1000,
      });
    }
  }
}

/** The same request with calls that keep to the grammars of their tools. */
export function holdCalls(request: EngineRequest, grammars: ToolGrammars): EngineRequest {
  const { prompt } = request;
  if (prompt.kind !== 'chat' || prompt.tools === undefined) return request;
  const hold = (tool: ChatTool): ChatTool => {
    const argumentsGrammar = grammars.get(tool.name);
    return argumentsGrammar === undefined ? tool : { ...tool, argumentsGrammar };
  };
  return { ...request, prompt: { ...prompt, tools: prompt.tools.map(hold) } };
}

function unsupportedFormat(format: OutputFormat): WireError {
  const param = format.kind === 'schema' ? format.param : 'grammar';
  const ownSentence =
    format.kind === 'schema'
      ? format.sentence?.('This model does not support structured outputs.')
      : undefined;
  return new WireError(
    ownSentence ?? `Unsupported parameter: '${param}' is not supported with this model.`,
    { param, code: 'unsupported_parameter' },
  );
}

function unsupportedForm({ formatParam }: OfferedTool): WireError {
  return new WireError(
    `Unsupported value: '${formatParam}.type' does not support 'grammar' with this model.`,
    { param: `${formatParam}.type`, code: 'unsupported_value' },
  );
}

function invalidLark(
  { formatParam }: OfferedTool,
  { message, isUnsupported }: CompiledLark & { kind: 'fault' },
): WireError {
  const param = `${formatParam}.definition`;
  return isUnsupported
    ? new WireError(
        `Unsupported value: '${param}' cannot be enforced with this model. ` +
          `Not supported in a Lark grammar: ${message}.`,
        { param, code: 'unsupported_value' },
      )
    : new WireError(
        `Invalid '${param}': expected a grammar in Lark's notation: ${message}.`,
        { param, code: 'invalid_value' },
      );
}

function invalidParameters(
  { name, isCustom, parametersParam, formatParam }: OfferedTool,
  { context, message }: CompiledSchema & { kind: 'fault' },
): WireError {
  if (isCustom)
    return new WireError(
      `Invalid '${formatParam}.definition': this regular expression cannot be enforced: ` +
        `${message}.`,
      { param: `${formatParam}.definition`, code: 'invalid_value' },
    );
  return new WireError(
    `Invalid schema for function '${quoted(name)}': In context=${context}, ${message}.`,
    { param: parametersParam, code: 'invalid_function_parameters' },
  );
}
