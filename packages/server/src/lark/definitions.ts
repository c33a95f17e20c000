import { commonTerminals } from './common-terminals.ts';
import { invalid, shown, unsupported } from './lark-fault.ts';
import { parseLark } from './lark-parser.ts';
import {
  isTerminalName,
  type LarkDefinition,
  type LarkExpression,
  type LarkStatement,
} from './lark-syntax.ts';

/** What a grammar defines, by name, and what it ignores between any two terminals. */
export interface LarkGrammar {
  readonly definitions: ReadonlyMap<string, LarkDefinition>;
  /** Names of terminals. */
  readonly ignored: readonly string[];
}

/**
 * The grammar that a text in Lark's notation defines.
 *
 * @throws LarkFault
 */
export function readLark(text: string): LarkGrammar {
  const statements = parseLark(text);
  const definitions = new Map<string, LarkDefinition>();
  for (const statement of statements)
    if (statement.kind === 'import') addImport(statement, definitions);
  const ignored: string[] = [];
  for (const statement of statements)
    switch (statement.kind) {
      case 'define':
      case 'override':
      case 'extend':
        addDefinition(statement, definitions);
        break;
      case 'ignore':
        ignored.push(addIgnored(statement, ignored.length, definitions));
        break;
      case 'import':
        break;
    }
  return { definitions, ignored };
}

type Definitions = Map<string, LarkDefinition>;

function addDefinition(
  { kind, definition }: Extract<LarkStatement, { definition: LarkDefinition }>,
  definitions: Definitions,
): void {
  const { name, line, body, parameters } = definition;
  const known = definitions.get(name);
  if (kind === 'define' && known !== undefined)
    throw invalid(`${shown(name)} is defined twice`, line);
  if (kind !== 'define' && known === undefined)
    throw invalid(`${shown(name)} is not defined before`, line);
  if (isTerminalName(name) && parameters.length > 0)
    throw unsupported('a terminal with parameters', line);
  if (kind !== 'extend' || known === undefined) {
    definitions.set(name, definition);
    return;
  }
  if (known.parameters.join() !== parameters.join())
    throw invalid(`${shown(name)} is extended with other parameters`, line);
  const { body: before } = known;
  const parts = [body, ...(before.kind === 'alternatives' ? before.parts : [before])];
  definitions.set(name, { ...known, body: { kind: 'alternatives', parts } });
}

/** @return the name of the terminal that is ignored */
function addIgnored(
  { body, line }: Extract<LarkStatement, { kind: 'ignore' }>,
  index: number,
  definitions: Definitions,
): string {
  if (body.kind === 'name' && isTerminalName(body.name)) return body.name;
  const name = `__IGNORE_${index}`;
  definitions.set(name, { name, parameters: [], priority: 0, body, line });
  return name;
}

function addImport(
  { path, names, line }: Extract<LarkStatement, { kind: 'import' }>,
  definitions: Definitions,
): void {
  if (path.join('.') !== 'common')
    throw unsupported(
      `${shown(path.join('.'))} cannot be imported from; 'common' is all there is`,
      line,
    );
  for (const [name, original] of names) {
    const found = common().get(original);
    if (found === undefined) throw invalid(`${shown(original)} is not in 'common'`, line);
    if (!isTerminalName(name))
      throw invalid(`${shown(name)} is no name of a terminal`, line);
    if (definitions.has(name)) throw invalid(`${shown(name)} is imported twice`, line);
    definitions.set(name, { ...found, name, body: mangled(found.body), line });
    addDependencies(found.body, definitions);
  }
}

/** What an imported terminal consists of, under names that a grammar cannot define itself. */
function addDependencies(body: LarkExpression, definitions: Definitions): void {
  for (const { name: original } of namesIn(body)) {
    const name = mangledName(original);
    const found = common().get(original);
    if (found === undefined || definitions.has(name)) continue;
    definitions.set(name, { ...found, name, body: mangled(found.body) });
    addDependencies(found.body, definitions);
  }
}

function mangledName(name: string): string {
  return `__COMMON_${name}`;
}

function mangled(body: LarkExpression): LarkExpression {
  switch (body.kind) {
    case 'name':
      return { ...body, name: mangledName(body.name) };
    case 'repeat':
      return { ...body, inner: mangled(body.inner) };
    case 'alternatives':
    case 'sequence':
      return { ...body, parts: body.parts.map(mangled) };
    default:
      return body;
  }
}

let commonDefinitions: ReadonlyMap<string, LarkDefinition> | undefined;

function common(): ReadonlyMap<string, LarkDefinition> {
  commonDefinitions ??= new Map(
    parseLark(commonTerminals).flatMap((statement) =>
      statement.kind === 'define'
        ? [[statement.definition.name, statement.definition] as const]
        : [],
    ),
  );
  return commonDefinitions;
}

/** The rules and terminals that an expression refers to. */
export function* namesIn(
  expression: LarkExpression,
): Generator<Extract<LarkExpression, { kind: 'name' }>> {
  switch (expression.kind) {
    case 'name':
      yield expression;
      for (const argument of expression.templateArguments) yield* namesIn(argument);
      break;
    case 'repeat':
      yield* namesIn(expression.inner);
      break;
    case 'alternatives':
    case 'sequence':
      for (const part of expression.parts) yield* namesIn(part);
      break;
    default:
  }
}
