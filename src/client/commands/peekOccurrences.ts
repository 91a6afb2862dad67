import { commands, Location, Position, Range, Uri, window } from 'vscode';
import { UserError } from '../../base/errors';
import { withCancellableProgress } from '../progress';
import type { CommandFactory } from './command';
import { parseOccurrencesArguments } from './occurrencesArguments';

/** All records of the same principal or resource in this log, peeked in place. For CodeLenses. */
export const peekOccurrences: CommandFactory =
  (services) =>
  async (...args) => {
    const request = parseOccurrencesArguments(args);
    if (request === undefined) throw new UserError('invalidInput', 'Click a principal or a resource above a record.');
    const { params, position } = request;
    const found = await withCancellableProgress('Looking for records', (signal) =>
      services.server.ask('findOccurrences', params, signal),
    );
    if (found.length === 0) {
      window.setStatusBarMessage('Trailcase: no other record in this log', 4000);
      return;
    }
    const locations = found.map(
      ({ uri, range: { start, end } }) =>
        new Location(Uri.parse(uri, true), new Range(start.line, start.character, end.line, end.character)),
    );
    const at = new Position(position.line, position.character);
    await commands.executeCommand('editor.action.peekLocations', Uri.parse(params.uri, true), at, locations, 'peek');
  };
