import { ProgressLocation, window, type CancellationToken } from 'vscode';

/** Quicker work than this shows no notification: a flash says nothing. */
const delayMs = 700;

export type Report = (message: string) => void;

/** Runs work that the user can cancel in a notification, once it has taken a moment. */
export async function withCancellableProgress<R>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<R>,
): Promise<R> {
  const controller = new AbortController();
  let lastMessage: string | undefined;
  let show: Report | undefined;
  const done = work(controller.signal, (message) => {
    lastMessage = message;
    show?.(message);
  });
  const timer = setTimeout(() => {
    void window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => {
        const subscription = token.onCancellationRequested(() => {
          controller.abort();
        });
        show = (message) => {
          progress.report({ message });
        };
        if (lastMessage !== undefined) show(lastMessage);
        const end = (): void => {
          subscription.dispose();
        };
        return done.then(end, end);
      },
    );
  }, delayMs);
  try {
    return await done;
  } finally {
    clearTimeout(timer);
  }
}

/** Aborts when the token is cancelled; lives as long as the token's source. */
export function toSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else {
    token.onCancellationRequested(() => {
      controller.abort();
    });
  }
  return controller.signal;
}
