import { parseArgs } from 'node:util';
import { UserError } from '../base/errors';
import type { SourceOptions } from '../source/openSource';

export interface CliArguments {
  readonly command: string | undefined;
  readonly operands: readonly string[];
  readonly isJson: boolean;
  readonly isRaw: boolean;
  readonly wantsHelp: boolean;
  readonly wantsVersion: boolean;
  /** Everything of a source but its location. */
  readonly source: Omit<SourceOptions, 'uri'>;
}

/** Throws a UserError `invalidInput` for options that do not exist. */
export function parseArguments(words: readonly string[]): CliArguments {
  const { values, positionals } = parse(words);
  const endpoint = values['endpoint-url'];
  if (endpoint !== undefined) checkEndpoint(endpoint);
  const [command, ...operands] = positionals;
  return {
    command,
    operands,
    isJson: values.json === true,
    isRaw: values.raw === true,
    wantsHelp: values.help === true,
    wantsVersion: values.version === true,
    source: {
      ...(values.profile === undefined ? {} : { profile: values.profile }),
      ...(values.region === undefined ? {} : { region: values.region }),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(values['path-style'] === undefined ? {} : { pathStyle: values['path-style'] }),
    },
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        profile: { type: 'string' },
        region: { type: 'string' },
        'endpoint-url': { type: 'string' },
        'path-style': { type: 'boolean' },
        json: { type: 'boolean' },
        raw: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UserError('invalidInput', message, { cause: error, nextStep: 'trailcase --help lists what there is.' });
  }
}

/** The SDK would say so only at the first call, and not in words. */
function checkEndpoint(endpoint: string): void {
  if (/^https?:\/\/./i.test(endpoint) && URL.canParse(endpoint)) return;
  throw new UserError('invalidInput', `--endpoint-url ${JSON.stringify(endpoint)} is not a URL.`, {
    nextStep: 'Write it as https://host or https://host:port.',
  });
}

/** The one operand a command takes. */
export function getOperand(args: CliArguments, what: string): string {
  const [operand, ...rest] = args.operands;
  if (operand !== undefined && operand.trim() !== '' && rest.length === 0) return operand;
  const problem =
    operand === undefined
      ? `${what} is missing`
      : rest.length === 0
        ? `${what} is empty`
        : `one ${what} is expected, not ${args.operands.length}`;
  throw new UserError('invalidInput', `trailcase ${args.command ?? ''}: ${problem}.`, {
    nextStep: 'See trailcase --help.',
  });
}
