import {
  QuickInputButtons,
  QuickPickItemKind,
  ThemeIcon,
  window,
  type QuickInputButton,
  type QuickPick,
  type QuickPickItem,
} from 'vscode';
import { isAbort } from '../../base/errors';
import { DisposableStore } from '../../base/lifecycle';
import type { CheckQueryResult, QueryCompletion } from '../../protocol/searchRequests';
import type { Search } from '../results/resultTree';
import type { ClientServices } from '../services';
import { askScope } from './askScope';
import { toScopeTitle, type Place } from './place';
import { saveSearch } from './saveSearch';
import { toSearchSections, type SearchItem } from './searchItems';
import { showQueryHelp } from './queryHelp';

/** Quicker typing than this asks the server nothing. */
const debounceMs = 120;

const buttons = {
  scope: { iconPath: new ThemeIcon('filter'), tooltip: 'Choose where and when to search…' },
  save: { iconPath: new ThemeIcon('star-empty'), tooltip: 'Save this search under a name…' },
  help: { iconPath: new ThemeIcon('question'), tooltip: 'How to write a search' },
} as const satisfies Record<string, QuickInputButton>;

const removeButton: QuickInputButton = { iconPath: new ThemeIcon('close'), tooltip: 'Forget this search' };
const editButton: QuickInputButton = {
  iconPath: new ThemeIcon('edit'),
  tooltip: 'Put this search into the box, to change it',
};

interface BoxItem extends QuickPickItem {
  /** Absent of separators. */
  readonly search?: SearchItem;
}

/** What the server said of one text of the box. */
interface Answer {
  readonly text: string;
  readonly check: CheckQueryResult | undefined;
  readonly completions: readonly QueryCompletion[];
}

/**
 * The search box: a query with completions, its meaning or its mistakes while it is typed, and what was searched before.
 * Undefined when the user leaves it.
 */
export async function askSearch(services: ClientServices, place: Place, query = ''): Promise<Search | undefined> {
  const box = new SearchBox(services, place, query);
  try {
    return await box.ask();
  } finally {
    box.dispose();
  }
}

class SearchBox {
  private readonly store = new DisposableStore();
  private readonly pick: QuickPick<BoxItem>;
  private answer: Answer;
  private asking: AbortController | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Another input of ours is in front. */
  private isCovered = false;
  private shownText: string | undefined;
  /** The rows as they were handed to VS Code. */
  private shownRows = '';
  private askedText: string | undefined;
  private firstLabel: string | undefined;
  private finish: ((search: Search | undefined) => void) | undefined;

  constructor(
    private readonly services: ClientServices,
    private place: Place,
    private readonly query: string,
  ) {
    this.pick = this.store.add(window.createQuickPick<BoxItem>());
    this.answer = { text: query, check: undefined, completions: [] };
    this.pick.placeholder = 'eventName:Put* principal:alice, an ARN, an address, or any word of a record';
    this.pick.matchOnDescription = false;
    this.pick.matchOnDetail = false;
    this.pick.ignoreFocusOut = true;
    // Not in the typings, but honoured since 2020: the order of the items is theirs, whatever was typed.
    (this.pick as unknown as { sortByLabel: boolean }).sortByLabel = false;
  }

