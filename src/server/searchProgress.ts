import type { Connection } from 'vscode-languageserver/node';
import { searchProgressNotification, type SearchProgress } from '../protocol/searchRequests';
import { Throttle } from './throttle';

/** Tells the client how far something is, at most four times a second. Without an id nobody listens. */
export function toProgressTeller(
  { connection }: { readonly connection: Pick<Connection, 'sendNotification'> },
  progressId: string | undefined,
): (progress: Omit<SearchProgress, 'progressId'>) => void {
  if (progressId === undefined) return () => undefined;
  const throttle = new Throttle();
  return (progress) => {
    throttle.run(() => {
      void connection.sendNotification(searchProgressNotification, { progressId, ...progress });
    });
  };
}
