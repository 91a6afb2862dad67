import { ProgressLocation, window, type CancellationToken } from 'vscode';

/** Quicker work than this shows no notification: a flash says nothing. */
const delayMs = 700;

/** `percent` from 0 to 100, where it is known. */
export type Report = (message: string, percent?: number) => void;

/** Runs work that the user can cancel in a notification, once it has taken a moment. */
export async function withCancellableProgress<R>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<R>,
): Promise<R> {
  const controller = new AbortController();
  let last: Parameters<Report> | undefined;
  let show: Report | undefined;
  const done = work(controller.signal, (...report) => {
    last = report;
    show?.(...report);
  });
  const timer = setTimeout(() => {
    void window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => {
        const subscription = token.onCancellationRequested(() => {
          controller.abort();
        });
        let shownPercent = 0;
        show = (message, percent = 0) => {
          const increment = Math.floor(percent) - shownPercent;
          // Without an increment the bar runs to and fro, as it should while nothing is known.
          progress.report(increment > 0 ? { message, increment } : { message });
          if (increment > 0) shownPercent += increment;
        };
        if (last !== undefined) show(...last);
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