  ask(): Promise<Search | undefined> {
    const { pick, store } = this;
    store.add(
      pick.onDidChangeValue(() => {
        this.askSoon();
      }),
    );
    store.add(
      pick.onDidAccept(() => {
        this.run(this.accept());
      }),
    );
    store.add(
      pick.onDidTriggerButton((button) => {
        this.run(this.press(button));
      }),
    );
    store.add(
      pick.onDidTriggerItemButton(({ item, button }) => {
        this.run(this.pressItem(item, button));
      }),
    );
    store.add(
      pick.onDidHide(() => {
        if (!this.isCovered) this.finish?.(undefined);
      }),
    );
    this.show(this.query);
    return new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  /** With the cursor at the end: a text that is there when the box comes up is selected, and the first key replaces it. */
  private show(text: string): void {
    this.pick.value = '';
    this.pick.show();
    this.setText(text);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.finish = undefined;
    this.store.dispose();
  }

  /** What goes wrong here must not close the box: it is logged, and said in the empty box. */
  private run(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (isAbort(error)) return;
      this.services.log.error('The search box failed:', error);
      this.pick.placeholder = 'Completions are not at hand; see the log';
    });
  }

  private setText(text: string): void {
    this.pick.value = text;
    this.run(this.askServer());
  }

  private askSoon(): void {
    // VS Code tells of a text that was set here, too: it was asked about already.
    if (this.pick.value === this.askedText) return;
    clearTimeout(this.timer);
    this.showItems();
    this.timer = setTimeout(() => {
      this.run(this.askServer());
    }, debounceMs);
  }

  private async askServer(): Promise<void> {
    clearTimeout(this.timer);
    this.asking?.abort();
    const controller = new AbortController();
    this.asking = controller;
    // The answer may be on its way when the text changes.
    const isStale = (): boolean => this.asking !== controller;
    const text = this.pick.value;
    this.askedText = text;
    this.showItems();
    this.pick.busy = true;
    try {
      const { server } = this.services;
      const params = { scope: this.place.scope, text, offset: text.length };
      const check = server.ask('checkQuery', { text }, controller.signal);
      const completions = server.ask('completeQuery', params, controller.signal).catch((error: unknown) => {
        // A query can be run without completions.
        if (!isAbort(error)) this.services.log.warn(`No completions: ${String(error)}`);
        return [];
      });
      const checked = await check;
      if (isStale()) return;
      this.answer = { text, check: checked, completions: [] };
      this.showItems();
      const found = await completions;
      if (isStale()) return;
      this.answer = { text, check: checked, completions: found };
      this.showItems();
    } finally {
      if (!isStale()) {
        this.asking = undefined;
        this.pick.busy = false;
      }
    }
  }

  /** Enter means the first row, unless the user has gone to another: that stays chosen when rows are added. */
  private showItems(): void {
    const text = this.pick.value;
    const isNewText = text !== this.shownText;
    const rows = this.toRows(text);
    const chosen = this.pick.activeItems[0]?.search?.label;
    const isFirst = chosen === this.firstLabel;
    const first = rows.find(({ search }) => search !== undefined);
    const kept = isNewText || isFirst ? undefined : rows.find(({ search }) => search?.label === chosen);
    this.shownText = text;
    this.firstLabel = first?.search?.label;
    this.pick.title = `Search Records: ${toScopeTitle(this.place)}`;
    this.pick.buttons =
      text.trim() === '' ? [buttons.scope, buttons.help] : [buttons.scope, buttons.save, buttons.help];
    // The same rows again would take the place in them from a user who is just going there.
    const rowsText = JSON.stringify(rows);
    if (!isNewText && rowsText === this.shownRows) return;
    this.shownRows = rowsText;
    this.pick.items = rows;
    const active = kept ?? first;
    if (active !== undefined) this.pick.activeItems = [active];
  }

  private toRows(text: string): readonly BoxItem[] {
    const { history } = this.services;
    const answer = this.answer.text === text ? this.answer : { check: undefined, completions: [] };
    const sections = toSearchSections({ text, ...answer, history: history.queries, saved: history.saved });
    return sections.flatMap(({ title, items }) => {
      const separator: readonly BoxItem[] =
        title === undefined ? [] : [{ label: title, kind: QuickPickItemKind.Separator }];
      return [...separator, ...items.map(toBoxItem)];
    });
  }

  private async accept(): Promise<void> {
    const item = this.pick.activeItems[0]?.search;
    if (item === undefined || item.action.type === 'none') return;
    if (item.action.type === 'edit') {
      this.setText(item.action.query);
      return;
    }
    const { query } = item.action;
    if (item.memory === undefined && !(await this.isRight())) return;
    this.finish?.({ query, place: this.place });
  }

  /** Enter may come before the server has said what it thinks of the text. */
  private async isRight(): Promise<boolean> {
    if (this.answer.text !== this.pick.value || this.answer.check === undefined) await this.askServer();
    return this.answer.check?.problems.length === 0;
  }

  private async press(button: QuickInputButton): Promise<void> {
    if (button === buttons.scope)
      await this.cover(async () => {
        this.place = await askScope(this.services, this.place);
      });
    if (button === buttons.save) await this.cover(() => saveSearch(this.services.history, this.pick.value.trim()));
    if (button === buttons.help) {
      this.finish?.(undefined);
      await showQueryHelp(this.services.extensionUri);
    }
    if (button === QuickInputButtons.Back) this.finish?.(undefined);
  }

  /** Another input takes this one's place for a while; leaving that comes back here. */
  private async cover(work: () => Promise<void>): Promise<void> {
    const text = this.pick.value;
    this.isCovered = true;
    try {
      await work();
    } catch (error) {
      if (!isAbort(error)) throw error;
    } finally {
      this.isCovered = false;
      this.show(text);
    }
  }

  private async pressItem({ search }: BoxItem, button: QuickInputButton): Promise<void> {
    const { memory, action } = search ?? {};
    if (memory === undefined) return;
    if (button === editButton && action?.type === 'run') {
      this.setText(action.query);
      return;
    }
    const { history } = this.services;
    await (memory.kind === 'saved' ? history.removeSaved(memory.key) : history.remove(memory.key));
    this.showItems();
  }
}

function toBoxItem(search: SearchItem): BoxItem {
  const { label, description, detail, memory } = search;
  return {
    label,
    search,
    alwaysShow: true,
    ...(description === undefined ? {} : { description }),
    ...(detail === undefined ? {} : { detail }),
    ...(memory === undefined ? {} : { buttons: [editButton, removeButton] }),
  };
}
